package dev.centrifuge.dispatch;

import dev.centrifuge.config.DestinationConfig;
import dev.centrifuge.flow.Leg;
import dev.centrifuge.flow.SendLease;
import dev.centrifuge.kafka.read.LegEnds;
import dev.centrifuge.time.Ticker;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * The destinations that one event loop owns.
 *
 * <p>One coarse tick serves every wait on the loop (retries, gates, rates, probes): 10 ms is finer than any of them needs,
 * and a timer per leg would cost more than the leg. Everything here runs on the loop; the methods that others call hop.
 */
final class DispatchLoop {
    private static final long TICK_MILLIS = 10;
    private static final long GAUGE_NANOS = 1_000_000_000L;

    private final Context context;
    private final LegEnds ends;
    private final SendLease lease;
    private final DispatchListener listener;
    private final Ticker ticker;
    private final RandomGenerator random;

    // Accessed only by the event loop.
    private final Map<String, Destination> destinations = new HashMap<>();
    private final Map<Integer, Integer> recalled = new HashMap<>();
    private final Set<Destination> touched = new LinkedHashSet<>();
    private DeliveryFactory deliveries = config -> {
        throw new IllegalStateException("not started");
    };
    private long nextGauge;

    private volatile List<DestinationGauge> gauges = List.of();

    DispatchLoop(
            Vertx vertx,
            Context context,
            Supplier<DeliveryFactory> factory,
            LegEnds ends,
            SendLease lease,
            DispatchListener listener,
            Ticker ticker,
            RandomGenerator random) {
        this.context = context;
        this.ends = ends;
        this.lease = lease;
        this.listener = listener;
        this.ticker = ticker;
        this.random = random;
        this.nextGauge = ticker.nanos();
        context.runOnContext(v -> {
            deliveries = factory.get();
            vertx.setPeriodic(TICK_MILLIS, timer -> tick());
        });
    }

    /** Legs for this loop's destinations; from the log thread. */
    void accept(List<Leg> legs) {
        context.runOnContext(v -> {
            legs.forEach(this::offer);
            touched.forEach(Destination::pump);
            touched.clear();
        });
    }

    private void offer(Leg leg) {
        if (isRecalled(leg)) {
            ends.returned(leg);
            return;
        }
        Destination destination = destinations.get(leg.destination());
        if (destination == null) {
            Absent.end(leg, ends, listener, ticker);
            return;
        }
        destination.offer(leg);
        touched.add(destination);
    }

    /** The destinations that this loop owns from now on. */
    void configure(Map<String, DestinationConfig> mine) {
        context.runOnContext(v -> {
            destinations.values().removeIf(destination -> {
                boolean gone = !mine.containsKey(destination.config().id());
                if (gone) {
                    destination.remove();
                }
                return gone;
            });
            mine.values().forEach(this::configure);
        });
    }

    private void configure(DestinationConfig config) {
        Destination known = destinations.get(config.id());
        if (known == null) {
            destinations.put(
                    config.id(),
                    new Destination(
                            config, deliveries.open(config), ends, lease, listener, ticker, random, this::isRecalled));
        } else if (!known.config().equals(config)) {
            known.reconfigure(config, deliveries.open(config));
        }
    }

    /** Gives back what was read from these partitions up to that epoch and is not in flight. */
    void recall(Set<Integer> partitions, int epoch) {
        context.runOnContext(v -> {
            partitions.forEach(partition -> recalled.merge(partition, epoch, Math::max));
            destinations.values().forEach(Destination::recall);
        });
    }

    private boolean isRecalled(Leg leg) {
        return leg.origin().epoch() <= recalled.getOrDefault(leg.origin().partition(), 0);
    }

    private void tick() {
        long now = ticker.nanos();
        for (Destination destination : destinations.values()) {
            if (destination.wakeAt() <= now) {
                destination.pump();
            }
        }
        if (now - nextGauge >= 0) {
            nextGauge = now + GAUGE_NANOS;
            gauges = destinations.values().stream().map(Destination::gauge).toList();
        }
    }

    /** What the destinations looked like within the last second. From any thread. */
    List<DestinationGauge> gauges() {
        return gauges;
    }
}
