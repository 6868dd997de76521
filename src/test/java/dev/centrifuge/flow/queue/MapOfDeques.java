package dev.centrifuge.flow.queue;

import dev.centrifuge.flow.Leg;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;

/** What {@link FairQueue} was before, as {@link QueueBenchmark}'s baseline: an {@link ArrayDeque} for each source. */
final class MapOfDeques {
    private static final int QUANTUM = 4 * 1024;

    private final Map<String, Flow> flows = new HashMap<>();
    private final ArrayDeque<Flow> turns = new ArrayDeque<>();

    void add(Leg leg) {
        String source = leg.event().envelope().source();
        Flow flow = flows.get(source);
        if (flow == null) {
            flow = new Flow(source);
            flows.put(source, flow);
            turns.add(flow);
        }
        flow.waiting.add(leg);
    }

    Leg poll() {
        Flow flow = turns.peek();
        if (flow == null) {
            return null;
        }
        Leg leg = flow.waiting.remove();
        flow.deficit -= leg.event().weight();
        if (flow.waiting.isEmpty()) {
            turns.remove();
            flows.remove(flow.source);
        } else if (flow.deficit <= 0) {
            flow.deficit += QUANTUM;
            turns.add(turns.remove());
        }
        return leg;
    }

    private static final class Flow {
        final String source;
        final ArrayDeque<Leg> waiting = new ArrayDeque<>();
        int deficit = QUANTUM;

        Flow(String source) {
            this.source = source;
        }
    }
}
