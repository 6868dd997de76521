package dev.centrifuge.tools.bench.cost;

/** Checks a rate limit over moments of arrival: in every window of length t at most rate · t + burst. Pure. */
final class Windows {
    private static final double NANOS = 1e9;

    private final long[] arrivals;

    /**
     * A window.
     *
     * @param excess what it holds above rate · t + burst; 0 and below is allowed
     * @param from its first arrival, and {@code to} its last
     */
    record Worst(double excess, long from, long to) {}

    /** @param arrivals in nanoseconds, ascending; kept */
    Windows(long[] arrivals) {
        this.arrivals = arrivals;
    }

    /** The most that arrived in any window of this length, both ends included. */
    int most(long lengthNanos) {
        int most = 0;
        int first = 0;
        for (int last = 0; last < arrivals.length; last++) {
            while (arrivals[last] - arrivals[first] > lengthNanos) {
                first++;
            }
            most = Math.max(most, last - first + 1);
        }
        return most;
    }

    /** The most that may arrive in a window of this length. */
    static double allowed(long lengthNanos, double perSecond, double burst) {
        return perSecond * lengthNanos / NANOS + burst;
    }

    /**
     * The window that holds most above what it may, of whatever length and wherever. A window may as well begin and end with
     * an arrival, so these are all.
     */
    Worst worst(double perSecond, double burst) {
        Worst worst = new Worst(Double.NEGATIVE_INFINITY, 0, 0);
        double lowest = Double.POSITIVE_INFINITY;
        long from = 0;
        for (int i = 0; i < arrivals.length; i++) {
            // What came since arrival j, itself included, less what the rate allows: level(i) - level(j) + 1.
            double level = i - perSecond * (arrivals[i] - arrivals[0]) / NANOS;
            if (level < lowest) {
                lowest = level;
                from = arrivals[i];
            }
            double excess = level - lowest + 1 - burst;
            if (excess > worst.excess) {
                worst = new Worst(excess, from, arrivals[i]);
            }
        }
        return worst;
    }
}
