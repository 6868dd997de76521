package dev.centrifuge;

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
import dev.centrifuge.time.Ticker;
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
    AlertNode(
            Vertx vertx,
            GatewayConfig config,
            LogNode log,
            Metrics metrics,
            Supplier<List<DestinationGauge>> gauges,
            Ticker ticker) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.dead = new DeadTally(metrics.dispatch(), ticker);
        AlertCounts counts = new AlertCounts();
        metrics.counter("alerts", "Alerts written to the log", "kind", counts::written);
        metrics.counter("alerts_lost", "Alerts that were to be written and were not", "reason", counts::lost);
        String process = "%08x".formatted(new SecureRandom().nextInt());
        this.alarm = new Alarm(
                config.alerts(), process, config.node(), gauges, dead, new Written(log.writer()), counts, ticker);
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
