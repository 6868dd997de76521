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
    /** A quota is saved up at first, and eleven seconds of it are owed for as long again. */
    private static final int QUOTA_FOUND = 80_000;

    private static final int QUOTA_RUN = 250_000;

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
        log.mute = (taken, at) -> (long) (taken / log.capacity * 1e3);
        log.run(0, FOUND, factor * capacity);
        log.forget();
        log.run(FOUND, RUN, factor * capacity);

        assertThat(log.inTime / ((RUN - FOUND) / 1e3)).as("goodput").isGreaterThan(0.95 * capacity);
        assertThat(log.late).isZero();
        assertThat(log.longest).as("the longest wait, ms").isLessThan(DEADLINE / 2 / MILLI);
    }

    /** What a broker saves up while little comes is gone in a moment, and then it takes nothing for seconds, again and again. */
    @ParameterizedTest(name = "{0} times {1} events/s")
    @CsvSource({"1.2, 500", "1.5, 1400", "3, 500", "3, 1400", "3, 5000", "10, 1000"})
    void quotaOverElevenSeconds_isNotForgottenInBetween(double factor, int capacity) {
        Slow log = new Slow(capacity, true);
        log.mute = new KafkaQuota(capacity);
        log.run(0, QUOTA_FOUND, factor * capacity);
        log.forget();
        log.run(QUOTA_FOUND, QUOTA_RUN, factor * capacity);

        assertThat(log.inTime / ((QUOTA_RUN - QUOTA_FOUND) / 1e3)).as("goodput").isGreaterThan(0.95 * capacity);
        assertThat(log.late).isZero();
        assertThat(log.longest).as("the longest wait, ms").isLessThan(DEADLINE * 3 / 4 / MILLI);
        assertThat(log.mostWaiting).as("of a second's").isLessThan(3 * capacity);
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

    /** How long the broker has its producer wait after a request. */
    private interface Mute {
        long millis(int taken, long atMillis);
    }

    /**
     * As brokers do it ({@code Rate} and {@code QuotaUtils.throttleTime} of Kafka): the rate over eleven windows of a second, and
     * after a request a pause in which it comes down to the quota.
     */
    private static final class KafkaQuota implements Mute {
        private static final int WINDOWS = 11;
        private static final long WINDOW_MILLIS = 1_000;

        private final double perSecond;
        private final Deque<long[]> windows = new ArrayDeque<>();

        KafkaQuota(double perSecond) {
            this.perSecond = perSecond;
        }

        @Override
        public long millis(int taken, long at) {
            if (windows.isEmpty() || at - windows.getLast()[0] >= WINDOW_MILLIS) {
                windows.add(new long[] {at, 0});
            }
            windows.getLast()[1] += taken;
            while (at - windows.getFirst()[0] >= WINDOWS * WINDOW_MILLIS) {
                windows.remove();
            }
            double seen = windows.stream().mapToLong(window -> window[1]).sum();
            double length = Math.max(at - windows.getFirst()[0], (WINDOWS - 1) * WINDOW_MILLIS);
            double rate = seen * 1e3 / length;
            return Math.max(0, Math.round((rate - perSecond) / perSecond * length));
        }
    }

    /** First in, first out, so many a second, acknowledged a millisecond at a time. */
    private static final class Slow {
        private final Admission admission = new Admission(DEADLINE, 0);
        private final Random random = new Random(7);
        private final Deque<Long> queue = new ArrayDeque<>();
        private final boolean limits;
        private double capacity;
        private int pauseUntil;
        private Mute mute;
        private long mutedUntil;
        private int mostWaiting;
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
                mostWaiting = Math.max(mostWaiting, queue.size());
            } else {
                refused++;
            }
        }

        private void acknowledge(long now) {
            credit = Math.min(credit, 1) + capacity / 1e3;
            if (mute == null) {
                take((int) credit, now);
                credit -= (int) credit;
            } else if (now >= mutedUntil && !queue.isEmpty()) {
                int taken = take(IN_A_REQUEST, now);
                mutedUntil = now + mute.millis(taken, now / MILLI) * MILLI;
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
            mostWaiting = 0;
        }
    }
}
