package dev.centrifuge.tools.bench.cost.measure;

import java.util.Arrays;

/** When a thread was seen alive, the last thousand times. Thread-safe. */
public final class Pulse {
    private static final int KEPT = 1 << 10;

    private final long everyNanos;
    private final long[] beats = new long[KEPT];
    private int count;
    private long worst;

    /** @param everyMillis how often it is meant to beat */
    Pulse(long everyMillis, long now) {
        this.everyNanos = everyMillis * 1_000_000;
        Arrays.fill(beats, now);
    }

    synchronized void beat(long now) {
        worst = Math.max(worst, now - beats[count & (KEPT - 1)] - everyNanos);
        beats[++count & (KEPT - 1)] = now;
    }

    /**
     * The last beat but one of those until {@code moment}; the oldest that is known where all are later. The one before the
     * last, since of what has gathered while a thread was away its timers may come first.
     */
    synchronized long secondBefore(long moment) {
        for (int back = 0; back < KEPT - 1; back++) {
            if (beats[(count - back) & (KEPT - 1)] - moment <= 0) {
                return beats[(count - back - 1) & (KEPT - 1)];
            }
        }
        return beats[(count + 1) & (KEPT - 1)];
    }

    /** The longest that it was late. */
    synchronized long worstNanos() {
        return worst;
    }
}
