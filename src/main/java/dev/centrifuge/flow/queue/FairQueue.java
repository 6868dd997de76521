package dev.centrifuge.flow.queue;

import dev.centrifuge.flow.Leg;
import java.util.Arrays;
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
 *   flows  web ──▶ head ─▶ ○ ─▶ ○ ─▶ tail      a source with something queued; the flows form a ring, in turn
 *          app ──▶ head ─▶ tail
 *   slots  [leg | weight | since | next] …                  one pool for all of them, as four arrays
 * </pre>
 *
 * <p>A source with nothing queued has no state at all. A leg costs 16 bytes while it waits and allocates nothing. What a
 * burst made the pool grow to stays until {@link #trim}. Belongs to one event loop.
 */
public final class FairQueue {
    /**
     * Bytes that a source gets per turn. Less than the largest event, so that turns are short: a source may overdraw, and
     * passes while it is in debt. A leg costs weight ÷ quantum steps round the ring, amortised.
     */
    private static final int QUANTUM = 4 * 1024;

    private static final int FEWEST_SLOTS = 8;
    private static final int NONE = -1;

    private Map<String, Flow> flows = new HashMap<>();

    /** The last of the ring: its next is the one whose turn it is. */
    private @Nullable Flow last;

    private @Nullable Leg[] legs = new Leg[0];
    private int[] weights = new int[0];
    private long[] since = new long[0];
    private int[] next = new int[0];
    private int free = NONE;
    private int size;
    private long bytes;

    /** Adds a leg that waits from {@code now} on, in any one unit. */
    public void add(Leg leg, long now) {
        append(flows.computeIfAbsent(leg.event().envelope().source(), this::join), leg, now);
    }

    private void append(Flow flow, Leg leg, long now) {
        int weight = leg.event().weight();
        int slot = takeSlot(leg, weight, now);
        if (flow.head == NONE) {
            flow.head = slot;
        } else {
            next[flow.tail] = slot;
        }
        flow.tail = slot;
        flow.bytes += weight;
        bytes += weight;
        size++;
    }

    private Flow join(String source) {
        Flow flow = new Flow(source);
        if (last == null) {
            flow.next = flow;
        } else {
            flow.next = last.next;
            last.next = flow;
        }
        last = flow;
        return flow;
    }

    /** The next leg in turn, or null if none waits. */
    public @Nullable Leg poll() {
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
        return take(flow, before);
    }

    private Leg take(Flow flow, Flow before) {
        flow.deficit -= weights[flow.head];
        Leg leg = removeHead(flow);
        if (flow.head == NONE) {
            leave(flow, before);
        }
        return leg;
    }

    private Leg removeHead(Flow flow) {
        int slot = flow.head;
        Leg leg = leg(slot);
        flow.head = next[slot];
        flow.bytes -= weights[slot];
        bytes -= weights[slot];
        size--;
        giveSlot(slot);
        return leg;
    }

    private void leave(Flow flow, Flow before) {
        flows.remove(flow.source);
        before.next = flow.next;
        if (last == flow) {
            last = before;
        }
        if (flows.isEmpty()) {
            last = null;
        }
    }

    /** Removes from the head of each source's queue while {@code condition} holds, in O(sources). */
    public void removeHeads(Predicate<Leg> condition, Consumer<Leg> removed) {
        removeWhere(flow -> {
            while (flow.head != NONE && condition.test(leg(flow.head))) {
                removed.accept(removeHead(flow));
            }
        });
    }

    /** Removes what matches, in O(n). */
    public void removeIf(Predicate<Leg> condition, Consumer<Leg> removed) {
        removeWhere(flow -> {
            int count = 0;
            for (int slot = flow.head; slot != NONE; slot = next[slot]) {
                count++;
            }
            // Each leg once through the queue: those that stay are put back behind.
            for (; count > 0; count--) {
                long waited = since[flow.head];
                Leg leg = removeHead(flow);
                if (condition.test(leg)) {
                    removed.accept(leg);
                } else {
                    append(flow, leg, waited);
                }
            }
        });
    }

    private void removeWhere(Consumer<Flow> action) {
        Flow before = last;
        for (int turns = flows.size(); turns > 0 && before != null; turns--) {
            Flow flow = before.next;
            action.accept(flow);
            if (flow.head == NONE) {
                leave(flow, before);
            } else {
                before = flow;
            }
        }
    }

    private int takeSlot(Leg leg, int weight, long now) {
        if (free == NONE) {
            grow();
        }
        int slot = free;
        free = next[slot];
        legs[slot] = leg;
        weights[slot] = weight;
        since[slot] = now;
        next[slot] = NONE;
        return slot;
    }

    private void giveSlot(int slot) {
        legs[slot] = null;
        next[slot] = free;
        free = slot;
    }

    private void grow() {
        int from = legs.length;
        int to = Math.max(FEWEST_SLOTS, from + (from >> 1));
        legs = Arrays.copyOf(legs, to);
        weights = Arrays.copyOf(weights, to);
        since = Arrays.copyOf(since, to);
        next = Arrays.copyOf(next, to);
        for (int slot = to - 1; slot >= from; slot--) {
            giveSlot(slot);
        }
    }

    /** Whether {@link #trim} would free something. */
    public boolean slack() {
        return size == 0 && legs.length > 0;
    }

    /** Frees what the queue holds for legs to come; only where none waits. */
    public void trim() {
        if (slack()) {
            flows = new HashMap<>();
            legs = new Leg[0];
            weights = new int[0];
            since = new long[0];
            next = new int[0];
            free = NONE;
        }
    }

    private Leg leg(int slot) {
        Leg leg = legs[slot];
        if (leg == null) {
            throw new IllegalStateException("slot " + slot + " is free");
        }
        return leg;
    }

    /** Since when the oldest leg of {@code source} waits; {@code never} if none does. */
    public long since(String source, long never) {
        Flow flow = flows.get(source);
        return flow == null ? never : since[flow.head];
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
            oldest = Math.min(oldest, leg(flow.head).event().envelope().receivedAt());
        }
        return oldest;
    }

    public int size() {
        return size;
    }

    private static final class Flow {
        final String source;
        Flow next = this;
        int head = NONE;
        int tail = NONE;
        int deficit = QUANTUM;
        long bytes;

        Flow(String source) {
            this.source = source;
        }
    }
}
