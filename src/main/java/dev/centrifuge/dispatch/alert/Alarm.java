package dev.centrifuge.dispatch.alert;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.centrifuge.config.AlertsConfig;
import dev.centrifuge.dispatch.DestinationGauge;
import dev.centrifuge.dispatch.traffic.DestinationState;
import dev.centrifuge.dispatch.traffic.Latency;
import dev.centrifuge.dispatch.traffic.Sample;
import dev.centrifuge.dispatch.traffic.Trouble;
import dev.centrifuge.time.Ticker;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks how the destinations do, and writes what there is to tell. While nobody wants to know it does nothing, and when somebody
 * does again it begins anew: what is wrong then is told. Belongs to one event loop.
 */
public final class Alarm {
    private final AlertsConfig config;
    private final Supplier<List<DestinationGauge>> gauges;
    private final DeadTally dead;
    private final AlertCounts counts;
    private final Ticker ticker;
    private final AlertEvent events;
    private final Outgoing outgoing;
    private @Nullable Judge judge;

    /**
     * @param process a short word that no other process has
     * @param node the name of this process among its like; null where it has none
     * @param gauges the destinations that this node delivers to
     */
    public Alarm(
            AlertsConfig config,
            String process,
            @Nullable String node,
            Supplier<List<DestinationGauge>> gauges,
            DeadTally dead,
            AlertLog log,
            AlertCounts counts,
            Ticker ticker) {
        this.config = config;
        this.gauges = gauges;
        this.dead = dead;
        this.counts = counts;
        this.ticker = ticker;
        this.events = new AlertEvent(config, process, node);
        this.outgoing = new Outgoing(log, counts);
    }

    /** The body of an alert that a destination {@code test} is down, for somebody who tries out what becomes of one. */
    public static ObjectNode sample(long millis) {
        Trouble trouble = new Trouble("http_503", 503, millis);
        Sample down = new Sample(DestinationState.DOWN, millis, trouble, 0, 0, Latency.NONE, 1, millis);
        Alert alert = new Alert(Kind.DOWN, "test", millis, millis, millis, false, down, trouble.cause(), 1, 0, 0);
        return new AlertEvent(AlertsConfig.defaults(), "", null).tree(alert, "");
    }

    /** Whether a destination gets alerts; from now on. */
    public void want(boolean yes) {
        boolean wanted = yes && config.enabled();
        dead.want(wanted);
        if (wanted && judge == null) {
            judge = new Judge(config, counts, ticker.nanos());
        } else if (!wanted) {
            judge = null;
            outgoing.clear();
        }
    }

    /** To be called once a second. */
    public void look() {
        Judge wanted = judge;
        if (wanted == null) {
            return;
        }
        long nanos = ticker.nanos();
        for (Alert alert : wanted.look(gauges.get(), dead.take(), nanos, ticker.millis())) {
            outgoing.add(alert.kind(), events.of(alert), nanos);
        }
        outgoing.write(nanos);
    }
}
