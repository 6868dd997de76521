package dev.centrifuge.kafka.write;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A log with a capacity, asked for more than that, in virtual time. */
class AdmissionTest {

    private static final long DEADLINE = TimeUnit.SECONDS.toNanos(4);
    private static final int BYTES = 2_200;
    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);
    private static final int PERMITS = 24 << 20;
    private static final int IN_A_REQUEST = 8_000;
    private static final int RUN = 100_000;
    /** By then the log has done with what came before its pace was found. */
    private static final int FOUND = 40_000;

    @ParameterizedTest(name = "{0} times {1} events/s")
    @CsvSource({"1.5, 500", "3, 200", "3, 1000", "3, 20000", "10, 1000", "30, 500"})
    void overload_isRefusedAtOnce_andTheRestIsInTime(double factor, int capacity) {
        Slow log = new Slow(capacity, true);
        log.run(0, FOUND, factor * capacity);
        log.forget();
        log.run(FOUND, RUN, factor * capacity);

        double seconds = (RUN - FOUND) / 1e3;
        assertThat(log.inTime / seconds).as("goodput").isGreaterThan(0.95 * capacity);
        assertThat(log.late).isZero();
        assertThat(log.longest).as("the longest wait, ms").isLessThan(DEADLINE / 2 / MILLI);
        assertThat(log.refused).isPositive();
    }

    @ParameterizedTest(name = "{0} times {1} events/s")
    @CsvSource({"1.5, 500", "3, 1000", "3, 5000", "10, 1000"})
    void quotaThatMutesTheProducer_isKeptInTime(double factor, int capacity) {
        Slow log = new Slow(capacity, true);
        log.quota = true;
        log.run(0, FOUND, factor * capacity);
        log.forget();
        log.run(FOUND, RUN, factor * capacity);

        assertThat(log.inTime / ((RUN - FOUND) / 1e3)).as("goodput").isGreaterThan(0.95 * capacity);
        assertThat(log.late).isZero();
        assertThat(log.longest).as("the longest wait, ms").isLessThan(DEADLINE / 2 / MILLI);
    }

    @Test
    void withoutIt_everyAnswerIsLate() {
        Slow log = new Slow(1_000, false);
        log.run(0, FOUND, 3_000);
        log.forget();
        log.run(FOUND, RUN, 3_000);

        assertThat(log.late).isGreaterThan(9 * log.inTime);
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 2_000, 18_000})
    void belowCapacity_nothingIsRefused(int rate) {
        Slow log = new Slow(20_000, true);
        log.run(0, RUN, rate);
        assertThat(log.refused).isZero();
        assertThat(log.late).isZero();
    }

    @Test
    void pauseThatIsCaughtUpOn_refusesNothing() {
        Slow log = new Slow(20_000, true);
        log.run(0, 5_000, 5_000);
        log.pauseUntil = 5_000 + 1_500;
        log.run(5_000, RUN, 5_000);
        assertThat(log.refused).isZero();
        assertThat(log.late).isZero();
    }

    @Test
    void logThatBecomesQuickAgain_isNotLimitedForLong() {
        Slow log = new Slow(500, true);
        log.run(0, FOUND, 5_000);
        log.capacity = 20_000;
        log.run(FOUND, FOUND + 3_000, 5_000);
        log.forget();
        log.run(FOUND + 3_000, RUN, 5_000);
        assertThat(log.refused).isZero();
        assertThat(log.admission.limited()).isFalse();
    }

    @Test
    void whatIsAlone_isLetIn() {
        Admission admission = new Admission(DEADLINE, 0);
        for (int i = 1; i < 100; i++) {
            admission.acknowledged(1, DEADLINE, 1, 1, i * DEADLINE);
        }
        assertThat(admission.admits(0)).isTrue();
        assertThat(admission.admits(Admission.LEAST - 1)).isTrue();
        assertThat(admission.admits(Admission.LEAST)).isFalse();
    }

    /** First in, first out, so many a second, acknowledged a millisecond at a time. */
    private static final class Slow {
        private final Admission admission = new Admission(DEADLINE, 0);
        private final Random random = new Random(7);
        private final Deque<Long> queue = new ArrayDeque<>();
        private final boolean limits;
        private double capacity;
        private int pauseUntil;
        private boolean quota;
        private long mutedUntil;
        private double credit;
        private double due;
        private long inTime;
        private long late;
        private long refused;
        private long longest;

        Slow(double capacity, boolean limits) {
            this.capacity = capacity;
            this.limits = limits;
        }

        void run(int from, int to, double rate) {
            for (int at = from; at < to; at++) {
                due += rate / 1e3 * 2 * random.nextDouble();
                for (; due >= 1; due--) {
                    arrive(at * MILLI);
                }
                if (at >= pauseUntil) {
                    acknowledge(at * MILLI);
                }
            }
        }

        private void arrive(long now) {
            long waiting = (long) queue.size() * BYTES;
            if (waiting < PERMITS && (!limits || admission.admits(waiting))) {
                queue.add(now);
            } else {
                refused++;
            }
        }

        private void acknowledge(long now) {
            credit = Math.min(credit, 1) + capacity / 1e3;
            if (!quota) {
                take((int) credit, now);
                credit -= (int) credit;
            } else if (now >= mutedUntil) {
                int taken = take(IN_A_REQUEST, now);
                mutedUntil = now + (long) (taken / capacity * 1e9);
            }
        }

        /** Acknowledges so many, or all. */
        private int take(int most, long now) {
            long waiting = (long) queue.size() * BYTES;
            double waits = 0;
            int taken = 0;
            for (; taken < most && !queue.isEmpty(); taken++) {
                long wait = now - queue.remove();
                waits += wait;
                longest = Math.max(longest, wait / MILLI);
                inTime += wait <= DEADLINE ? 1 : 0;
                late += wait > DEADLINE ? 1 : 0;
            }
            if (taken > 0) {
                admission.acknowledged(taken, waits, (long) taken * BYTES, waiting, now);
            }
            return taken;
        }

        void forget() {
            inTime = 0;
            late = 0;
            refused = 0;
            longest = 0;
        }
    }
}
