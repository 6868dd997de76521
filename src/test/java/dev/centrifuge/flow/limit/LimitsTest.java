package dev.centrifuge.flow.limit;

import java.util.ArrayDeque;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The small state machines that limit a destination. */
class LimitsTest {
    private static final long SECOND = 1_000_000_000L;

    /** In every window of length t at most rate · t + burst, whenever somebody asks. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void tokenBucket_neverGivesMoreThanRateTimesWindowPlusBurst(long seed) {
        Random random = new Random(seed);
        TokenBucket bucket = new TokenBucket(100, SECOND, 10, 0);
        ArrayDeque<Long> taken = new ArrayDeque<>();
        long now = 0;
        while (now < 60 * SECOND) {
            now += random.nextLong(random.nextInt(20) == 0 ? 2 * SECOND : 5_000_000);
            if (bucket.take(now)) {
                taken.add(now);
            }
            for (long window : new long[] {SECOND / 10, SECOND, 5 * SECOND}) {
                long from = now - window;
                long inside = taken.stream().filter(at -> at > from).count();
                assertThat(inside).as("seed %d", seed).isLessThanOrEqualTo(100 * window / SECOND + 10);
            }
            if (taken.size() > 600) {
                taken.remove();
            }
        }
        assertThat(taken).isNotEmpty();
    }

    @Test
    void tokenBucket_startsEmpty_andSaysWhenItHasOne() {
        TokenBucket bucket = new TokenBucket(10, SECOND, 5, 77);
        assertThat(bucket.take(77)).isFalse();
        assertThat(bucket.nanosUntilToken(77)).isEqualTo(SECOND / 10);
        assertThat(bucket.take(77 + SECOND / 10)).isTrue();
        long later = 77 + 100 * SECOND;
        for (int i = 0; i < 5; i++) {
            assertThat(bucket.take(later)).isTrue();
        }
        assertThat(bucket.take(later)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"1, 1000", "2, 2000", "3, 4000", "10, 512000", "11, 900000", "1000, 900000"})
    void backoff_ceilingDoubles_upToTheMaximum(int attempts, long ceiling) {
        assertThat(new Backoff(1_000, 2, 900_000).ceilingMillis(attempts)).isEqualTo(ceiling);
    }

    @Test
    void backoff_drawsFromTheWholeRange() {
        Backoff backoff = new Backoff(1_000, 2, 900_000);
        Random random = new Random(5);
        long lowest = Long.MAX_VALUE;
        long highest = 0;
        for (int i = 0; i < 10_000; i++) {
            long delay = backoff.delayMillis(3, random);
            lowest = Math.min(lowest, delay);
            highest = Math.max(highest, delay);
        }
        assertThat(lowest).isBetween(0L, 50L);
        assertThat(highest).isBetween(3_950L, 4_000L);
    }

    @Test
    void breaker_opensWhenEverythingFails_andClosesAfterAProbe() {
        Breaker breaker = new Breaker(new Random(1));
        int failures = 0;
        while (!breaker.failed(0)) {
            failures++;
        }
        assertThat(failures).isBetween(30, 60);
        assertThat(breaker.permits(0)).isFalse();
        assertThat(breaker.permits(2 * SECOND)).isTrue();
        breaker.started();
        assertThat(breaker.permits(2 * SECOND)).as("one probe at a time").isFalse();
        assertThat(breaker.succeeded()).isTrue();
        assertThat(breaker.troubled()).isFalse();
    }

    @Test
    void breaker_pausesLonger_eachTimeAProbeFails() {
        Breaker breaker = new Breaker(new Random(1));
        long now = 0;
        while (!breaker.failed(now)) {
            now++;
        }
        for (int i = 0; i < 10; i++) {
            now = breaker.opensAt();
            breaker.started();
            assertThat(breaker.failed(now)).isTrue();
        }
        assertThat(breaker.opensAt() - now).isBetween(15 * SECOND, 30 * SECOND);
    }

    @Test
    void breaker_staysClosed_whileEverySecondEventFails() {
        Breaker breaker = new Breaker(new Random(1));
        Random random = new Random(7);
        for (int i = 0; i < 1_000_000; i++) {
            if (random.nextBoolean()) {
                assertThat(breaker.failed(i)).isFalse();
            } else {
                breaker.succeeded();
            }
        }
    }

    @Test
    void adaptiveLimit_rampsUp_andBacksOffOncePerRoundTrip() {
        AdaptiveLimit limit = new AdaptiveLimit(64, true);
        assertThat(limit.limit()).isEqualTo(4);
        for (int i = 0; i < 60; i++) {
            limit.succeeded(limit.limit());
        }
        assertThat(limit.limit()).isEqualTo(64);
        for (int i = 0; i < 64; i++) {
            limit.failed(64 - i);
        }
        assertThat(limit.limit()).isEqualTo(57);
        limit.failed(1);
        assertThat(limit.limit()).isEqualTo(51);
        limit.restart();
        assertThat(limit.limit()).isEqualTo(4);
    }

    @Test
    void adaptiveLimit_doesNotGrow_whileItIsNotUsed() {
        AdaptiveLimit limit = new AdaptiveLimit(64, true);
        for (int i = 0; i < 1_000; i++) {
            limit.succeeded(1);
        }
        assertThat(limit.limit()).isEqualTo(4);
    }

    @Test
    void fixedLimit_staysWhereItIs() {
        AdaptiveLimit limit = new AdaptiveLimit(7, false);
        limit.failed(7);
        limit.succeeded(7);
        assertThat(limit.limit()).isEqualTo(7);
    }
}
