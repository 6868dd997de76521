package dev.centrifuge.tools.bench.cost.measure;

/** Checks a rate limit over moments of arrival: in every window of length t at most rate · t + burst. Pure. */
public final class Windows {
    private static final double NANOS = 1e9;

    private final long[] earliest;
    private final long[] seen;

    /**
     * A window.
     *
     * @param excess what it holds above rate · t + burst; 0 and below is allowed
     * @param from its first arrival, and {@code to} its last
     */
    public record Worst(double excess, long from, long to) {}

    /**
     * Both in nanoseconds, ascending, and kept.
     *
     * @param earliest the moments before which the requests cannot have come
     * @param seen the moments at which they were seen, which may be later than they came
     */
    Windows(long[] earliest, long[] seen) {
        this.earliest = earliest;
        this.seen = seen;
    }

    /** The most that was seen in any window of this length, both ends included. */
    public int most(long lengthNanos) {
        int most = 0;
        int first = 0;
        for (int last = 0; last < seen.length; last++) {
            while (seen[last] - seen[first] > lengthNanos) {
                first++;
            }
            most = Math.max(most, last - first + 1);
        }
        return most;
    }

    /** The most that may arrive in a window of this length. */
    public static double allowed(long lengthNanos, double perSecond, double burst) {
        return perSecond * lengthNanos / NANOS + burst;
    }

    /**
     * The window that holds most above what it may, of whatever length and wherever, by what was seen. A window may as well
     * begin and end with an arrival, so these are all.
     */
    public Worst worst(double perSecond, double burst) {
        return worst(seen, perSecond, burst);
    }

    /** The same where each window is as long as it can have been: an excess here is none of the observer's lateness. */
    public Worst worstBeyondDoubt(double perSecond, double burst) {
        return worst(earliest, perSecond, burst);
    }

    private Worst worst(long[] begins, double perSecond, double burst) {
        Worst worst = new Worst(Double.NEGATIVE_INFINITY, 0, 0);
        double lowest = Double.POSITIVE_INFINITY;
        long from = 0;
        for (int i = 0; i < seen.length; i++) {
            // Of window j to i: i - j + 1 arrivals, less rate · (its end - its begin), less burst.
            double begin = i - perSecond * (begins[i] - begins[0]) / NANOS;
            if (begin < lowest) {
                lowest = begin;
                from = begins[i];
            }
            double end = i - perSecond * (seen[i] - begins[0]) / NANOS;
            double excess = end - lowest + 1 - burst;
            if (excess > worst.excess) {
                worst = new Worst(excess, from, seen[i]);
            }
        }
        return worst;
    }
}
