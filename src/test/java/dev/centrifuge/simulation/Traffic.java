package dev.centrifuge.simulation;

import dev.centrifuge.flow.Leg;
import dev.centrifuge.flow.Origin;
import dev.centrifuge.simulation.check.LegLife;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;

/** What one process has under way, seen from outside: the legs that a crash of it may double. */
final class Traffic {
    private final Map<LegLife, Integer> inFlight = new LinkedHashMap<>();
    private final Map<LegLife, Long> unrecorded = new LinkedHashMap<>();
    private final Map<LegLife, Origin> origins = new HashMap<>();

    void handed(LegLife life, Leg leg) {
        origins.put(life, leg.origin());
    }

    void sent(LegLife leg) {
        inFlight.merge(leg, 1, Integer::sum);
    }

    void answered(LegLife leg, long now) {
        unrecorded.computeIfPresent(leg, (same, takenAt) -> now);
        inFlight.computeIfPresent(leg, (same, times) -> times == 1 ? null : times - 1);
    }

    void taken(LegLife leg, long now) {
        unrecorded.putIfAbsent(leg, now);
    }

    /** Forgets what is recorded in the log by now. */
    void recorded(BiPredicate<LegLife, Origin> settled) {
        unrecorded.keySet().removeIf(leg -> {
            Origin origin = origins.get(leg);
            boolean done = origin != null && settled.test(leg, origin);
            if (done && !inFlight.containsKey(leg)) {
                origins.remove(leg);
            }
            return done;
        });
    }

    void forget(Set<Integer> partitions) {
        unrecorded.keySet().removeIf(leg -> partitions.contains(leg.event().partition()));
    }

    /** What may be taken once more when these partitions go over to somebody now. */
    Set<LegLife> exposed(Set<Integer> partitions) {
        Set<LegLife> exposed = new LinkedHashSet<>();
        inFlight.keySet().stream()
                .filter(leg -> partitions.contains(leg.event().partition()))
                .forEach(exposed::add);
        unrecorded.keySet().stream()
                .filter(leg -> partitions.contains(leg.event().partition()))
                .forEach(exposed::add);
        return exposed;
    }

    /** When the oldest leg was answered that is taken and not recorded yet, or {@code none}. */
    long oldestUnrecorded(long none) {
        return unrecorded.entrySet().stream()
                .filter(leg -> !inFlight.containsKey(leg.getKey()))
                .mapToLong(Map.Entry::getValue)
                .min()
                .orElse(none);
    }
}
