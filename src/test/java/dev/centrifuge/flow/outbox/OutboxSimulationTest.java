package dev.centrifuge.flow.outbox;

import dev.centrifuge.flow.Leg;
import dev.centrifuge.flow.Legs;
import dev.centrifuge.flow.LogModel;
import dev.centrifuge.flow.RecordedEnds;
import dev.centrifuge.flow.limit.Backoff;
import dev.centrifuge.flow.outbox.Failure.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

/**
 * An outbox between a log that hears and speaks late ({@link LogModel}) and a destination that is well, fails, hangs, asks
 * to be left alone and is reconfigured at random, in virtual time. Whatever happens: one end for each leg handed over, no
 * key out of order, no rate or cap passed, and everything delivered soon after all is well.
 */
class OutboxSimulationTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long MILLI = 1_000_000;
    private static final int CAP = 16;
    private static final int LEGS = 3_000;

    private enum Mood {
        WELL,
        FLAKY,
        DOWN,
        HUNG,
        THROTTLED
    }

    private record Departure(Attempt attempt, long at) {}

    private record Attempt(Leg leg, long starts, long ends, Kind failure, long gateMillis) {}

    private final PriorityQueue<Attempt> inFlight = new PriorityQueue<>(Comparator.comparingLong(Attempt::ends));
    private final PriorityQueue<Departure> departures = new PriorityQueue<>(Comparator.comparingLong(Departure::at));
    private Mood mood = Mood.WELL;
    private long moodUntil;

    private static Limits limits(boolean ordered, boolean enabled) {
        Limits.Rate rate = new Limits.Rate(200, SECOND, 20);
        return new Limits(enabled, ordered, CAP, true, rate, new Backoff(200, 2, 20_000), 24 * 3_600_000);
    }

    private static Outbox outbox(LogModel log, boolean ordered, Random random) {
        return new Outbox("crm", limits(ordered, true), random, log, leg -> false, 0);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void ordered(long seed) {
        run(seed, true);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void unordered(long seed) {
        run(seed, false);
    }

    private void run(long seed, boolean ordered) {
        Random random = new Random(seed);
        LogModel log = new LogModel(LEGS, ordered, random);
        Outbox outbox = outbox(log, ordered, random);
        log.outbox = outbox;
        ArrayList<Long> left = new ArrayList<>();
        long calmAt = 150 * SECOND;
        long end = 400 * SECOND;
        for (long now = 0; now < end && !log.done(); now += 5 * MILLI) {
            change(outbox, ordered, now, now >= calmAt, random);
            log.step(now);
            while (!inFlight.isEmpty() && inFlight.peek().ends <= now) {
                end(outbox, inFlight.remove(), now);
            }
            for (Leg leg = outbox.next(now, millis(now)); leg != null; leg = outbox.next(now, millis(now))) {
                log.attempted(leg, seed);
                Attempt attempt = attempt(leg, now, random);
                inFlight.add(attempt);
                departures.add(
                        new Departure(attempt, random.nextInt(10) == 0 ? now + random.nextLong(100 * MILLI) : now));
            }
            leave(outbox, now, left);
            assertThat(inFlight).as("seed %d", seed).hasSizeLessThanOrEqualTo(CAP);
            assertThat(outbox.wakeAt(now))
                    .as("seed %d: nothing is due any more", seed)
                    .isGreaterThan(now);
        }
        assertThat(log.open()).as("open legs, seed %d", seed).isEmpty();
        assertRate(left, 20, seed);
    }

    private void leave(Outbox outbox, long now, List<Long> left) {
        while (!departures.isEmpty() && departures.peek().at <= now) {
            Attempt attempt = departures.remove().attempt;
            if (inFlight.contains(attempt)) {
                outbox.sent(attempt.leg, now);
                left.add(now);
            }
        }
    }

    /**
     * What counts is when requests leave. Two of three wait for connections here, up to two seconds, and have them all at the
     * same moment.
     */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void rate_holdsWhereRequestsLeave_howeverLongTheyWaitForConnections(long seed) {
        Random random = new Random(seed);
        Limits limits = new Limits(
                true,
                false,
                500,
                false,
                new Limits.Rate(200, SECOND, 100),
                new Backoff(200, 2, 20_000),
                24 * 3_600_000);
        Outbox outbox = new Outbox("crm", limits, random, new RecordedEnds(), leg -> false, 0);
        List<Long> left = new ArrayList<>();
        for (long now = 0; now < 60 * SECOND; now += 5 * MILLI) {
            outbox.offer(Legs.leg("web", (int) (now / MILLI)), now);
            for (Leg leg = outbox.next(now, millis(now)); leg != null; leg = outbox.next(now, millis(now))) {
                long leaves = random.nextInt(3) == 0 ? now : (now / (2 * SECOND) + 1) * 2 * SECOND;
                boolean never = random.nextInt(10) == 0;
                long ends = never ? now + 5 * MILLI : leaves + 50 * MILLI;
                Attempt attempt = new Attempt(leg, now, ends, never ? Kind.ERROR : null, 0);
                inFlight.add(attempt);
                departures.add(new Departure(attempt, leaves));
            }
            leave(outbox, now, left);
            while (!inFlight.isEmpty() && inFlight.peek().ends <= now) {
                end(outbox, inFlight.remove(), now);
            }
        }
        assertRate(left, 100, seed);
        assertThat(left).as("seed %d", seed).hasSizeGreaterThan(60 * 50);
    }

    private static long millis(long now) {
        return Legs.RECEIVED_AT + now / MILLI;
    }

    private void change(Outbox outbox, boolean ordered, long now, boolean calm, Random random) {
        if (now < moodUntil) {
            return;
        }
        mood = calm ? Mood.WELL : Mood.values()[random.nextInt(Mood.values().length)];
        moodUntil = now + random.nextLong(10 * SECOND);
        outbox.reconfigure(limits(ordered, calm || random.nextInt(5) > 0), now);
    }

    private Attempt attempt(Leg leg, long now, Random random) {
        long latency = random.nextLong(100 * MILLI);
        return switch (mood) {
            case WELL -> new Attempt(leg, now, now + latency, null, 0);
            case FLAKY -> new Attempt(leg, now, now + latency, random.nextBoolean() ? Kind.ERROR : null, 0);
            case DOWN -> new Attempt(leg, now, now + latency, Kind.TURNED_AWAY, 0);
            case HUNG -> new Attempt(leg, now, now + 5 * SECOND, Kind.SILENT, 0);
            case THROTTLED ->
                new Attempt(
                        leg,
                        now,
                        now + latency,
                        random.nextInt(4) == 0 ? Kind.TURNED_AWAY : null,
                        random.nextInt(8_000));
        };
    }

    private static void end(Outbox outbox, Attempt attempt, long now) {
        long took = now - attempt.starts;
        if (attempt.failure == null) {
            outbox.succeeded(attempt.leg, took, now);
        } else {
            Legs.fail(attempt.leg);
            outbox.failed(attempt.leg, new Failure(attempt.failure, attempt.gateMillis, took), now, millis(now));
        }
    }

    /** In every window from one request to another: at most rate · t + burst. */
    private static void assertRate(List<Long> starts, int burst, long seed) {
        for (int from = 0; from < starts.size(); from++) {
            for (int to = from; to < Math.min(starts.size(), from + 1_000); to++) {
                double allowed = 200.0 * (starts.get(to) - starts.get(from)) / SECOND + burst;
                if (to - from + 1 > allowed + 1e-6) {
                    fail("seed %d: %d in %d ns", seed, to - from + 1, starts.get(to) - starts.get(from));
                }
            }
        }
    }

    /** A destination that was down for a minute takes 300 a second again within ten seconds after it healed. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void healed_isAtFullRateWithinTenSeconds(long seed) {
        Random random = new Random(seed);
        LogModel log = new LogModel(1_000_000, false, random);
        Limits fast = new Limits(
                true,
                false,
                64,
                true,
                new Limits.Rate(300, SECOND, 300),
                new Backoff(1_000, 2, 900_000),
                24 * 3_600_000);
        Outbox outbox = new Outbox("crm", fast, random, log, leg -> false, 0);
        log.outbox = outbox;
        long healed = 60 * SECOND + random.nextLong(10 * SECOND);
        Mood trouble = seed % 2 == 0 ? Mood.DOWN : Mood.HUNG;
        int taken = 0;
        for (long now = 0; now < healed + 12 * SECOND; now += MILLI) {
            mood = now > 5 * SECOND && now < healed ? trouble : Mood.WELL;
            log.step(now);
            while (!inFlight.isEmpty() && inFlight.peek().ends <= now) {
                Attempt attempt = inFlight.remove();
                end(outbox, attempt, now);
                taken += attempt.failure == null && now >= healed + 10 * SECOND ? 1 : 0;
            }
            for (Leg leg = outbox.next(now, millis(now)); leg != null; leg = outbox.next(now, millis(now))) {
                outbox.sent(leg, now);
                inFlight.add(attempt(leg, now, random));
            }
        }
        assertThat(taken).as("seed %d: from the 10th second to the 12th", seed).isBetween(540, 660);
    }

    /** Half of the events always fail: they cost a tenth more requests, and do not get in the way of the others. */
    @Test
    void halfAlwaysFailing_doesNotDoubleTheLoad() {
        Random random = new Random(3);
        RecordedEnds ends = new RecordedEnds();
        Limits open = new Limits(true, false, 1_000, false, null, new Backoff(1_000, 2, 900_000), 4 * 3_600_000);
        Outbox outbox = new Outbox("crm", open, random, ends, leg -> false, 0);
        int first = 0;
        int again = 0;
        for (int i = 0; i < 60_000; i++) {
            long now = i * 2 * MILLI;
            outbox.offer(Legs.leg("web", i), now);
            for (Leg leg = outbox.next(now, millis(now)); leg != null; leg = outbox.next(now, millis(now))) {
                first += leg.trail().attempts() == 0 ? 1 : 0;
                again += leg.trail().attempts() == 0 ? 0 : 1;
                boolean fails = leg.origin().offset() % 2 == 0;
                end(outbox, new Attempt(leg, now, now, fails ? Kind.ERROR : null, 0), now);
            }
        }
        assertThat(first).isEqualTo(60_000);
        assertThat(again).isBetween(3_000, 6_100);
        assertThat(ends.said).filteredOn(said -> said.startsWith("resolved")).hasSize(30_000);
        assertThat(ends.said).noneMatch(said -> said.startsWith("dead") || said.startsWith("CLOSED"));
    }
}
