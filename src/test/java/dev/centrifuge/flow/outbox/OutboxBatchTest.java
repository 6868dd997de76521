package dev.centrifuge.flow.outbox;

import dev.centrifuge.flow.Leg;
import dev.centrifuge.flow.Legs;
import dev.centrifuge.flow.LogModel;
import dev.centrifuge.flow.RecordedEnds;
import dev.centrifuge.flow.limit.Backoff;
import dev.centrifuge.flow.outbox.Failure.Kind;
import dev.centrifuge.flow.queue.Batch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static java.util.Comparator.comparingLong;
import static org.assertj.core.api.Assertions.assertThat;

/** Several events a request: when a batch is complete, and what becomes of its members. */
class OutboxBatchTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long MILLI = 1_000_000;
    private static final long NOW = Legs.RECEIVED_AT;
    private static final Limits.Batching EIGHT = new Limits.Batching(8, 100_000, 200 * MILLI);

    private final RecordedEnds ends = new RecordedEnds();
    private final Set<Long> gone = new HashSet<>();

    private static Limits limits(boolean ordered, Limits.Rate rate, Limits.Batching batching) {
        return new Limits(true, ordered, 16, false, rate, new Backoff(1_000, 2, 900_000), 4 * 3_600_000, batching);
    }

    private Outbox outbox(Limits limits) {
        return new Outbox(
                "crm",
                limits,
                new Random(1),
                ends,
                leg -> gone.contains(leg.origin().offset()),
                0);
    }

    private static void offer(Outbox outbox, int from, int to, long now) {
        IntStream.range(from, to).forEach(offset -> outbox.offer(Legs.leg("web", offset), now));
    }

    private static List<Long> offsets(Leg batch) {
        List<Long> offsets = new ArrayList<>();
        for (Leg leg = batch; leg != null; leg = leg.next()) {
            offsets.add(leg.origin().offset());
        }
        return offsets;
    }

    private static void fail(Outbox outbox, Leg batch, Kind kind, long now) {
        for (Leg leg = batch; leg != null; leg = leg.next()) {
            Legs.fail(leg);
        }
        outbox.failed(batch, new Failure(kind, 0, MILLI), now, NOW + now / MILLI);
    }

    @Test
    void batch_goesWhenItIsWhole_andTheRestWhenTheFirstOfItHasWaited() {
        Outbox outbox = outbox(limits(false, null, EIGHT));
        offer(outbox, 0, 7, 0);
        assertThat(outbox.next(0, NOW)).isNull();
        assertThat(outbox.wakeAt(0)).isEqualTo(200 * MILLI);
        offer(outbox, 7, 10, 100 * MILLI);
        assertThat(offsets(outbox.next(100 * MILLI, NOW))).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L);
        assertThat(outbox.next(100 * MILLI, NOW)).isNull();
        assertThat(outbox.wakeAt(100 * MILLI)).isEqualTo(300 * MILLI);
        assertThat(offsets(outbox.next(300 * MILLI, NOW))).containsExactly(8L, 9L);
        assertThat(outbox.inFlight()).isEqualTo(2);
    }

    @Test
    void batch_holdsNoMoreBytesThanItMay_butAnEventThatIsLargerGoesAlone() {
        Outbox outbox = outbox(limits(false, null, new Limits.Batching(100, 2_000, SECOND)));
        offer(outbox, 0, 6, 0);
        outbox.offer(Legs.leg("web", 6, 5_000), 0);
        offer(outbox, 7, 8, 0);
        assertThat(offsets(outbox.next(0, NOW))).containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
        assertThat(offsets(outbox.next(0, NOW))).containsExactly(6L);
        assertThat(outbox.next(0, NOW)).isNull();
        assertThat(offsets(outbox.next(SECOND, NOW))).containsExactly(7L);
    }

    /** Nobody knows which one was meant, until it is alone. */
    @Test
    void refusedBatch_isHalvedUntilTheOneThatIsMeantIsAlone() {
        Outbox outbox = outbox(limits(false, null, EIGHT));
        offer(outbox, 0, 8, 0);
        int requests = 0;
        for (Leg batch = outbox.next(0, NOW); batch != null; batch = outbox.next(0, NOW)) {
            requests++;
            if (offsets(batch).contains(5L)) {
                for (Leg leg = batch; leg != null; leg = leg.next()) {
                    Legs.fail(leg);
                }
                outbox.refused(batch, "http_400", MILLI, 0);
            } else {
                outbox.succeeded(batch, MILLI, 0);
            }
        }
        assertThat(requests).isEqualTo(7);
        assertThat(ends.said)
                .containsExactlyInAnyOrder(
                        "resolved 0",
                        "resolved 1",
                        "resolved 2",
                        "resolved 3",
                        "resolved 4",
                        "resolved 6",
                        "resolved 7",
                        "dead 5 http_400");
    }

    @Test
    void partlyRefused_losesOnlyThese() {
        Outbox outbox = outbox(limits(false, null, EIGHT));
        offer(outbox, 0, 8, 0);
        Leg batch = outbox.next(0, NOW);
        Leg second = batch.next();
        outbox.partly(batch, Map.of(second, "refused"), MILLI, 0);
        assertThat(ends.said).hasSize(8).contains("dead 1 refused", "resolved 0", "resolved 7");
        assertThat(outbox.inFlight()).isZero();
    }

    /** An answer that is for all of them may be about one of them. A silence is about none. */
    @Test
    void failedBatch_isTriedAgainAsItIs_andInHalvesWhenItsAnswerIsAnErrorAgain() {
        Outbox outbox = outbox(limits(false, null, EIGHT));
        offer(outbox, 0, 8, 0);
        fail(outbox, outbox.next(0, NOW), Kind.ERROR, 0);
        assertThat(outbox.queued()).isEqualTo(8);
        Leg again = outbox.next(10 * SECOND, NOW + 10_000);
        assertThat(offsets(again)).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L);
        fail(outbox, again, Kind.ERROR, 10 * SECOND);
        assertThat(offsets(outbox.next(30 * SECOND, NOW + 30_000))).containsExactly(0L, 1L, 2L, 3L);
        assertThat(offsets(outbox.next(30 * SECOND, NOW + 30_000))).containsExactly(4L, 5L, 6L, 7L);
        assertThat(ends.said).isEmpty();
    }

    @Test
    void recalledMembers_leaveABatchThatWaits_andOneThatFails() {
        Outbox outbox = outbox(limits(false, null, EIGHT));
        offer(outbox, 0, 8, 0);
        fail(outbox, outbox.next(0, NOW), Kind.SILENT, 0);
        gone.addAll(List.of(0L, 3L));
        outbox.recall(SECOND);
        assertThat(ends.take()).containsExactlyInAnyOrder("returned 0", "returned 3");
        Leg again = outbox.next(10 * SECOND, NOW + 10_000);
        assertThat(offsets(again)).containsExactly(1L, 2L, 4L, 5L, 6L, 7L);
        gone.add(7L);
        fail(outbox, again, Kind.SILENT, 10 * SECOND);
        assertThat(ends.take()).containsExactly("returned 7");
        assertThat(outbox.queued()).isEqualTo(5);
    }

    /** Each event costs a token; a batch waits until there are enough, and is never larger than a burst. */
    @Test
    void rate_countsEvents() {
        Outbox outbox = outbox(limits(false, new Limits.Rate(10, SECOND, 5), EIGHT));
        offer(outbox, 0, 12, 0);
        assertThat(outbox.next(0, NOW)).isNull();
        assertThat(outbox.wakeAt(0)).isEqualTo(SECOND / 2);
        Leg five = outbox.next(SECOND / 2, NOW);
        assertThat(offsets(five)).hasSize(5);
        outbox.sent(five, SECOND / 2);
        outbox.succeeded(five, MILLI, SECOND / 2);
        assertThat(outbox.next(9 * SECOND / 10, NOW)).isNull();
        assertThat(offsets(outbox.next(SECOND, NOW))).hasSize(5);
    }

    @Test
    void ordered_hasOneEventOfAUserInABatch() {
        Outbox outbox = outbox(limits(true, null, new Limits.Batching(3, 100_000, SECOND)));
        for (int offset = 0; offset < 9; offset++) {
            outbox.offer(Legs.keyed("web", "user-" + offset % 3, offset, 0), 0);
        }
        for (int batch = 0; batch < 3; batch++) {
            Leg first = outbox.next(0, NOW);
            assertThat(offsets(first)).containsExactly(batch * 3L, batch * 3L + 1, batch * 3L + 2);
            assertThat(outbox.next(0, NOW)).isNull();
            outbox.succeeded(first, MILLI, 0);
        }
    }

    private record Attempt(Leg batch, long starts, long ends) {}

    /**
     * Batches between a log that hears late and a destination that is well, fails, hangs and refuses one event in fifty, of
     * which it tells in some answers which they were: one end for each leg, order where it is asked, and everything but those
     * delivered.
     */
    @ParameterizedTest
    @CsvSource({"1,false", "2,false", "3,false", "4,false", "1,true", "2,true", "3,true", "4,true"})
    void anyCourseOfEvents_endsEachLegOnce(long seed, boolean ordered) {
        Random random = new Random(seed);
        LogModel log = new LogModel(3_000, ordered, random);
        Limits limits = new Limits(
                true,
                ordered,
                16,
                true,
                new Limits.Rate(500, SECOND, 50),
                new Backoff(200, 2, 20_000),
                24 * 3_600_000,
                new Limits.Batching(10, 4_000, 30 * MILLI));
        Outbox outbox = new Outbox("crm", limits, random, log, leg -> false, 0);
        log.outbox = outbox;
        PriorityQueue<Attempt> inFlight = new PriorityQueue<>(comparingLong(Attempt::ends));
        int trouble = 0;
        long several = 0;
        for (long now = 0; now < 600 * SECOND && !log.done(); now += 5 * MILLI) {
            trouble = now % (5 * SECOND) == 0 ? (now > 60 * SECOND ? 0 : random.nextInt(4)) : trouble;
            log.step(now);
            while (!inFlight.isEmpty() && inFlight.peek().ends <= now) {
                end(outbox, inFlight.remove(), trouble, now, random);
            }
            for (Leg leg = outbox.next(now, NOW + now / MILLI);
                    leg != null;
                    leg = outbox.next(now, NOW + now / MILLI)) {
                assertThat(Batch.size(leg)).isLessThanOrEqualTo(10);
                several += Batch.size(leg) > 1 ? 1 : 0;
                for (Leg member = leg; member != null; member = member.next()) {
                    log.attempted(member, seed);
                }
                outbox.sent(leg, now);
                inFlight.add(new Attempt(leg, now, now + random.nextLong(100 * MILLI)));
            }
            assertThat(inFlight).hasSizeLessThanOrEqualTo(16);
        }
        assertThat(log.open()).as("open legs, seed %d", seed).isEmpty();
        assertThat(several).as("batches of several").isGreaterThan(100);
    }

    private static void end(Outbox outbox, Attempt attempt, int trouble, long now, Random random) {
        Leg batch = attempt.batch;
        List<Leg> poison = new ArrayList<>();
        for (Leg leg = batch; leg != null; leg = leg.next()) {
            if (leg.origin().offset() % 50 == 7) {
                poison.add(leg);
            }
        }
        if (random.nextInt(4) < trouble) {
            fail(outbox, batch, trouble == 3 ? Kind.SILENT : Kind.ERROR, now);
        } else if (poison.isEmpty()) {
            outbox.succeeded(batch, now - attempt.starts, now);
        } else if (random.nextBoolean()) {
            for (Leg leg = batch; leg != null; leg = leg.next()) {
                Legs.fail(leg);
            }
            outbox.refused(batch, "http_400", now - attempt.starts, now);
        } else {
            poison.forEach(Legs::fail);
            Map<Leg, String> reasons = new HashMap<>();
            poison.forEach(leg -> reasons.put(leg, "refused"));
            outbox.partly(batch, reasons, now - attempt.starts, now);
        }
    }
}
