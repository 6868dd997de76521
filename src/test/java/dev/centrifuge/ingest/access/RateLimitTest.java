package dev.centrifuge.ingest.access;

import dev.centrifuge.config.RateConfig;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RateLimitTest {

    private static final long SECOND = 1_000_000_000L;
    /** Anywhere, negative too: only differences count. */
    private static final long START = -3 * SECOND;

    private final RateLimit limit = new RateLimit(new RateConfig(100, Duration.ofSeconds(1), 20), START);

    @Test
    void a_burst_passes_and_then_one_at_a_time() {
        for (int i = 0; i < 20; i++) {
            assertThat(limit.take(1, START)).isZero();
        }
        assertThat(limit.take(1, START)).isEqualTo(SECOND / 100);
        assertThat(limit.peek(START)).isEqualTo(SECOND / 100);
        assertThat(limit.take(1, START + SECOND / 100)).isZero();
        assertThat(limit.take(1, START + SECOND / 100)).isPositive();
    }

    @Test
    void a_batch_above_the_burst_passes_when_the_bucket_is_full_and_is_owed() {
        assertThat(limit.take(120, START)).isZero();
        assertThat(limit.take(1, START)).isEqualTo(SECOND + SECOND / 100);
        assertThat(limit.take(120, START + SECOND)).isEqualTo(SECOND / 5);
        assertThat(limit.take(120, START + SECOND + SECOND / 5)).isZero();
    }

    @Test
    void idle_time_fills_it_no_further_than_the_burst() {
        assertThat(limit.take(20, START + 1000 * SECOND)).isZero();
        assertThat(limit.take(1, START + 1000 * SECOND)).isPositive();
    }

    @Test
    void no_more_than_rate_and_burst_and_one_batch_pass_in_any_time() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        long now = START;
        long passed = 0;
        for (int i = 0; i < 20_000; i++) {
            int events = 1 + random.nextInt(30);
            now += random.nextInt((int) (SECOND / 50));
            passed += limit.take(events, now) == 0 ? events : 0;
            assertThat(passed).as("seed %d", seed).isLessThanOrEqualTo((now - START) * 100 / SECOND + 20 + 30);
        }
        assertThat(passed).as("seed %d", seed).isGreaterThan((now - START) * 95 / SECOND);
    }

    @Test
    void loops_that_take_at_once_get_the_burst_together() {
        AtomicInteger taken = new AtomicInteger();
        IntStream.range(0, 1000).parallel().forEach(i -> taken.addAndGet(limit.take(1, START) == 0 ? 1 : 0));
        assertThat(taken).hasValue(20);
    }
}
