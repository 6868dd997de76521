package dev.centrifuge.tools.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What was measured, and beside it the baseline of the same rounds.
 *
 * @param what as in {@code single durable ingest, 256 connections}
 * @param unit of {@link Sample#perSecond}
 * @param goal the ratio that is aimed at; NaN for none
 * @param subject one sample a round
 * @param baseline one sample a round, taken right after the subject's, or before it
 */
public record Comparison(
        String what, String unit, String baselineName, double goal, List<Sample> subject, List<Sample> baseline) {

    /** Something to measure. */
    public interface Side {
        Sample round() throws Exception;
    }

    /**
     * Measures in alternating rounds: the machine's speed drifts, and both sides of a pair see nearly the same one.
     *
     * @param rounds at least 1
     */
    public static Comparison run(
            String what, String unit, String baselineName, double goal, int rounds, Side subject, Side baseline)
            throws Exception {
        List<Sample> subjects = new ArrayList<>();
        List<Sample> baselines = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            subjects.add(subject.round());
            baselines.add(baseline.round());
        }
        return new Comparison(what, unit, baselineName, goal, subjects, baselines);
    }

    /**
     * The same, but in every other round the baseline comes first: so a process that gets faster while it is measured, such as a
     * JVM that compiles, favours neither side.
     */
    public static Comparison mirrored(
            String what, String unit, String baselineName, double goal, int rounds, Side subject, Side baseline)
            throws Exception {
        List<Sample> subjects = new ArrayList<>();
        List<Sample> baselines = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            if (round % 2 == 0) {
                subjects.add(subject.round());
                baselines.add(baseline.round());
            } else {
                baselines.add(baseline.round());
                subjects.add(subject.round());
            }
        }
        return new Comparison(what, unit, baselineName, goal, subjects, baselines);
    }

    /** The median over the rounds of subject ÷ baseline; pairs, because a round is best compared with its neighbour. */
    double ratio() {
        return ratio(Sample::perSecond);
    }

    public double ratio(ToDoubleFunction<Sample> field) {
        return median(ratios(field));
    }

    /** One a round. */
    double[] ratios(ToDoubleFunction<Sample> field) {
        double[] ratios = new double[subject.size()];
        for (int round = 0; round < ratios.length; round++) {
            ratios[round] = field.applyAsDouble(subject.get(round)) / field.applyAsDouble(baseline.get(round));
        }
        return ratios;
    }

    /** The same with another name for its baseline. */
    public Comparison against(String name) {
        return new Comparison(what, unit, name, goal, subject, baseline);
    }

    public double subject(ToDoubleFunction<Sample> field) {
        return median(subject.stream().mapToDouble(field).toArray());
    }

    public double baseline(ToDoubleFunction<Sample> field) {
        return median(baseline.stream().mapToDouble(field).toArray());
    }

    /** NaN where any value is. */
    static double median(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        boolean unknown = sorted.length == 0 || Double.isNaN(sorted[sorted.length - 1]);
        return unknown
                ? Double.NaN
                : sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
