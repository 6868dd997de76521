package dev.centrifuge.metrics.meter;

import java.util.concurrent.atomic.LongAdder;

/**
 * A histogram of durations with fixed bounds. Thread-safe; recording takes no lock and allocates nothing.
 *
 * <p>Why not the registry's own: Micrometer's Timer costs several times as much per record, and the Prometheus client's
 * Histogram makes recording threads wait on a lock while a scrape copies it. Event loops must do neither; the price is
 * that a scrape may see a record's bucket before its sum. {@code MetersBench} in the test sources measures all three.
 */
public final class Buckets {
    private static final double NANOS = 1e9;

    private final long[] bounds;
    private final LongAdder[] counts;
    private final LongAdder sum = new LongAdder();

    /** @param bounds upper bounds, inclusive, in nanoseconds, ascending; one more bucket takes what is above */
    public Buckets(long[] bounds) {
        this.bounds = bounds;
        this.counts = new LongAdder[bounds.length + 1];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = new LongAdder();
        }
    }

    public void record(long nanos) {
        // A linear scan: a dozen bounds in one cache line or two, and most durations are in the lower half.
        int i = 0;
        while (i < bounds.length && nanos > bounds[i]) {
            i++;
        }
        counts[i].increment();
        // Clocks that step back must not make a sum that Prometheus takes for a reset.
        sum.add(Math.max(0, nanos));
    }

    /** How many records fell in each bucket, the one above all bounds last; not cumulative. */
    long[] counts() {
        long[] copy = new long[counts.length];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = counts[i].sum();
        }
        return copy;
    }

    double sumSeconds() {
        return sum.sum() / NANOS;
    }
}
