package dev.centrifuge.dispatch;

import dev.centrifuge.config.DestinationConfig;
import dev.centrifuge.dispatch.history.AttemptLog;
import dev.centrifuge.dispatch.hold.Holds;
import dev.centrifuge.event.Envelope;
import dev.centrifuge.event.Event;
import dev.centrifuge.flow.Leg;
import dev.centrifuge.flow.SendLease;
import dev.centrifuge.flow.count.Backlog;
import dev.centrifuge.flow.handover.LegEnds;
import dev.centrifuge.flow.handover.LegRouter;
import dev.centrifuge.flow.handover.Screened;
import dev.centrifuge.jslt.JsltFailure;
import dev.centrifuge.route.Routes;
import dev.centrifuge.time.LogGate;
import dev.centrifuge.time.Ticker;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Joins the log and the destinations: routes events, hands each leg to the event loop that owns its destination, in one
 * message per poll and loop.
 *
 * <p>{@link LegRouter} is called by the log thread; the routes are swapped by whoever reloads the configuration.
 */
public final class Dispatcher implements LegRouter {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    private final DispatchListener listener;
    private final AttemptLog history;
    private final @Nullable AttemptTraces traces;
    private final Supplier<? extends RandomGenerator> randoms;
    private final Holds holds;
    private final List<DispatchLoop> loops = new CopyOnWriteArrayList<>();
    private final List<List<Leg>> batches = new ArrayList<>();
    private final AtomicReference<@Nullable Routes> coming = new AtomicReference<>();
    private volatile Routes routes = new Routes(List.of());

    // Guarded by this; the log thread takes the lock only after a change.
    private Map<String, DestinationConfig> known = Map.of();
    private @Nullable Routes newest;

    private volatile Map<String, Long> ttls = Map.of();
    private volatile @Nullable Tap tap;
    private @Nullable LogGate slow;
    private volatile Supplier<Map<String, Backlog>> backlogs = Map::of;

    public Dispatcher(DispatchListener listener) {
        this(listener, Holds.none());
    }

    /** @param holds which destinations are paused or gone; to be read before this starts */
    public Dispatcher(DispatchListener listener, Holds holds) {
        this(listener, AttemptLog.NONE, null, holds, Random::new);
    }

    /** @param randoms a source of chance for each loop */
    public Dispatcher(DispatchListener listener, Supplier<? extends RandomGenerator> randoms) {
        this(listener, AttemptLog.NONE, null, Holds.none(), randoms);
    }

    /**
     * @param history told of attempts in full
     * @param traces follows attempts; null where nobody does
     * @param holds which destinations are paused or gone; to be read before this starts
     * @param randoms a source of chance for each loop
     */
    public Dispatcher(
            DispatchListener listener,
            AttemptLog history,
            @Nullable AttemptTraces traces,
            Holds holds,
            Supplier<? extends RandomGenerator> randoms) {
        this.listener = listener;
        this.history = history;
        this.traces = traces;
        this.holds = holds;
        this.randoms = randoms;
    }

    /** @param left what destinations have behind them in the log; asked once a second, from any thread */
    public void backlogs(Supplier<Map<String, Backlog>> left) {
        backlogs = left;
    }

    /**
     * Starts the loops; before the log reader.
     *
     * @param contexts one event-loop context per loop
     * @param lease until when attempts may start
     * @param deliveries makes a factory per loop; called on that loop
     */
    public void start(
            Vertx vertx,
            List<Context> contexts,
            Supplier<DeliveryFactory> deliveries,
            LegEnds ends,
            SendLease lease,
            Ticker ticker) {
        slow = new LogGate(LOG, Duration.ofMinutes(1), ticker);
        for (Context context : contexts) {
            loops.add(new DispatchLoop(
                    vertx,
                    context,
                    deliveries,
                    ends,
                    lease,
                    listener,
                    history,
                    traces,
                    holds,
                    () -> backlogs.get(),
                    ticker,
                    randoms.get()));
            batches.add(new ArrayList<>());
        }
        holds.onChange(id -> loops.get(owner(id)).held(id));
    }

    /**
     * Ends what is under way as failed, and closes all connections; after the log reader has ended, which does not hear of it any more.
     * Completes when all are closed, so that no event loop ends before what runs on it. From any thread.
     */
    public Future<Void> close() {
        return Future.join(loops.stream().map(DispatchLoop::close).toList()).mapEmpty();
    }

    /**
     * Applies a configuration: events that are read from now on are routed by it. Destinations that are gone are routed to
     * until the log can know it: or it would read past what it has skipped for them by a table without them.
     */
    public void configure(Map<String, DestinationConfig> destinations) {
        List<Future<Void>> told = new ArrayList<>();
        for (int i = 0; i < loops.size(); i++) {
            Map<String, DestinationConfig> mine = new HashMap<>();
            for (DestinationConfig destination : destinations.values()) {
                if (owner(destination.id()) == i) {
                    mine.put(destination.id(), destination);
                }
            }
            told.add(loops.get(i).configure(mine));
        }
        Map<String, Long> times = new HashMap<>();
        destinations.forEach((id, config) -> times.put(id, config.retry().ttl().toMillis()));
        ttls = times;
        Routes next = new Routes(destinations.values());
        if (replace(destinations, next)) {
            Future.all(told).onSuccess(all -> coming.set(next));
        }
    }

    /** True if destinations are gone: then {@code next} is to be swapped in when the log can know. */
    private synchronized boolean replace(Map<String, DestinationConfig> destinations, Routes next) {
        boolean gone = !destinations.keySet().containsAll(known.keySet());
        Map<String, DestinationConfig> both = new HashMap<>(known);
        both.putAll(destinations);
        routes = gone ? new Routes(both.values()) : next;
        known = destinations;
        newest = next;
        return gone;
    }

    /** Not where a newer configuration came meanwhile. */
    private synchronized void swap(Routes next) {
        routes = next == newest ? next : routes;
    }

    private int owner(String destination) {
        return Math.floorMod(destination.hashCode(), loops.size());
    }

    @Override
    public List<String> destinations(Envelope envelope) {
        return routes.destinations(envelope);
    }

    @Override
    public List<String> routed(Envelope envelope, int legs) {
        Routes current = routes;
        List<String> candidates = current.candidates(envelope);
        listener.routed(envelope.source(), candidates.size());
        if (legs == candidates.size()) {
            return List.of();
        }
        List<String> kept = current.destinations(envelope);
        List<String> unwanted =
                candidates.stream().filter(id -> !kept.contains(id)).toList();
        unwanted.forEach(id -> listener.filtered(envelope.source(), id));
        return unwanted;
    }

    @Override
    public void show(Event event, int legs) {
        Tap watching = tap;
        if (watching != null) {
            watching.routed(event, legs);
        }
    }

    @Override
    public Screened screen(Event event, String destination) {
        String source = event.envelope().source();
        try {
            if (routes.wants(event, destination)) {
                return Screened.WANTED;
            }
            listener.filtered(source, destination);
            return Screened.UNWANTED;
        } catch (JsltFailure e) {
            String reason = e.reason("filter");
            if (JsltFailure.isLimit(reason)) {
                slow(destination, e);
            }
            listener.dead(source, destination, reason);
            return Screened.faulty(reason, String.valueOf(e.getMessage()));
        }
    }

    private void slow(String destination, JsltFailure limit) {
        LogGate gate = slow;
        if (gate != null) {
            gate.warn(
                    "the filter of destination " + destination + " was ended for an event, which is a dead letter",
                    limit);
        }
    }

    @Override
    public void deduplicated(Envelope envelope) {
        listener.deduplicated(envelope.source());
    }

    @Override
    public void died(Event event, String destination, String reason) {
        listener.dead(event.envelope().source(), destination, reason);
    }

    /** Whether a destination is configured. From any thread. */
    public boolean configured(String destination) {
        return ttls.containsKey(destination);
    }

    @Override
    public boolean meet(String destination) {
        boolean configured = ttls.containsKey(destination);
        if (!configured) {
            loops.get(owner(destination)).meet(destination);
        }
        return configured;
    }

    @Override
    public long ttlMillis(String destination) {
        // Who is absent may come back with any: until it counts as removed, nothing of it is given up.
        return ttls.getOrDefault(destination, Long.MAX_VALUE);
    }

    @Override
    public void deliver(Leg leg) {
        batches.get(owner(leg.destination())).add(leg);
    }

    @Override
    public void flush() {
        Routes next = coming.getAndSet(null);
        if (next != null) {
            swap(next);
        }
        for (int i = 0; i < batches.size(); i++) {
            if (!batches.get(i).isEmpty()) {
                loops.get(i).accept(batches.set(i, new ArrayList<>()));
            }
        }
    }

    @Override
    public void recall(Set<Integer> partitions, int epoch) {
        loops.forEach(loop -> loop.recall(partitions, epoch));
    }

    /** Who is shown the events that are routed from now on; null for nobody. From any thread. */
    public void tap(@Nullable Tap watching) {
        tap = watching;
    }

    /**
     * Whom an event goes to by the configuration of now, for somebody who asks: its filters are asked, and nothing is counted.
     * From any thread.
     */
    public List<Routed> explain(Event event) {
        Routes current = routes;
        List<String> kept = current.destinations(event.envelope());
        return current.candidates(event.envelope()).stream()
                .map(id -> new Routed(id, kept.contains(id) && wanted(current, event, id)))
                .toList();
    }

    private static boolean wanted(Routes routes, Event event, String destination) {
        try {
            return routes.wants(event, destination);
        } catch (JsltFailure e) {
            return true; // Then its leg is a dead letter, which tells more.
        }
    }

    /**
     * A destination that an event's source feeds.
     *
     * @param wanted false where the event itself or the destination's filter says that it is not to get it
     */
    public record Routed(String destination, boolean wanted) {}

    /**
     * Sends an event to one destination as it would be delivered: transformed, in its format, signed, with a header that marks it.
     * However the destination stands, and outside of all that is counted, limited and retried. From any thread.
     *
     * @return null where another one is under way, or nobody configures the destination; completes on the destination's loop
     *     within its time-out and a second
     */
    public Future<@Nullable Tested> test(String id, Event event) {
        return loops.isEmpty() ? Future.succeededFuture() : loops.get(owner(id)).test(id, event);
    }

    /** The destinations of all loops, as they were within the last second. From any thread. */
    public List<DestinationGauge> gauges() {
        return loops.stream().flatMap(loop -> loop.gauges().stream()).toList();
    }

    /** Those that nobody configures and that have events waiting, likewise. */
    public List<DestinationGauge> absent() {
        return loops.stream().flatMap(loop -> loop.absent().stream()).toList();
    }

    /** One destination from near, or null where it is not known. From any thread; completes on the destination's loop. */
    public Future<@Nullable DestinationDetail> look(String id) {
        return loops.isEmpty() ? Future.succeededFuture() : loops.get(owner(id)).look(id);
    }
}
