package dev.centrifuge.tools.bench.show;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class FiguresTest {
    @Test
    void jain_isOneForEqualSharesAndOneNthWhereOneHasAll() {
        assertThat(Figures.jain(3, 3, 3, 3)).isEqualTo(1);
        assertThat(Figures.jain(7, 0, 0, 0)).isEqualTo(0.25);
        assertThat(Figures.jain(1, 3)).isCloseTo(0.8, within(1e-9));
        assertThat(Figures.jain(0, 0)).isNaN();
    }

    @Test
    void idealDrain_isTheBacklogOverWhatTheRateLeaves() {
        assertThat(Figures.idealDrain(120_000, 6_000, 2_000)).isEqualTo(30);
        assertThat(Figures.idealDrain(0, 1, 2)).isZero();
        assertThat(Figures.idealDrain(1, 2_000, 2_000)).isInfinite();
    }

    @Test
    void medianRatio_isOfNeighbours() {
        // The second round was twice as slow for both sides: the ratio of medians would hide that.
        assertThat(Figures.medianRatio(new double[] {11, 22, 36}, new double[] {10, 20, 30}))
                .isCloseTo(1.1, within(1e-9));
        assertThat(Figures.median(4, 1, 3, 2)).isEqualTo(2.5);
    }

    @Test
    void timeToRate_isTheEndOfTheFirstSecondWithSoMuch() {
        long[] tenths = new long[40];
        for (int i = 0; i < tenths.length; i++) {
            tenths[i] = i < 15 ? 1 : 10;
        }
        assertThat(Figures.timeToRate(tenths, 10, 100)).isEqualTo(1.5);
        assertThat(Figures.timeToRate(tenths, 20, 100)).isEqualTo(1);
        assertThat(Figures.timeToRate(tenths, 0, 101)).isNaN();
    }

    @Test
    void timeToRate_isNotReachedByWhatCameBefore() {
        long[] tenths = {50, 50, 50, 50, 50, 50, 50, 50, 50, 50, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
        assertThat(Figures.timeToRate(tenths, 10, 1)).isNaN();
    }
}
