package dev.centrifuge.tools.bench.show;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class SeriesTest {
    private static final long MILLI = 1_000_000;

    @Test
    void latencies_belongToTheSecondInWhichTheyWereDue() {
        Series series = new Series();
        series.add(100 * MILLI, 110 * MILLI);
        series.add(900 * MILLI, 4_900 * MILLI);
        series.add(1_000 * MILLI, 1_020 * MILLI);
        assertThat(series.millisAt(100, 0, 1)).isCloseTo(4_000, within(40.0));
        assertThat(series.millisAt(100, 1, 2)).isCloseTo(20, within(0.2));
        assertThat(series.millisAt(100, 2, 9)).isNaN();
    }

    @Test
    void counts_belongToTheTimeAtWhichItWasDone() {
        Series series = new Series();
        series.add(0, 50 * MILLI);
        series.add(0, 2_950 * MILLI);
        series.add(0, 2_999 * MILLI);
        assertThat(series.tenths()).hasSize(30).startsWith(1, 0).endsWith(0, 2);
        assertThat(series.perSecond(0, 4)).containsExactly(1, 0, 2, 0);
        assertThat(series.done(1, 3)).isEqualTo(2);
    }

    @Test
    void aLongRun_isKeptWhole() {
        Series series = new Series();
        series.add(0, 600_000 * MILLI);
        assertThat(series.done(599, 601)).isEqualTo(1);
        assertThat(series.millisAt(100, 0, 1)).isCloseTo(600_000, within(6_000.0));
    }
}
