package dev.centrifuge.tools.load;

import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ScheduleTest {
    /** Monotonic clocks may start anywhere, also below zero. */
    private static final long START = -7_000_000_000L;

    private static final long MILLI = 1_000_000;

    private final LoadPlan plan =
            LoadPlan.open(1, 1, new Pool(List.of(Unpooled.EMPTY_BUFFER.array()), 1), 1_000, Duration.ofSeconds(1));

    @Test
    void whatIsDue_isCountedWithoutAQueue() {
        Schedule schedule = new Schedule(plan, START);
        assertThat(schedule.waiting(0, START)).isEqualTo(1);
        assertThat(schedule.waiting(0, START + 10 * MILLI)).isEqualTo(11);
        assertThat(schedule.waiting(11, START + 10 * MILLI)).isZero();
        assertThat(schedule.waiting(4, START + 10 * MILLI)).isEqualTo(7);
        assertThat(schedule.waiting(400, START + 10 * MILLI)).isZero();
    }

    @Test
    void afterTheEnd_onlyWhatWasDueBeforeIsLeft() {
        Schedule schedule = new Schedule(plan, START);
        long late = START + 60_000 * MILLI;
        assertThat(schedule.more(999, late)).isTrue();
        assertThat(schedule.more(1_000, late)).isFalse();
        assertThat(schedule.waiting(0, late)).isEqualTo(1_000);
        assertThat(new Schedule(plan.withMost(30), START).waiting(0, late)).isEqualTo(30);
    }

    @Test
    void latency_countsFromWhenARequestWasDue() {
        assertThat(new Schedule(plan, START).from(3, START + 500 * MILLI)).isEqualTo(START + 3 * MILLI);
        LoadPlan closed = LoadPlan.closed(1, 1, plan.payload(), Duration.ofSeconds(1));
        assertThat(new Schedule(closed, START).from(3, START + 500 * MILLI)).isEqualTo(START + 500 * MILLI);
        assertThat(new Schedule(closed, START).waiting(3, START + 500 * MILLI)).isZero();
    }
}
