package dev.centrifuge.tools.bench.show;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * Rounds of two kinds that alternate: without what is looked at, and with it. What drifts slowly is in both.
 *
 * @param <R> what a round came to
 */
final class Alternating<R> {
    private final List<R> without = new ArrayList<>();
    private final List<R> with = new ArrayList<>();

    void without(R round) {
        without.add(round);
    }

    void with(R round) {
        with.add(round);
    }

    /** The median of the rounds with it. */
    double median(ToDoubleFunction<R> figure) {
        return Figures.median(of(with, figure));
    }

    /** Puts down both medians, and the median of the ratios. */
    void ratio(Marks marks, String what, ToDoubleFunction<R> figure, Marks.Keep keep, double mark) {
        double[] measured = of(with, figure);
        double[] baseline = of(without, figure);
        double ratio = Figures.medianRatio(measured, baseline);
        marks.ratio(what, Figures.median(measured), Figures.median(baseline), ratio, keep, mark);
    }

    /** Puts down what no round may have. */
    void losses(Marks marks, ToLongFunction<R> lost, ToLongFunction<R> twice) {
        marks.lost(sum(lost));
        marks.none("duplicates", sum(twice));
    }

    private long sum(ToLongFunction<R> figure) {
        return without.stream().mapToLong(figure).sum()
                + with.stream().mapToLong(figure).sum();
    }

    /** A figure of every round, rounded. */
    void series(Marks marks, String nameWithout, String nameWith, ToDoubleFunction<R> figure) {
        marks.series(nameWithout, rounded(of(without, figure)));
        marks.series(nameWith, rounded(of(with, figure)));
    }

    private static long[] rounded(double... values) {
        return Arrays.stream(values).mapToLong(Math::round).toArray();
    }

    private static <R> double[] of(List<R> rounds, ToDoubleFunction<R> figure) {
        return rounds.stream().mapToDouble(figure).toArray();
    }
}
