package dev.centrifuge.dispatch.traffic;

import java.util.Arrays;

/**
 * Attempts of the last minute, in six windows of ten seconds each: how many failed, and how long they took, in buckets that are
 * a fifth wider than the one before. About 3 KB; what it tells is off by a tenth at most.
 */
final class Minute {
    private static final int WINDOWS = 6;
    private static final long WINDOW_NANOS = 10_000_000_000L;

    /** From 100 µs on; the last bucket begins at 20 minutes, above the longest time-out. */
    private static final double LEAST_NANOS = 100_000;

    private static final double WIDER = 1.2;
    private static final int BUCKETS = 90;

    private final int[][] buckets = new int[WINDOWS][BUCKETS];
    private final int[] failed = new int[WINDOWS];
    private long window;

    Minute(long now) {
        this.window = now / WINDOW_NANOS;
    }

    void add(boolean failure, long latencyNanos, long now) {
        move(now);
        int current = (int) Math.floorMod(window, (long) WINDOWS);
        buckets[current][bucket(latencyNanos)]++;
        failed[current] += failure ? 1 : 0;
    }

    private void move(long now) {
        long to = Math.floorDiv(now, WINDOW_NANOS);
        for (long next = Math.max(window + 1, to - WINDOWS + 1); next <= to; next++) {
            int index = (int) Math.floorMod(next, (long) WINDOWS);
            Arrays.fill(buckets[index], 0);
            failed[index] = 0;
        }
        window = Math.max(window, to);
    }

    private static int bucket(long nanos) {
        double steps = Math.log(Math.max(LEAST_NANOS, (double) nanos) / LEAST_NANOS) / Math.log(WIDER);
        return (int) Math.min(BUCKETS - 1, steps);
    }

    /** What the attempts of the last minute come to; {@link Latency#NONE} where there were none. */
    Latency sum(long now) {
        move(now);
        int[] all = new int[BUCKETS];
        int failures = 0;
        for (int i = 0; i < WINDOWS; i++) {
            failures += failed[i];
            for (int j = 0; j < BUCKETS; j++) {
                all[j] += buckets[i][j];
            }
        }
        int attempts = Arrays.stream(all).sum();
        return attempts == 0
                ? Latency.NONE
                : new Latency(
                        attempts, (double) failures / attempts, at(all, attempts * 0.5), at(all, attempts * 0.99));
    }

    /** The middle of the bucket that holds the attempt of that rank, in milliseconds. */
    private static double at(int[] all, double rank) {
        int sum = 0;
        int bucket = -1;
        while (sum < rank) {
            sum += all[++bucket];
        }
        return LEAST_NANOS * Math.pow(WIDER, bucket + 0.5) / 1e6;
    }
}
