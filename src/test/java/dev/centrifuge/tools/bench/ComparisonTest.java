package dev.centrifuge.tools.bench;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ComparisonTest {

    @Test
    void rounds_alternate() throws Exception {
        List<String> order = new ArrayList<>();
        compare(3, () -> sample(order, "a", 1), () -> sample(order, "b", 2));
        assertThat(order).containsExactly("a", "b", "a", "b", "a", "b");
    }

    @Test
    void rounds_areMirrored_soThatWhoGetsFasterFavoursNeitherSide() throws Exception {
        List<String> order = new ArrayList<>();
        Comparison comparison = Comparison.mirrored(
                "x", "ev/s", "y", Double.NaN, 3, () -> sample(order, "a", 1), () -> sample(order, "b", 2));
        assertThat(order).containsExactly("a", "b", "b", "a", "a", "b");
        assertThat(comparison.ratios(Sample::perSecond)).containsExactly(0.5, 0.5, 0.5);
    }

    @Test
    void compilersAreToldApart() {
        Sample sample = new Sample(
                1, 10, Double.NaN, Double.NaN, Map.of("C2 CompilerThre", 3.0, "C1 CompilerThre", 1.0, "log", 5.0));
        assertThat(sample.compiledMicros()).isEqualTo(6);
    }

    @Test
    void ratio_isTheMedianOfPairs_soDriftOfTheMachineCancels() throws Exception {
        Deque<Double> subject = new ArrayDeque<>(List.of(50.0, 25.0, 100.0));
        Deque<Double> baseline = new ArrayDeque<>(List.of(100.0, 50.0, 200.0));
        Comparison comparison =
                compare(3, () -> Sample.ofMillis(subject.remove()), () -> Sample.ofMillis(baseline.remove()));
        assertThat(comparison.ratio()).isEqualTo(0.5);
        assertThat(comparison.ratios(Sample::perSecond)).containsExactly(0.5, 0.5, 0.5);
        assertThat(comparison.subject(Sample::perSecond)).isEqualTo(50);
        assertThat(comparison.baseline(Sample::perSecond)).isEqualTo(100);
    }

    @Test
    void median_ofOddAndEvenAndUnknown() {
        assertThat(Comparison.median(3, 1, 2)).isEqualTo(2);
        assertThat(Comparison.median(4, 1, 2, 3)).isEqualTo(2.5);
        assertThat(Comparison.median(1, Double.NaN)).isNaN();
        assertThat(Comparison.median()).isNaN();
    }

    private static Comparison compare(int rounds, Comparison.Side subject, Comparison.Side baseline) throws Exception {
        return Comparison.run("x", "ev/s", "y", Double.NaN, rounds, subject, baseline);
    }

    private static Sample sample(List<String> order, String name, double value) {
        order.add(name);
        return Sample.ofMillis(value);
    }
}
