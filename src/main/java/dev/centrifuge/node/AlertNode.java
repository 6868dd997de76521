package dev.centrifuge.node;

import dev.centrifuge.config.DestinationConfig;
import dev.centrifuge.config.GatewayConfig;
import dev.centrifuge.dispatch.DestinationGauge;
import dev.centrifuge.dispatch.DispatchListener;
import dev.centrifuge.dispatch.alert.Alarm;
import dev.centrifuge.dispatch.alert.AlertCounts;
import dev.centrifuge.dispatch.alert.AlertLog;
import dev.centrifuge.dispatch.alert.DeadTally;
import dev.centrifuge.event.Event;
import dev.centrifuge.ingest.EventLog;
import dev.centrifuge.metrics.Metrics;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

/** Alerts out: how the destinations do, written to the log for those destinations that want to know. */
final class AlertNode {
    private static final long LOOK_MILLIS = 1_000;

    private final Vertx vertx;
    private final Context context;
    private final DeadTally dead;
    private final Alarm alarm;
    private volatile boolean closed;

    /** @param gauges the destinations that this node delivers to; asked from {@link #start} on */
    AlertNode(Site site, LogNode log, Supplier<List<DestinationGauge>> gauges) {
        this.vertx = site.vertx();
        this.context = vertx.getOrCreateContext();
        Metrics metrics = site.metrics();
        this.dead = new DeadTally(metrics.dispatch(), site.ticker());
        AlertCounts counts = new AlertCounts();
        metrics.counter("alerts", "Alerts written to the log", "kind", counts::written);
        metrics.counter("alerts_lost", "Alerts that were to be written and were not", "reason", counts::lost);
        GatewayConfig config = site.config();
        String process = "%08x".formatted(new SecureRandom().nextInt());
        AlertLog to = new Written(log.writer());
        this.alarm = new Alarm(config.alerts(), process, config.node(), gauges, dead, to, counts, site.ticker());
    }

    /** What is to hear of dispatch, in place of the metrics, which it tells. */
    DispatchListener listener() {
        return dead;
    }

    /** Looks from now on. */
    void start() {
        context.runOnContext(v -> vertx.setPeriodic(LOOK_MILLIS, timer -> {
            if (closed) {
                vertx.cancelTimer(timer);
            } else {
                alarm.look();
            }
        }));
    }

    void configured(Collection<DestinationConfig> destinations) {
        boolean wanted = destinations.stream().anyMatch(DestinationConfig::alerted);
        context.runOnContext(v -> alarm.want(wanted));
    }

    /** Raises no more. */
    void close() {
        closed = true;
    }

    private record Written(EventLog log) implements AlertLog {

        @Override
        public boolean available() {
            return log.available();
        }

        @Override
        public Future<Void> append(List<Event> events) {
            return log.append(events, List.of());
        }
    }
}
