package dev.centrifuge.flow;

import java.util.HashMap;
import java.util.Map;

/**
 * What one destination, and each source within it, holds of the node's memory. A pair costs nothing while it has nothing in
 * memory. Belongs to the log thread.
 */
public final class Share {
    private final Map<String, Pair> pairs = new HashMap<>();
    private long bytes;
    private long lastNanos;
    private long changedNanos;
    private String lastSource = "";
    private boolean used;
    private boolean shared;
    private boolean released;
    private boolean ended;
    private long endedNanos;

    Share() {}

    void charge(String source, int amount, long nowNanos) {
        bytes += amount;
        if (released) {
            released = false;
            ended = true;
            endedNanos = nowNanos;
        }
        if (used && !source.equals(lastSource)) {
            changedNanos = nowNanos;
            shared = true;
        }
        lastSource = source;
        lastNanos = nowNanos;
        used = true;
        Pair pair = pairs.get(source);
        if (pair == null) {
            pair = new Pair();
            pairs.put(source, pair);
        }
        pair.bytes += amount;
        pair.legs++;
    }

    void release(String source, int amount) {
        bytes -= amount;
        released = true;
        Pair pair = pairs.get(source);
        if (pair != null) {
            pair.bytes -= amount;
            if (--pair.legs == 0) {
                pairs.remove(source);
            }
        }
    }

    /** In memory for the destination. */
    public long bytes() {
        return bytes;
    }

    /** In memory for one source of it. */
    public long bytes(String source) {
        Pair pair = pairs.get(source);
        return pair == null ? 0 : pair.bytes;
    }

    /** Whether several sources sent it events within so long. */
    boolean sharedWithin(long nanos, long nowNanos) {
        return shared && nowNanos - changedNanos < nanos;
    }

    /** Whether a leg of it has ended within so long, as far as was seen when the next one was charged. */
    boolean endedWithin(long nanos, long nowNanos) {
        return released || (ended && nowNanos - endedNanos < nanos);
    }

    boolean tookWithin(long nanos, long nowNanos) {
        return used && nowNanos - lastNanos < nanos;
    }

    private static final class Pair {
        long bytes;
        int legs;
    }
}
