package dev.centrifuge.flow.queue;

import dev.centrifuge.flow.Leg;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What waits for one destination: a virtual queue per source, served by deficit round robin (Shreedhar and Varghese,
 * 1995), so a source with a burst delays only itself. Holds state only for sources with something queued. Belongs to one
 * event loop.
 */
public final class FairQueue {
    /** Bytes a source may send per turn: more than the largest event, as DRR needs for O(1). */
    private static final int QUANTUM = 64 * 1024;

    private final Map<String, Flow> flows = new HashMap<>();
    private final ArrayDeque<Flow> turns = new ArrayDeque<>();
    private int legs;
    private long bytes;

    public void add(Leg leg) {
        String source = leg.event().envelope().source();
        Flow flow = flows.get(source);
        if (flow == null) {
            flow = new Flow(source);
            flows.put(source, flow);
            turns.add(flow);
        }
        flow.waiting.add(leg);
        legs++;
        bytes += leg.event().weight();
    }

    public @Nullable Leg poll() {
        Flow flow = turns.peek();
        if (flow == null) {
            return null;
        }
        Leg leg = flow.waiting.remove();
        legs--;
        bytes -= leg.event().weight();
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

    /** Removes what matches, in O(n). */
    public void removeIf(Predicate<Leg> condition) {
        turns.removeIf(flow -> {
            int before = flow.waiting.size();
            flow.waiting.removeIf(leg -> condition.test(leg) && left(leg));
            legs -= before - flow.waiting.size();
            boolean empty = flow.waiting.isEmpty();
            if (empty) {
                flows.remove(flow.source);
            }
            return empty;
        });
    }

    private boolean left(Leg leg) {
        bytes -= leg.event().weight();
        return true;
    }

    public long bytes() {
        return bytes;
    }

    /** When the oldest of the waiting was received, in milliseconds since the epoch; {@code unknown} if none waits. */
    public long oldestReceivedAt(long unknown) {
        long oldest = unknown;
        for (Flow flow : turns) {
            oldest = Math.min(oldest, flow.waiting.element().event().envelope().receivedAt());
        }
        return oldest;
    }

    public int size() {
        return legs;
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
