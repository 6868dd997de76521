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
            if (bucket.nanosUntil(1, 0, now) == 0) {
                bucket.spend(1, now);
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
        assertThat(bucket.nanosUntil(1, 0, 77)).isEqualTo(SECOND / 10);
        assertThat(bucket.nanosUntil(1, 0, 77 + SECOND / 10)).isZero();
        assertThat(bucket.nanosUntil(1, 1, 77 + SECOND / 10)).isEqualTo(SECOND / 10);
        long later = 77 + 100 * SECOND;
        for (int i = 0; i < 5; i++) {
            assertThat(bucket.nanosUntil(1, 0, later)).isZero();
            assertThat(bucket.nanosUntil(1, 4 - i, later)).isZero();
            assertThat(bucket.nanosUntil(1, 5 - i, later)).isPositive();
            bucket.spend(1, later);
        }
        assertThat(bucket.nanosUntil(1, 0, later)).isEqualTo(SECOND / 10);
        bucket.spend(1, later);
        assertThat(bucket.nanosUntil(1, 0, later)).as("one too many was spent").isEqualTo(SECOND / 5);
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

    /** Fails attempts until it opens; returns how many that took. */
    private static int open(Breaker breaker, long now) {
        int failures = 1;
        while (!breaker.failed(false, now)) {
            failures++;
        }
        return failures;
    }

    @Test
    void breaker_opensWhenEverythingFails_andClosesAfterAProbe() {
        Breaker breaker = new Breaker(new Random(1), 0);
        assertThat(open(breaker, 0)).isBetween(30, 60);
        assertThat(breaker.permits(0)).isFalse();
        assertThat(breaker.permits(SECOND)).isTrue();
        assertThat(breaker.succeeded(false, SECOND))
                .as("it was under way before")
                .isFalse();
        assertThat(breaker.started(SECOND)).isTrue();
        assertThat(breaker.permits(SECOND)).as("one probe at a time").isFalse();
        assertThat(breaker.permits(5 * SECOND)).as("a hung one").isTrue();
        assertThat(breaker.succeeded(true, 5 * SECOND)).isTrue();
        assertThat(breaker.troubled()).isFalse();
    }

    @Test
    void breaker_pausesLonger_eachTimeAProbeFails_butNeverLong() {
        Breaker breaker = new Breaker(new Random(1), 0);
        open(breaker, 0);
        long now = 0;
        for (int i = 0; i < 10; i++) {
            now = breaker.opensAt();
            breaker.started(now);
            assertThat(breaker.failed(true, now)).isTrue();
        }
        assertThat(breaker.opensAt() - now).isBetween(2 * SECOND, 4 * SECOND);
    }

    @Test
    void breaker_staysClosed_whileEverySecondEventFails() {
        Breaker breaker = new Breaker(new Random(1), 0);
        Random random = new Random(7);
        for (int i = 0; i < 1_000_000; i++) {
            if (random.nextBoolean()) {
                assertThat(breaker.failed(false, i)).isFalse();
            } else {
                breaker.succeeded(false, i);
            }
        }
    }

    @Test
    void breaker_opensWhereFourInARowGotNoAnswer_forFiveSeconds() {
        Breaker breaker = new Breaker(new Random(1), 0);
        breaker.succeeded(false, SECOND);
        for (int i = 0; i < 3; i++) {
            assertThat(breaker.silent(false, SECOND, 11 * SECOND)).isFalse();
        }
        assertThat(breaker.silent(false, SECOND, 11 * SECOND)).isTrue();
    }

    @Test
    void breaker_staysClosed_whereOthersGotAnswersMeanwhile_orItIsNotForLong() {
        Breaker breaker = new Breaker(new Random(1), 0);
        breaker.succeeded(false, 2 * SECOND);
        for (int i = 0; i < 10; i++) {
            assertThat(breaker.silent(false, SECOND, 11 * SECOND))
                    .as("it began before the answer")
                    .isFalse();
        }
        for (int i = 0; i < 10; i++) {
            assertThat(breaker.silent(false, 12 * SECOND, 13 * SECOND))
                    .as("for a second")
                    .isFalse();
        }
        breaker.failed(false, 14 * SECOND);
        for (int i = 0; i < 3; i++) {
            assertThat(breaker.silent(false, 14 * SECOND, 24 * SECOND)).isFalse();
        }
    }

    @Test
    void retryBudget_isForAttemptsThatFail() {
        RetryBudget budget = new RetryBudget(0);
        for (int i = 0; i < 1_000; i++) {
            assertThat(budget.permits(0)).isTrue();
            budget.again();
            budget.paidBack();
        }
        int failing = 0;
        while (budget.permits(0)) {
            budget.again();
            failing++;
        }
        assertThat(failing).isEqualTo(RetryBudget.MOST);
    }

    /** Half of all events always fail and are tried again as often as it permits. */
    @ParameterizedTest
    @CsvSource({"5000, 0.11", "500, 0.11", "100, 0.12", "20, 0.52"})
    void retryBudget_permitsATenth_orTenASecond(int perSecond, double most) {
        RetryBudget budget = new RetryBudget(0);
        long first = 0;
        long again = 0;
        for (long now = 0; now < 100 * SECOND; now += SECOND / perSecond) {
            budget.first(now);
            first++;
            while (budget.permits(now)) {
                budget.again();
                again++;
            }
        }
        assertThat((double) again / first).isBetween(most - 0.02, most);
    }

    @Test
    void retryBudget_saysWhenItPermits_andDoesNotSaveUp() {
        RetryBudget budget = new RetryBudget(0);
        int saved = 0;
        long later = 3_600 * SECOND;
        while (budget.permits(later)) {
            budget.again();
            saved++;
        }
        assertThat(saved).isEqualTo(RetryBudget.MOST);
        assertThat(budget.permitsAt(later)).isBetween(later + 1, later + SECOND);
        assertThat(budget.permits(budget.permitsAt(later))).isTrue();
    }
}
