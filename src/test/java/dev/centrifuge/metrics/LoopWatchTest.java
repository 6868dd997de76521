package dev.centrifuge.metrics;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LoopWatchTest {
    private static final long MILLI = 1_000_000;

    private long now = Long.MAX_VALUE - 60 * MILLI; // the origin of a monotonic clock is arbitrary, and it may overflow
    private final LoopWatch loop = new LoopWatch("0", now);

    @Test
    void a_loop_in_time_is_not_late() {
        for (int i = 0; i < 1_000; i++) {
            now += LoopWatch.PERIOD_NANOS;
            loop.ran(now);
        }
        assertThat(loop.worst(now)).isZero();
    }

    @Test
    void a_stuck_loop_is_late_before_it_says_so() {
        now += LoopWatch.PERIOD_NANOS + 700 * MILLI;
        assertThat(loop.pending(now)).isEqualTo(700 * MILLI);
        assertThat(loop.worst(now)).isEqualTo(700 * MILLI);
    }

    @Test
    void a_peak_stays_for_a_window_and_is_gone_after_two() {
        now += LoopWatch.PERIOD_NANOS + 700 * MILLI;
        loop.ran(now);
        assertThat(loop.pending(now)).isZero();
        run(LoopWatch.WINDOW_NANOS);
        assertThat(loop.worst(now)).isEqualTo(700 * MILLI);
        run(2 * LoopWatch.WINDOW_NANOS);
        assertThat(loop.worst(now)).isZero();
    }

    @Test
    void a_pause_longer_than_a_window_is_shown_as_long_as_any() {
        now += LoopWatch.PERIOD_NANOS + 3 * LoopWatch.WINDOW_NANOS;
        loop.ran(now);
        assertThat(loop.worst(now)).isEqualTo(3 * LoopWatch.WINDOW_NANOS);
        run(LoopWatch.WINDOW_NANOS);
        assertThat(loop.worst(now)).isEqualTo(3 * LoopWatch.WINDOW_NANOS);
    }

    private void run(long nanos) {
        for (long end = now + nanos; end - now > 0; ) {
            now += LoopWatch.PERIOD_NANOS;
            loop.ran(now);
        }
    }
}
