package dev.centrifuge.tools.bench.cost;

/** Checks a rate limit over moments of arrival: in every window of length t at most rate · t + burst. Pure. */
final class Windows {
    private static final double NANOS = 1e9;

    private final long[] arrivals;

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
     * By how much the worst of all windows, of whatever length and wherever, exceeds what it may hold; negative where none
     * does. A window may as well begin and end with an arrival, so these are all.
     */
    double worstExcess(double perSecond, double burst) {
        double worst = Double.NEGATIVE_INFINITY;
        double lowest = Double.POSITIVE_INFINITY;
        for (int i = 0; i < arrivals.length; i++) {
            // What came since arrival j, itself included, less what the rate allows: level(i) - level(j) + 1.
            double level = i - perSecond * (arrivals[i] - arrivals[0]) / NANOS;
            lowest = Math.min(lowest, level);
            worst = Math.max(worst, level - lowest + 1 - burst);
        }
        return worst;
    }
}
