package dev.centrifuge.flow.limit;

/**
 * What is usual of a figure that is measured once per window: its exponentially weighted mean and variance (Finch,
 * "Incremental calculation of weighted mean and variance", 2009; the weight is Vector's, 0.4).
 */
final class Baseline {
    private static final double ALPHA = 0.4;
    private static final double DEVIATIONS = 2.5;

    private double mean;
    private double variance;
    private boolean known;

    boolean known() {
        return known;
    }

    double mean() {
        return mean;
    }

    void add(double value) {
        if (!known) {
            known = true;
            mean = value;
            return;
        }
        double difference = value - mean;
        double step = ALPHA * difference;
        mean += step;
        variance = (1 - ALPHA) * (variance + difference * step);
    }

    /** Whether {@code value} is above the mean by 2.5 standard deviations and by {@code least}, below which is noise. */
    boolean exceededBy(double value, double least) {
        return known && value - mean >= Math.max(DEVIATIONS * Math.sqrt(variance), least);
    }

    void forget() {
        known = false;
        mean = 0;
        variance = 0;
    }
}
