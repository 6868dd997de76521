package dev.centrifuge.metrics;

import dev.centrifuge.delivery.Answer;
import dev.centrifuge.dispatch.DispatchListener;
import dev.centrifuge.metrics.DestinationMeters.Pair;
import dev.centrifuge.metrics.meter.Buckets;
import dev.centrifuge.metrics.meter.Durations;
import dev.centrifuge.metrics.meter.Families;
import dev.centrifuge.metrics.meter.Table;
import dev.centrifuge.metrics.meter.Words;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts what becomes of legs. Thread-safe: look-ups in tables, then adders; nothing is allocated for a pair seen before.
 *
 * <p>A pair gets its series with its first leg: most pairs of thousands of sources and destinations never have one. At
 * most {@value #MAX_PAIRS} pairs have series of their own (about 600 bytes each, and a page of a few MB); the legs of
 * later ones count with the source {@code _other}, so that sums per destination stay right.
 */
final class DispatchMeters implements DispatchListener {
    static final int MAX_PAIRS = 10_000;

    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final String[] CLASSES = {Words.OTHER, "1xx", "2xx", "3xx", "4xx", "5xx"};

    private final Counter delivered;
    private final Counter retried;
    private final Counter deferred;
    private final Counter dead;
    private final Counter routed;
    private final Counter filtered;
    private final Counter deduplicated;
    private final Durations attempts;
    private final Buckets age;
    private final AtomicInteger pairs = new AtomicInteger();
    private final Table<Events> sources;
    private final Table<DestinationMeters> destinations;

    private record Events(CounterDataPoint legs, CounterDataPoint deduplicated) {}

    DispatchMeters(PrometheusRegistry registry) {
        String s = "source";
        String d = "destination";
        delivered = Families.counter(registry, "deliveries", "Legs delivered, by class of answer", s, d, "status");
        retried = Families.counter(registry, "retries", "Failed attempts that will be tried again", s, d, "status");
        deferred = Families.counter(registry, "deferred", "Legs copied to a delay topic", s, d, "delay");
        dead = Families.counter(registry, "dead", "Legs that ended in the dead-letter topic", s, d, "reason");
        routed = Families.counter(
                registry, "legs_routed", "Legs that events had, for each destination that their source feeds", s);
        filtered = Families.counter(
                registry, "legs_filtered", "Legs that a destination did not get by its or the event's wish", s, d);
        deduplicated = Families.counter(
                registry, "deduplicated", "Events that were suppressed as duplicates of earlier ones", s);
        attempts = Families.durations(
                registry,
                "attempt_duration_seconds",
                "From the start of an attempt to the last byte of its answer",
                d,
                Durations.REQUEST);
        age = Families.durations(
                        registry, "delivery_age_seconds", "From receipt of an event to its delivery", "", Durations.AGE)
                .of("");
        sources = new Table<>(id -> new Events(routed.labelValues(id), deduplicated.labelValues(id)));
        destinations = new Table<>(id -> new DestinationMeters(id, attempts.of(id)));
    }

    @Override
    public void delivered(String source, String destination, Answer answer, long ageMillis) {
        DestinationMeters to = destinations.of(destination);
        pair(source, to).delivered().add(status(answer), 1);
        to.attempts().record(answer.latencyNanos());
        age.record(ageMillis * NANOS_PER_MILLI);
    }

    @Override
    public void retried(String source, String destination, Answer answer) {
        DestinationMeters to = destinations.of(destination);
        pair(source, to).retried().add(status(answer), 1);
        to.attempts().record(answer.latencyNanos());
    }

    @Override
    public void deferred(String source, String destination, String delay) {
        pair(source, destinations.of(destination)).deferred().add(delay, 1);
    }

    @Override
    public void dead(String source, String destination, String reason) {
        pair(source, destinations.of(destination)).dead().add(reason, 1);
    }

    @Override
    public void routed(String source, int legs) {
        sources.of(source).legs.inc((long) legs);
    }

    @Override
    public void filtered(String source, String destination) {
        pair(source, destinations.of(destination)).filtered().inc();
    }

    @Override
    public void deduplicated(String source) {
        sources.of(source).deduplicated.inc();
    }

    void configure(Set<String> sourceIds, Set<String> destinationIds) {
        sources.configure(sourceIds);
        destinations.configure(destinationIds);
        attempts.retain(destinationIds);
        int kept = 0;
        for (DestinationMeters destination : destinations.configured()) {
            destination.retain(sourceIds);
            kept += destination.pairs().size();
        }
        pairs.set(kept);
        Families.retain(sourceIds, 0, delivered, retried, deferred, dead, routed, filtered, deduplicated);
        Families.retain(destinationIds, 1, delivered, retried, deferred, dead, filtered);
    }

    private Pair pair(String source, DestinationMeters to) {
        Pair pair = to.pairs().get(source);
        return pair == null ? newPair(source, to) : pair;
    }

    // A race between threads may pass the cap by a few pairs: it bounds memory, it is not a promise.
    private Pair newPair(String source, DestinationMeters to) {
        String known = sources.has(source) ? source : Families.UNKNOWN;
        String id = known.isEmpty() || pairs.get() < MAX_PAIRS ? known : Families.OVERFLOW;
        return to.pairs().computeIfAbsent(id, from -> {
            pairs.incrementAndGet();
            return new Pair(
                    new Words(status -> delivered.labelValues(from, to.id(), status)),
                    new Words(status -> retried.labelValues(from, to.id(), status)),
                    new Words(delay -> deferred.labelValues(from, to.id(), delay)),
                    new Words(reason -> dead.labelValues(from, to.id(), reason)),
                    filtered.labelValues(from, to.id()));
        });
    }

    /** The class of a status; where no answer came, the cause, which is from a small fixed set. */
    private static String status(Answer answer) {
        int hundreds = answer.status() / 100;
        if (hundreds == 0) {
            return answer.cause();
        }
        return hundreds < CLASSES.length && hundreds > 0 ? CLASSES[hundreds] : Words.OTHER;
    }
}
