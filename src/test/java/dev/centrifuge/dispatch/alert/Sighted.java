package dev.centrifuge.dispatch.alert;

import dev.centrifuge.dispatch.DestinationGauge;
import dev.centrifuge.dispatch.traffic.DestinationState;
import dev.centrifuge.dispatch.traffic.Latency;
import dev.centrifuge.dispatch.traffic.Sample;
import dev.centrifuge.dispatch.traffic.Trouble;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** How destinations do, as a test says it. */
final class Sighted {
    private final Map<String, DestinationGauge> gauges = new TreeMap<>();
    private final Map<String, DeadTally.Dead> dead = new HashMap<>();

    /** Without a backlog. */
    Sighted is(String id, DestinationState state) {
        return is(id, state, 0);
    }

    /** @param oldestAt when the oldest event that waits was received; 0 where none does */
    Sighted is(String id, DestinationState state, long oldestAt) {
        boolean bad = Set.of(DestinationState.DOWN, DestinationState.GONE).contains(state);
        Trouble trouble = bad ? new Trouble("http_503", 503, 1) : null;
        int backlog = oldestAt == 0 ? 0 : 7;
        Sample sample = new Sample(state, 0, trouble, 0, 0, Latency.NONE, backlog, oldestAt);
        gauges.put(id, new DestinationGauge(id, 0, backlog, 0, 0, sample));
        return this;
    }

    Sighted isAway(String id) {
        gauges.remove(id);
        return this;
    }

    Sighted hasDead(String id, long count, String reason, long at) {
        dead.merge(id, new DeadTally.Dead(count, reason, at), DeadTally.Dead::and);
        return this;
    }

    List<DestinationGauge> gauges() {
        return List.copyOf(gauges.values());
    }

    Map<String, DeadTally.Dead> takeDead() {
        Map<String, DeadTally.Dead> taken = Map.copyOf(dead);
        dead.clear();
        return taken;
    }
}
