package dev.centrifuge.simulation;

import dev.centrifuge.flow.Delay;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The topics that a gateway reads, and what {@code state} says of each. */
final class SimLog {
    static final String EVENTS = "events";

    private final int partitions;
    private final Map<String, List<SimPartition>> topics = new LinkedHashMap<>();
    private int cuts;
    private final Map<String, List<SimState>> states = new LinkedHashMap<>();

    SimLog(int partitions) {
        this.partitions = partitions;
        add(EVENTS);
        for (Delay delay : Delay.values()) {
            add(retry(delay));
        }
    }

    private void add(String topic) {
        List<SimPartition> records = new ArrayList<>();
        List<SimState> state = new ArrayList<>();
        for (int i = 0; i < partitions; i++) {
            records.add(new SimPartition());
            state.add(new SimState());
        }
        topics.put(topic, records);
        states.put(topic, state);
    }

    static String retry(Delay delay) {
        return "retry." + delay.label();
    }

    void cut(int partition, long end) {
        partition(EVENTS, partition).cut(end, ++cuts);
    }

    /** How often some partition lost its end. */
    int cuts() {
        return cuts;
    }

    int partitions() {
        return partitions;
    }

    Set<String> topics() {
        return topics.keySet();
    }

    SimPartition partition(String topic, int partition) {
        return topics.get(topic).get(partition);
    }

    SimState state(String topic, int partition) {
        return states.get(topic).get(partition);
    }
}
