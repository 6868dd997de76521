package dev.centrifuge.flow.queue;

import dev.centrifuge.flow.Leg;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What waits for one destination: a virtual queue per source, served by deficit round robin (Shreedhar and Varghese,
 * 1995), so a source with a burst delays only itself.
 *
 * <pre>
 *   flows  web ──▶ leg ─▶ leg ─▶ leg      a source with something queued; the flows form a ring, in turn
 *          app ──▶ leg
 * </pre>
 *
 * <p>A source with nothing queued has no state at all. Legs are linked to each other, so that nothing is allocated for one
 * that waits; a leg is in one queue at most. Belongs to one event loop.
 */
public final class FairQueue {
    /**
     * Bytes that a source gets per turn. Less than the largest event, so that turns are short: a source may overdraw, and
     * passes while it is in debt. A leg costs weight ÷ quantum steps round the ring, amortised.
     */
    private static final int QUANTUM = 4 * 1024;

    /** A table for more sources than this is given back when nothing waits. */
    private static final int FEW = 12;

    private Map<String, Flow> flows = new HashMap<>();
    private int most;

    /** The last of the ring: its next is the one whose turn it is. */
    private @Nullable Flow last;

    private int size;
    private long bytes;

    /** Adds a leg that waits from {@code now} on, in any one unit. */
    public void add(Leg leg, long now) {
        String source = leg.event().envelope().source();
        Flow flow = flows.get(source);
        leg.since(now);
        leg.next(null);
        if (flow == null) {
            join(new Flow(source, leg));
        } else {
            flow.tail.next(leg);
            flow.tail = leg;
            flow.bytes += leg.weight();
        }
        bytes += leg.weight();
        size++;
    }

    private void join(Flow flow) {
        flows.put(flow.source, flow);
        most = Math.max(most, flows.size());
        if (last != null) {
            flow.next = last.next;
            last.next = flow;
        }
        last = flow;
    }

    /** The next leg in turn, or null if none waits. */
    public @Nullable Leg poll() {
        return poll(Long.MAX_VALUE);
    }

    /** The next leg in turn if it weighs no more than {@code most} bytes; else it stays the next, and this is null. */
    public @Nullable Leg poll(long most) {
        Flow before = last;
        if (before == null) {
            return null;
        }
        Flow flow = before.next;
        while (flow.deficit <= 0) {
            flow.deficit += QUANTUM;
            before = flow;
            flow = flow.next;
        }
        last = before;
        Leg leg = flow.head;
        if (leg.weight() > most) {
            return null;
        }
        flow.deficit -= leg.weight();
        if (!removeHead(flow)) {
            leave(flow, before);
        }
        return leg;
    }

    /** False if that was the last of the flow, which must leave then. */
    private boolean removeHead(Flow flow) {
        Leg leg = flow.head;
        Leg behind = leg.next();
        leg.next(null);
        flow.bytes -= leg.weight();
        bytes -= leg.weight();
        size--;
        if (behind == null) {
            return false;
        }
        flow.head = behind;
        return true;
    }

    private void leave(Flow flow, Flow before) {
        flows.remove(flow.source);
        before.next = flow.next;
        if (flows.isEmpty()) {
            last = null;
        } else if (last == flow) {
            last = before;
        }
    }

    /** Removes from the head of each source's queue while {@code condition} holds, in O(sources). */
    public void removeHeads(Predicate<Leg> condition, Consumer<Leg> removed) {
        removeWhere(flow -> {
            boolean some = true;
            while (some && condition.test(flow.head)) {
                removed.accept(flow.head);
                some = removeHead(flow);
            }
            return some;
        });
    }

    /** Removes what matches, in O(n). */
    public void removeIf(Predicate<Leg> condition, Consumer<Leg> removed) {
        removeWhere(flow -> {
            Leg kept = null;
            for (Leg leg = flow.head; leg != null; ) {
                Leg behind = leg.next();
                if (condition.test(leg)) {
                    flow.bytes -= leg.weight();
                    bytes -= leg.weight();
                    size--;
                    leg.next(null);
                    removed.accept(leg);
                } else {
                    flow.keep(leg, kept);
                    kept = leg;
                }
                leg = behind;
            }
            return kept != null;
        });
    }

    /** @param action false where nothing is left of a flow */
    private void removeWhere(Predicate<Flow> action) {
        Flow before = last;
        for (int turns = flows.size(); turns > 0 && before != null; turns--) {
            Flow flow = before.next;
            if (action.test(flow)) {
                before = flow;
            } else {
                leave(flow, before);
            }
        }
    }

    /** Whether {@link #trim} would free something. */
    public boolean slack() {
        return size == 0 && most > FEW;
    }

    /** Frees what the queue holds for sources to come; only where none waits. */
    public void trim() {
        if (slack()) {
            flows = new HashMap<>();
            most = 0;
        }
    }

    /** Since when the oldest leg of {@code source} waits; {@code never} if none does. */
    public long since(String source, long never) {
        Flow flow = flows.get(source);
        return flow == null ? never : flow.head.since();
    }

    /** The bytes that wait of one source. */
    public long bytes(String source) {
        Flow flow = flows.get(source);
        return flow == null ? 0 : flow.bytes;
    }

    public long bytes() {
        return bytes;
    }

    /** When the oldest of the waiting was received, in milliseconds since the epoch; {@code unknown} if none waits. */
    public long oldestReceivedAt(long unknown) {
        long oldest = unknown;
        for (Flow flow : flows.values()) {
            oldest = Math.min(oldest, flow.head.event().envelope().liveSince());
        }
        return oldest;
    }

    public int size() {
        return size;
    }

    private static final class Flow {
        final String source;
        Flow next = this;
        Leg head;
        Leg tail;
        int deficit = QUANTUM;
        long bytes;

        Flow(String source, Leg first) {
            this.source = source;
            this.head = first;
            this.tail = first;
            this.bytes = first.weight();
        }

        /** {@code leg} stays, as the one behind {@code kept}, or as the first. */
        void keep(Leg leg, @Nullable Leg kept) {
            if (kept == null) {
                head = leg;
            } else {
                kept.next(leg);
            }
            leg.next(null);
            tail = leg;
        }
    }
}
