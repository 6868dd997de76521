package dev.centrifuge.tools.bench.cost.measure;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class WindowsTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void a_window_holds_what_came_at_both_of_its_ends() {
        Windows windows = seen(0, SECOND / 2, SECOND, 2 * SECOND + 1);
        assertThat(windows.most(SECOND)).isEqualTo(3);
        assertThat(windows.most(SECOND - 1)).isEqualTo(2);
        assertThat(windows.most(0)).isEqualTo(1);
    }

    @Test
    void burst_and_rate_that_are_used_up_exactly_are_allowed() {
        long[] arrivals = new long[300];
        for (int i = 100; i < 300; i++) {
            arrivals[i] = (i - 99) * SECOND / 100;
        }
        Windows windows = seen(arrivals);
        assertThat(windows.worst(100, 100).excess()).isCloseTo(0, within(1e-6));
        assertThat((double) windows.most(SECOND)).isEqualTo(Windows.allowed(SECOND, 100, 100));
    }

    @Test
    void one_request_too_many_is_seen_in_windows_of_any_length() {
        long[] arrivals = new long[301];
        for (int i = 100; i < 300; i++) {
            arrivals[i] = (i - 99) * SECOND / 100;
        }
        arrivals[300] = arrivals[299];
        assertThat(seen(arrivals).worst(100, 100).excess()).isCloseTo(1, within(1e-6));
    }

    @Test
    void a_second_burst_after_a_restart_is_seen() {
        long[] arrivals = new long[200];
        Arrays.fill(arrivals, 100, 200, SECOND / 10);
        Windows.Worst worst = seen(arrivals).worst(100, 100);
        assertThat(worst.excess()).isCloseTo(90, within(1e-6));
        assertThat(worst.from()).isZero();
        assertThat(worst.to()).isEqualTo(SECOND / 10);
    }

    @Test
    void the_worst_excess_is_that_of_all_windows_between_two_arrivals() {
        for (long seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            long[] arrivals = random.longs(80, 0, 3 * SECOND).sorted().toArray();
            double worst = Double.NEGATIVE_INFINITY;
            for (int first = 0; first < arrivals.length; first++) {
                for (int last = first; last < arrivals.length; last++) {
                    long length = arrivals[last] - arrivals[first];
                    worst = Math.max(worst, last - first + 1 - Windows.allowed(length, 20, 5));
                }
            }
            assertThat(seen(arrivals).worst(20, 5).excess()).as("seed " + seed).isCloseTo(worst, within(1e-6));
        }
    }

    @Test
    void nothing_exceeds_nothing() {
        Windows windows = seen();
        assertThat(windows.most(SECOND)).isZero();
        assertThat(windows.worst(1, 1).excess()).isNegative();
    }

    @Test
    void what_was_seen_late_is_not_beyond_doubt_and_what_was_not_is() {
        long[] seen = new long[150];
        Arrays.fill(seen, 100, 150, SECOND / 10);
        Windows doubtful = new Windows(shifted(seen, -SECOND / 2), seen);
        assertThat(doubtful.worst(100, 100).excess()).isCloseTo(40, within(1e-6));
        assertThat(doubtful.worstBeyondDoubt(100, 100).excess()).isCloseTo(-10, within(1e-6));
        Windows sure = new Windows(shifted(seen, -SECOND / 10), seen);
        assertThat(sure.worstBeyondDoubt(100, 100).excess()).isCloseTo(30, within(1e-6));
    }

    private static long[] shifted(long[] moments, long by) {
        return Arrays.stream(moments).map(moment -> moment + by).toArray();
    }

    private static Windows seen(long... arrivals) {
        return new Windows(arrivals, arrivals);
    }
}
