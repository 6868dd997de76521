package dev.centrifuge.metrics.meter;

import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

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
    private volatile LongAdder @Nullable [] counts;
    private final LongAdder sum = new LongAdder();

    /** @param bounds upper bounds, inclusive, in nanoseconds, ascending; one more bucket takes what is above */
    public Buckets(long[] bounds) {
        this.bounds = bounds;
    }

    /** Made with the first record: of thousands of destinations most rest. */
    private synchronized LongAdder[] made() {
        LongAdder[] all = counts;
        if (all == null) {
            all = new LongAdder[bounds.length + 1];
            for (int i = 0; i < all.length; i++) {
                all[i] = new LongAdder();
            }
            counts = all;
        }
        return all;
    }

    /** Whether nothing was recorded yet. */
    boolean isEmpty() {
        return counts == null;
    }

    public void record(long nanos) {
        // A linear scan: a dozen bounds in one cache line or two, and most durations are in the lower half.
        int i = 0;
        while (i < bounds.length && nanos > bounds[i]) {
            i++;
        }
        LongAdder[] all = counts;
        (all == null ? made() : all)[i].increment();
        // Clocks that step back must not make a sum that Prometheus takes for a reset.
        sum.add(Math.max(0, nanos));
    }

    /** How many records fell in each bucket, the one above all bounds last; not cumulative. */
    long[] counts() {
        long[] copy = new long[bounds.length + 1];
        LongAdder[] all = counts;
        for (int i = 0; all != null && i < copy.length; i++) {
            copy[i] = all[i].sum();
        }
        return copy;
    }

    double sumSeconds() {
        return sum.sum() / NANOS;
    }
}
