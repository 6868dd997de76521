package dev.centrifuge.delivery;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LostTimeTest {
    private static final long MILLI = 1_000_000;
    private final LostTime lost = new LostTime(50, 0);

    @Test
    void onTime_losesNothing() {
        for (int i = 1; i < 100; i++) {
            assertThat(lost.tick((i * 50 + i % 20) * MILLI)).isTrue();
        }
        assertThat(lost.nanos()).isZero();
    }

    /** The timer makes up for what it missed within the same turn: that does not count as a turn. */
    @Test
    void late_isPutOff_untilTheLoopHadATurn() {
        lost.tick(50 * MILLI);
        assertThat(lost.tick(2_100 * MILLI)).isFalse();
        assertThat(lost.nanos()).isEqualTo(2_000 * MILLI);
        for (int missed = 0; missed < 39; missed++) {
            assertThat(lost.tick(2_100 * MILLI)).isFalse();
        }
        assertThat(lost.tick(2_150 * MILLI)).isTrue();
        assertThat(lost.nanos()).isEqualTo(2_000 * MILLI);
    }

    @Test
    void alwaysLate_isPutOffOnce() {
        assertThat(lost.tick(500 * MILLI)).isFalse();
        assertThat(lost.tick(1_000 * MILLI)).isTrue();
        assertThat(lost.tick(1_500 * MILLI)).isFalse();
        assertThat(lost.tick(2_000 * MILLI)).isTrue();
        assertThat(lost.nanos()).isEqualTo(4 * 450 * MILLI);
    }
}
