package dev.centrifuge.tools.bench.show;

import java.util.Arrays;

/** What the tables compute. Pure. */
final class Figures {
    private Figures() {}

    /**
     * Jain's index of fairness (Jain, Chiu, Hawe 1984): (Σx)² / (n·Σx²), from 1/n where one has all, to 1 where all have
     * the same. {@link Double#NaN} where there is nothing to share.
     *
     * @param shares at least one, none negative
     */
    static double jain(double... shares) {
        double sum = Arrays.stream(shares).sum();
        double squares = Arrays.stream(shares).map(x -> x * x).sum();
        return squares == 0 ? Double.NaN : sum * sum / (shares.length * squares);
    }

    /**
     * Seconds until a backlog is gone, when it drains at the destination's rate while events go on coming in;
     * {@link Double#POSITIVE_INFINITY} where that never happens.
     *
     * @param limit and {@code inflow}: events a second
     */
    static double idealDrain(long backlog, double limit, double inflow) {
        if (backlog <= 0) {
            return 0;
        }
        return limit <= inflow ? Double.POSITIVE_INFINITY : backlog / (limit - inflow);
    }

    /** The median of the ratios of neighbours: what drifts slowly is in both sides of each. */
    static double medianRatio(double[] subject, double[] baseline) {
        double[] ratios = new double[subject.length];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = subject[i] / baseline[i];
        }
        return median(ratios);
    }

    static double median(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /**
     * When a rate was first reached: the end of the first second, at any tenth, in which so much came.
     *
     * @param tenths how much came in each tenth of a second
     * @param from the first tenth of interest
     * @param perSecond what counts as reached
     * @return seconds from {@code from}; {@link Double#NaN} where it never was
     */
    static double timeToRate(long[] tenths, int from, double perSecond) {
        long inSecond = 0;
        for (int i = from; i < tenths.length; i++) {
            inSecond += tenths[i] - (i - 10 >= from ? tenths[i - 10] : 0);
            if (inSecond >= perSecond && i - from >= 9) {
                return (i + 1 - from) / 10.0;
            }
        }
        return Double.NaN;
    }
}
