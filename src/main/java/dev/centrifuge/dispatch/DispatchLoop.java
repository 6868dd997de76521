package dev.centrifuge.dispatch;

import dev.centrifuge.config.DestinationConfig;
import dev.centrifuge.dispatch.history.AttemptLog;
import dev.centrifuge.dispatch.hold.Holds;
import dev.centrifuge.dispatch.traffic.Histories;
import dev.centrifuge.event.Event;
import dev.centrifuge.flow.Leg;
import dev.centrifuge.flow.SendLease;
import dev.centrifuge.flow.count.Backlog;
import dev.centrifuge.flow.handover.LegEnds;
import dev.centrifuge.time.Ticker;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The destinations that one event loop owns, those that are absent among them: of these the log must be told.
 *
 * <p>Legs come in heaps, and are worked off in {@link Turns}. One timer serves every wait on the loop (retries, gates, rates, probes), set for the first that is due; while nothing
 * waits there is none. Everything here runs on the loop; the methods that others call hop.
 */
final class DispatchLoop {
    private static final long MILLI = 1_000_000;
    private static final long GAUGE_MILLIS = 1_000;

    private final Vertx vertx;
    private final Context context;
    private final Ticker ticker;
    private final Supplier<Map<String, Backlog>> backlogs;

    // Accessed only by the event loop.
    private final Shared shared;
    private final Map<String, Destination> destinations = new HashMap<>();
    private final Map<Integer, Integer> recalled = new HashMap<>();
    private final Turns turns;
    private DeliveryFactory deliveries = config -> {
        throw new IllegalStateException("not started");
    };

    /** Ids begin at 0. */
    private long timer = -1;

    private long timerAt = Wakeups.NEVER;
    private long gaugeTimer = -1;
    private boolean closed;

    private volatile List<DestinationGauge> gauges = List.of();
    private volatile List<DestinationGauge> absent = List.of();

    DispatchLoop(
            Vertx vertx,
            Context context,
            Supplier<DeliveryFactory> factory,
            LegEnds ends,
            SendLease lease,
            DispatchListener listener,
            AttemptLog history,
            @Nullable AttemptTraces traces,
            Holds holds,
            Supplier<Map<String, Backlog>> backlogs,
            Ticker ticker,
            RandomGenerator random) {
        this.vertx = vertx;
        this.context = context;
        this.ticker = ticker;
        this.backlogs = backlogs;
        Fates fates = new Fates();
        LegEnds counted = new CountedEnds(ends, listener, fates, ticker);
        this.turns = new Turns(this::offer, task -> context.runOnContext(v -> task.run()), ticker);
        this.shared = new Shared(
                counted,
                lease,
                listener,
                history,
                fates,
                traces,
                holds,
                new Histories(),
                ticker,
                random,
                this::isRecalled,
                new Wakeups(this::arm),
                turns);
        context.runOnContext(v -> {
            deliveries = factory.get();
            gaugeTimer = vertx.setPeriodic(GAUGE_MILLIS, id -> gauge());
        });
    }

    /** Starts nothing any more and lets go of all connections; after the log reader has ended. */
    Future<Void> close() {
        Promise<Void> done = Promise.promise();
        context.runOnContext(v -> {
            closed = true;
            vertx.cancelTimer(timer);
            vertx.cancelTimer(gaugeTimer);
            deliveries.close().onComplete(done);
        });
        return done.future();
    }

    /** Legs for this loop's destinations; from the log thread. */
    void accept(List<Leg> legs) {
        context.runOnContext(v -> turns.accept(legs));
    }

    private void offer(Leg leg) {
        Destination destination = destinations.get(leg.destination());
        if (destination == null) {
            destination = new Destination(leg.destination(), null, null, shared);
            destinations.put(leg.destination(), destination);
        }
        destination.offer(leg);
        turns.add(destination);
    }

    /** The log has something for a destination that was not configured a moment ago, and waits to hear how it stands. */
    void meet(String id) {
        context.runOnContext(v -> {
            Destination known = destinations.get(id);
            if (known == null) {
                destinations.put(id, new Destination(id, null, null, shared));
            } else {
                known.tell();
            }
        });
    }

    /** The destinations that this loop owns from now on; others that it knows are absent. Completes when the log was told. */
    Future<Void> configure(Map<String, DestinationConfig> mine) {
        Promise<Void> told = Promise.promise();
        context.runOnContext(v -> {
            for (Destination known : destinations.values()) {
                DestinationConfig config = known.config();
                if (config != null && !mine.containsKey(config.id())) {
                    known.configure(null, null);
                }
            }
            mine.values().forEach(this::configure);
            told.complete();
        });
        return told.future();
    }

    /** See {@link Dispatcher#test}. */
    Future<@Nullable Tested> test(String id, Event event) {
        Promise<@Nullable Tested> done = Promise.promise();
        context.runOnContext(v -> {
            Destination known = destinations.get(id);
            (known == null ? Future.<@Nullable Tested>succeededFuture() : known.test(event)).onComplete(done);
        });
        return done.future();
    }

    /** A destination was paused or resumed, or is known to be gone or not to be. */
    void held(String id) {
        context.runOnContext(v -> {
            Destination known = destinations.get(id);
            if (known != null) {
                known.hold();
            }
        });
    }

    private void configure(DestinationConfig config) {
        Destination known = destinations.get(config.id());
        if (known == null) {
            destinations.put(config.id(), new Destination(config.id(), config, deliveries.open(config), shared));
        } else if (!config.equals(known.config())) {
            known.configure(config, deliveries.open(config));
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

    /** Sets the timer for {@code at}, unless it goes off before. */
    private void arm(long at) {
        if (at < timerAt && !closed) {
            vertx.cancelTimer(timer);
            timerAt = at;
            long nanos = at - ticker.nanos();
            timer = vertx.setTimer(Math.max(1, (nanos + MILLI - 1) / MILLI), id -> wake());
        }
    }

    private void wake() {
        timerAt = Wakeups.NEVER;
        shared.wakeups().wake(ticker.nanos());
    }

    private void gauge() {
        Map<String, Backlog> left = backlogs.get();
        List<DestinationGauge> configured = new ArrayList<>(destinations.size());
        List<DestinationGauge> others = new ArrayList<>();
        for (Destination destination : destinations.values()) {
            Backlog behind = left.get(destination.id());
            DestinationGauge gauge = destination.sample(behind);
            if (destination.config() != null) {
                configured.add(gauge);
            } else if (behind != null) {
                others.add(gauge);
            }
        }
        gauges = configured;
        absent = others;
    }

    /** Those that nobody configures and that have events waiting. From any thread. */
    List<DestinationGauge> absent() {
        return absent;
    }

    /** See {@link Dispatcher#look}. */
    Future<@Nullable DestinationDetail> look(String id) {
        Promise<@Nullable DestinationDetail> found = Promise.promise();
        context.runOnContext(v -> {
            Destination known = destinations.get(id);
            found.complete(known == null ? null : known.detail());
        });
        return found.future();
    }

    /** What the destinations looked like within the last second. From any thread. */
    List<DestinationGauge> gauges() {
        return gauges;
    }
}
