package dev.centrifuge.simulation;

import dev.centrifuge.event.Event;
import dev.centrifuge.flow.Leg;
import dev.centrifuge.flow.Origin;
import dev.centrifuge.simulation.check.LegLife;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What one process has under way, seen from outside: the legs that a crash of it may double. */
final class Traffic {
    private final Map<Read, Integer> inFlight = new LinkedHashMap<>();
    private final Map<Read, Long> unrecorded = new LinkedHashMap<>();
    /** Of what was read, by the object that was read: one copy of a leg is under way beside another. */
    private final Map<Event, Origin> origins = new WeakHashMap<>();

    /** A leg as it was read: once more in another assignment, or from one of two copies of it, it is another. */
    record Read(LegLife leg, Origin origin) {}

    void handed(Leg leg) {
        origins.put(leg.event(), leg.origin());
    }

    /** A leg as the event that is sent was read. */
    Read read(LegLife leg, Event event) {
        return new Read(leg, Objects.requireNonNull(origins.get(event), leg::toString));
    }

    void sent(Read read) {
        inFlight.merge(read, 1, Integer::sum);
    }

    /** @param ran how long the process had run by then, in nanoseconds */
    void answered(Read read, long ran) {
        unrecorded.computeIfPresent(read, (same, takenAt) -> ran);
        inFlight.computeIfPresent(read, (same, times) -> times == 1 ? null : times - 1);
    }

    /** @param ran how long the process had run by then, in nanoseconds */
    void taken(Read read, long ran) {
        unrecorded.putIfAbsent(read, ran);
    }

    /** Forgets what is recorded in the log by now. */
    void recorded(Predicate<Read> settled) {
        unrecorded.keySet().removeIf(settled);
    }

    void forget(Set<Integer> partitions) {
        unrecorded.keySet().removeIf(read -> in(partitions, read));
    }

    private static boolean in(Set<Integer> partitions, Read read) {
        return partitions.contains(read.leg().event().partition());
    }

    /** What may be taken once more when these partitions go over to somebody now; twice where it is under way twice. */
    List<LegLife> exposed(Set<Integer> partitions) {
        Set<Read> exposed = new LinkedHashSet<>();
        Stream.of(inFlight, unrecorded)
                .flatMap(reads -> reads.keySet().stream())
                .filter(read -> in(partitions, read))
                .forEach(exposed::add);
        return exposed.stream().map(Read::leg).toList();
    }

    /** How long the process had run when the oldest leg was answered that is taken and not recorded yet, or {@code none}. */
    long oldestUnrecorded(long none) {
        return unrecorded.entrySet().stream()
                .filter(read -> !inFlight.containsKey(read.getKey()))
                .mapToLong(Map.Entry::getValue)
                .min()
                .orElse(none);
    }
}
