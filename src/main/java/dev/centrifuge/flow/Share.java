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
    private final Throughput throughput = new Throughput();

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
        throughput.ended += amount;
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

    /**
     * Bytes that end in a second while something is in memory; NaN where that is not known yet. To be asked every few
     * milliseconds: what passes between two calls counts as idle where nothing is in memory at the second one, and nothing
     * ended.
     */
    double endedPerSecond(long nowNanos) {
        return throughput.look(bytes > 0, nowNanos);
    }

    boolean tookWithin(long nanos, long nowNanos) {
        return used && nowNanos - lastNanos < nanos;
    }

    /** What a destination takes, and not what was read for it: idle time does not count. */
    private static final class Throughput {
        private static final long WINDOW_NANOS = 250_000_000;

        /** Where nobody asked for so long, what ended meanwhile says nothing of how fast it did. */
        private static final long UNSEEN_NANOS = 1_000_000_000;

        long ended;
        private long endedBefore;
        private long busyNanos;
        private long lookedNanos = Long.MIN_VALUE;
        private double perSecond = Double.NaN;

        double look(boolean busy, long nowNanos) {
            if (lookedNanos == Long.MIN_VALUE || nowNanos - lookedNanos > UNSEEN_NANOS) {
                restart();
            } else if (busy || ended > endedBefore) {
                busyNanos += nowNanos - lookedNanos;
            }
            lookedNanos = nowNanos;
            endedBefore = ended;
            if (busyNanos >= WINDOW_NANOS) {
                double now = ended * 1e9 / busyNanos;
                perSecond = Double.isNaN(perSecond) ? now : (3 * perSecond + now) / 4;
                restart();
            }
            return perSecond;
        }

        private void restart() {
            busyNanos = 0;
            ended = 0;
            endedBefore = 0;
        }
    }

    private static final class Pair {
        long bytes;
        int legs;
    }
}
