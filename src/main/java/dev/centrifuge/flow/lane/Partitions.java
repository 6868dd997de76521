package dev.centrifuge.flow.lane;

import dev.centrifuge.flow.Leg;
import dev.centrifuge.flow.Origin;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The lanes of a node: those of the partitions that it reads now. Belongs to the log thread. */
final class Partitions {
    private final Map<String, Map<Integer, Lane>> byTopic = new HashMap<>();
    private final List<Lane> all = new ArrayList<>();

    void add(Lane lane) {
        byTopic.computeIfAbsent(lane.topic(), t -> new HashMap<>()).put(lane.partition(), lane);
        all.add(lane);
    }

    void remove(Lane lane) {
        byTopic.getOrDefault(lane.topic(), Map.of()).remove(lane.partition());
        all.remove(lane);
    }

    @Nullable
    Lane get(String topic, int partition) {
        Map<Integer, Lane> lanes = byTopic.get(topic);
        return lanes == null ? null : lanes.get(partition);
    }

    List<Lane> all() {
        return all;
    }

    /** The lane that a leg was read from, or null where it has gone to another owner since. */
    @Nullable
    Lane owned(Leg leg) {
        if (leg.home() instanceof Pairs.Pair pair) {
            return pair.lane.gone ? null : pair.lane;
        }
        Origin origin = leg.origin();
        Lane lane = get(origin.topic(), origin.partition());
        return lane != null && lane.epoch() == origin.epoch() ? lane : null;
    }

    /** The lane that a leg was read from, or null where its record is no more, or another owner's. */
    @Nullable
    Lane current(Leg leg) {
        Lane lane = owned(leg);
        return lane != null && lane.bounds.have(leg.origin()) ? lane : null;
    }
}
