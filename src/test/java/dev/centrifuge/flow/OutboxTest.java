package dev.centrifuge.flow;

import dev.centrifuge.flow.Failure.Kind;
import dev.centrifuge.flow.limit.Backoff;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What an outbox says to the log, and when it lets a leg go: one thing at a time. */
class OutboxTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long MILLI = 1_000_000;
    private static final long NOW = Legs.RECEIVED_AT;
    private static final long HOURS = 3_600_000;
    private static final Backoff BACKOFF = new Backoff(1_000, 2, 900_000);

    private final RecordedEnds ends = new RecordedEnds();
    private boolean recalled;

    private static Limits limits(boolean enabled, int inFlight, Limits.Rate rate, long ttlMillis) {
        return new Limits(enabled, false, inFlight, false, rate, BACKOFF, ttlMillis);
    }

    private Outbox outbox(Limits limits) {
        return new Outbox("crm", limits, new Random(1), ends, leg -> recalled, 0);
    }

    private final Outbox outbox = outbox(limits(true, 2, null, 4 * HOURS));

    private void offer(Outbox to, int... offsets) {
        for (int offset : offsets) {
            to.offer(Legs.leg("web", offset), 0);
        }
    }

    private static void fail(Outbox outbox, Leg leg, Kind kind, long gateMillis, long now) {
        Legs.fail(leg);
        outbox.failed(leg, new Failure(kind, gateMillis, MILLI), now, NOW + now / MILLI);
    }

    /** Fails legs until it closes. */
    private int breakIt(long now) {
        int offset = 1_000;
        while (ends.said.stream().noneMatch(said -> said.startsWith("CLOSED"))) {
            Leg leg = outbox.next(now, NOW + now / MILLI);
            if (leg == null) {
                outbox.offer(Legs.leg("web", offset++), now);
            } else {
                fail(outbox, leg, Kind.ERROR, 0, now);
            }
        }
        return offset - 1_000;
    }

    @Test
    void next_givesNoMoreThanTheConcurrencyAllows() {
        offer(outbox, 0, 1, 2);
        Leg first = outbox.next(0, NOW);
        assertThat(outbox.next(0, NOW)).isNotNull();
        assertThat(outbox.next(0, NOW)).isNull();
        outbox.succeeded(first, MILLI, 0);
        assertThat(outbox.next(0, NOW)).isNotNull();
        assertThat(ends.said).containsExactly("resolved 0");
    }

    @Test
    void next_keepsTheRate() {
        Outbox limited = outbox(limits(true, 100, new Limits.Rate(10, SECOND, 1), HOURS));
        offer(limited, 0, 1);
        assertThat(limited.next(0, NOW)).isNull();
        assertThat(limited.wakeAt(0)).isEqualTo(SECOND / 10);
        Leg first = limited.next(SECOND / 10, NOW);
        assertThat(first).isNotNull();
        assertThat(limited.next(SECOND, NOW)).as("the first has not left").isNull();
        limited.sent(first, SECOND);
        assertThat(limited.next(SECOND, NOW)).isNull();
        assertThat(limited.wakeAt(SECOND)).isEqualTo(SECOND + SECOND / 10);
        assertThat(limited.next(SECOND + SECOND / 10, NOW)).isNotNull();
    }

    /** It had a token set aside, and never used it. */
    @Test
    void attempt_thatNeverLeft_costsNothing() {
        Outbox limited = outbox(limits(true, 100, new Limits.Rate(10, SECOND, 1), HOURS));
        offer(limited, 0, 1);
        Leg first = limited.next(SECOND, NOW);
        assertThat(limited.next(SECOND, NOW)).isNull();
        fail(limited, first, Kind.SILENT, 0, SECOND);
        assertThat(limited.next(SECOND, NOW)).isNotNull();
    }

    /** A kept connection turned out dead, and the request went a second time. */
    @Test
    void attempt_thatLeftTwice_costsTwo() {
        Outbox limited = outbox(limits(true, 100, new Limits.Rate(10, SECOND, 1), HOURS));
        offer(limited, 0, 1);
        Leg first = limited.next(SECOND, NOW);
        limited.sent(first, SECOND);
        limited.sent(first, SECOND);
        assertThat(limited.wakeAt(SECOND)).isEqualTo(SECOND + SECOND / 5);
    }

    /** What this process was too late to hear says nothing: no trouble, no smaller limit, and the leg is tried again. */
    @Test
    void unheard_saysNothingAgainstTheDestination() {
        for (int i = 0; i < 1_000; i++) {
            offer(outbox, i);
            Leg leg = outbox.next(i * SECOND, NOW);
            fail(outbox, leg, Kind.UNHEARD, 0, i * SECOND);
        }
        assertThat(ends.said).noneMatch(said -> said.startsWith("CLOSED"));
    }

    /** Four requests, which is all that it gets before its first answer, and their time-outs close it. */
    @Test
    void hungFromTheStart_closesAfterOneTimeout() {
        Outbox adaptive = outbox(new Limits(true, false, 64, true, null, BACKOFF, 4 * HOURS));
        List<Leg> sent = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            adaptive.offer(Legs.leg("web", i), 0);
        }
        for (long now = 0; now < 10 * SECOND; now += SECOND / 10) {
            for (Leg leg = adaptive.next(now, NOW); leg != null; leg = adaptive.next(now, NOW)) {
                sent.add(leg);
            }
        }
        assertThat(sent).hasSize(4);
        for (Leg leg : sent) {
            Legs.fail(leg);
            adaptive.failed(leg, new Failure(Kind.SILENT, 0, 10 * SECOND), 10 * SECOND, NOW + 10_000);
        }
        assertThat(ends.said).contains("CLOSED 1");
    }

    /** A hundred events failed, each once; now the destination takes them, in one second, and new ones in between. */
    @Test
    void retriesThatSucceed_needNoBudget_andLeaveEverySecondPlaceToFirstAttempts() {
        Outbox well = outbox(limits(true, 1, null, HOURS));
        for (int i = 0; i < 200; i++) {
            well.offer(Legs.leg("web", i), 0);
            Leg leg = well.next(0, NOW);
            if (i % 2 == 0) {
                fail(well, leg, Kind.ERROR, 0, 0);
            } else {
                well.succeeded(leg, MILLI, 0);
            }
        }
        for (int i = 200; i < 300; i++) {
            well.offer(Legs.leg("web", i), 0);
        }
        ends.said.clear();
        long now = 30 * SECOND;
        for (Leg leg = well.next(now, NOW); leg != null; leg = well.next(now, NOW)) {
            well.succeeded(leg, MILLI, now);
        }
        assertThat(ends.said).hasSizeGreaterThan(190);
        assertThat(ends.said.subList(0, 100).stream().filter(said -> said.matches("resolved 2\\d\\d")))
                .hasSizeBetween(49, 51);
    }

    @Test
    void idle_isNeverWoken() {
        assertThat(outbox.wakeAt(0)).isEqualTo(Long.MAX_VALUE);
        offer(outbox, 0);
        outbox.succeeded(outbox.next(0, NOW), MILLI, 0);
        assertThat(outbox.next(2 * SECOND, NOW)).as("tidies up once").isNull();
        assertThat(outbox.wakeAt(2 * SECOND)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void failed_firstAttempts_waitInMemory() {
        offer(outbox, 1);
        Leg leg = outbox.next(0, NOW);
        fail(outbox, leg, Kind.ERROR, 0, 0);
        assertThat(ends.said).isEmpty();
        assertThat(outbox.wakeAt(0)).isBetween(0L, SECOND);
        assertThat(outbox.next(SECOND, NOW)).isSameAs(leg);
    }

    @Test
    void failed_often_goesToADelayTopic_ofTheBackoffsLength() {
        for (int attempts : List.of(4, 7, 29)) {
            Leg leg = Legs.failed(attempts, attempts);
            outbox.offer(leg, 0);
            assertThat(outbox.next(0, NOW)).isSameAs(leg);
            fail(outbox, leg, Kind.ERROR, 0, 0);
        }
        assertThat(ends.said).containsExactly("put 4 30s", "put 7 2m", "put 29 15m");
    }

    @Test
    void failed_pastItsTimeToLive_isDead() {
        Outbox shortLived = outbox(limits(true, 2, null, 60_000));
        Leg late = Legs.failed(1, 8);
        shortLived.offer(late, 0);
        shortLived.next(0, NOW);
        fail(shortLived, late, Kind.ERROR, 0, 59_999 * MILLI);
        assertThat(ends.said).containsExactly("dead 1 ttl");
    }

    @Test
    void queued_pastItsTimeToLive_isDead_thoughNothingMayBeSent() {
        Outbox slow = outbox(limits(true, 2, new Limits.Rate(1, 86_400 * SECOND, 1), 60_000));
        offer(slow, 1, 2);
        assertThat(slow.wakeAt(0)).isLessThanOrEqualTo(SECOND);
        assertThat(slow.next(60 * SECOND, NOW + 60_000)).isNull();
        assertThat(ends.said).containsExactly("dead 1 ttl", "dead 2 ttl");
    }

    @Test
    void retryAfter_short_gatesTheWholeDestination_andNothingIsReturned() {
        offer(outbox, 1, 2);
        fail(outbox, outbox.next(0, NOW), Kind.TURNED_AWAY, 3_000, 0);
        assertThat(outbox.next(2 * SECOND, NOW)).isNull();
        assertThat(ends.said).isEmpty();
        assertThat(outbox.next(3 * SECOND, NOW)).isNotNull();
    }

    @Test
    void retryAfter_long_closes_andOpensWhenItIsOver() {
        offer(outbox, 1, 2, 3);
        fail(outbox, outbox.next(0, NOW), Kind.TURNED_AWAY, 60_000, 0);
        assertThat(ends.take()).containsExactly("CLOSED 1", "returned 2", "returned 3");
        assertThat(outbox.wakeAt(2 * SECOND)).isLessThanOrEqualTo(60 * SECOND);
        assertThat(outbox.next(59 * SECOND, NOW)).isNull();
        assertThat(outbox.next(60 * SECOND, NOW)).as("the one that was kept").isNotNull();
        assertThat(ends.take()).containsExactly("READY 1");
    }

    @Test
    void retryAfter_isAtMostAnHour() {
        offer(outbox, 1);
        fail(outbox, outbox.next(0, NOW), Kind.TURNED_AWAY, Long.MAX_VALUE, 0);
        assertThat(outbox.next(3_600 * SECOND, NOW)).isNotNull();
    }

    @Test
    void down_keepsOneProbe_andReturnsTheOthers() {
        offer(outbox, 1, 2, 3);
        outbox.next(0, NOW);
        int failures = breakIt(0);
        assertThat(failures).isBetween(30, 60);
        assertThat(outbox.queued()).as("the probe").isEqualTo(1);
        assertThat(ends.take())
                .startsWith("CLOSED 1")
                .filteredOn(said -> said.startsWith("returned"))
                .isNotEmpty();
        assertThat(outbox.offer(Legs.leg("web", 9_999), 0)).isFalse();
        assertThat(ends.take()).containsExactly("returned 9999");
    }

    @Test
    void recovered_takesEverythingAgain_butNotWhatWasUnderWay() {
        breakIt(0);
        long later = 60 * SECOND;
        Leg probe = outbox.next(later, NOW);
        assertThat(outbox.next(later, NOW)).as("one probe at a time").isNull();
        ends.take();
        outbox.succeeded(probe, MILLI, later);
        assertThat(ends.take()).contains("READY 1");
        assertThat(outbox.offer(Legs.leg("web", 7), later))
                .as("stamped before it closed")
                .isFalse();
        assertThat(outbox.offer(Legs.keyed("web", "", 8, 1), later)).isTrue();
    }

    /** Drives an outbox in trouble until it asks for a probe. */
    private long untilItAsks(long from) {
        long now = from;
        while (!ends.said.contains("PROBE 1")) {
            now = Math.max(now + 1, outbox.wakeAt(now));
            for (Leg leg = outbox.next(now, NOW); leg != null; leg = outbox.next(now, NOW)) {
                fail(outbox, leg, Kind.ERROR, 0, now);
            }
        }
        return now;
    }

    @Test
    void probe_thatFailsAgainAndAgain_makesRoomForAnother() {
        breakIt(0);
        ends.take();
        long now = untilItAsks(0);
        assertThat(now).as("three probes, a pause of at most 4 s before each").isLessThan(13 * SECOND);
        assertThat(ends.take()).filteredOn(said -> said.startsWith("put")).hasSize(1);
        assertThat(outbox.offer(Legs.keyed("web", "", 5, 1), now)).as("one").isTrue();
        assertThat(outbox.offer(Legs.keyed("web", "", 6, 1), now)).as("not two").isFalse();
        Leg probe = outbox.next(now, NOW);
        assertThat(probe.origin().offset()).isEqualTo(5);
        fail(outbox, probe, Kind.SILENT, 0, now);
        assertThat(ends.take()).containsExactly("returned 6", "CLOSED 2");
    }

    @Test
    void probe_thatHangs_doesNotHoldUpTheNext() {
        breakIt(0);
        long now = untilItAsks(0);
        outbox.offer(Legs.keyed("web", "", 5, 1), now);
        Leg hanging = outbox.next(now, NOW);
        ends.take();
        assertThat(outbox.wakeAt(now)).isLessThanOrEqualTo(now + 4 * SECOND);
        assertThat(outbox.next(now + 4 * SECOND, NOW)).isNull();
        assertThat(ends.take()).containsExactly("CLOSED 2", "PROBE 2");
        outbox.succeeded(hanging, 4 * SECOND, now + 4 * SECOND);
        assertThat(ends.take()).containsExactly("resolved 5", "READY 2");
    }

    @Test
    void disabled_returnsEverything_andSaysSoAtTheStart() {
        offer(outbox, 1);
        outbox.reconfigure(limits(false, 2, null, HOURS), 0);
        assertThat(ends.take()).containsExactly("CLOSED 1", "returned 1");
        assertThat(outbox.next(0, NOW)).isNull();
        outbox.reconfigure(limits(true, 2, null, HOURS), 0);
        assertThat(ends.take()).containsExactly("READY 1");
        outbox(limits(false, 2, null, HOURS));
        assertThat(ends.take()).containsExactly("CLOSED 1");
    }

    @Test
    void absent_isRemovedAfterTenMinutes_andMayComeBack() {
        Outbox absent = outbox(Limits.ABSENT);
        offer(absent, 1);
        assertThat(ends.take()).containsExactly("CLOSED 1", "returned 1");
        assertThat(absent.wakeAt(0)).isEqualTo(600 * SECOND);
        absent.next(600 * SECOND - 1, NOW);
        assertThat(ends.take()).isEmpty();
        absent.next(600 * SECOND, NOW);
        assertThat(ends.take()).containsExactly("REMOVED 1");
        assertThat(absent.wakeAt(600 * SECOND)).isEqualTo(Long.MAX_VALUE);
        absent.reconfigure(limits(true, 2, null, HOURS), 700 * SECOND);
        assertThat(ends.take()).containsExactly("READY 1");
    }

    /** A sweep may have its scopes on board, for what is past its time. */
    @Test
    void absent_isToldToTheLog_thoughItWasClosedBefore() {
        offer(outbox, 1);
        outbox.reconfigure(limits(false, 2, null, HOURS), 0);
        assertThat(ends.take()).containsExactly("CLOSED 1", "returned 1");
        outbox.reconfigure(Limits.ABSENT, 0);
        assertThat(ends.take()).containsExactly("CLOSED 1");
        outbox.reconfigure(Limits.ABSENT, 0);
        assertThat(ends.take()).isEmpty();
    }

    @Test
    void gone_stopsUntilItIsConfiguredAnew() {
        offer(outbox, 1, 2);
        outbox.gone(outbox.next(0, NOW), 0);
        assertThat(ends.take()).containsExactly("CLOSED 1", "returned 2", "returned 1");
        outbox.reconfigure(limits(true, 2, null, HOURS), 0);
        assertThat(ends.take()).containsExactly("READY 1");
    }

    @Test
    void reload_withTheSameRate_isNoSecondBurst() {
        Limits limited = limits(true, 100, new Limits.Rate(10, SECOND, 10), HOURS);
        Outbox rated = outbox(limited);
        int sent = 0;
        for (int reload = 0; reload < 5; reload++) {
            for (int i = 0; i < 10; i++) {
                offer(rated, reload * 10 + i);
            }
            for (Leg leg = rated.next(10 * SECOND, NOW); leg != null; leg = rated.next(10 * SECOND, NOW)) {
                rated.sent(leg, 10 * SECOND);
                sent++;
            }
            rated.reconfigure(limits(true, 100, new Limits.Rate(10, SECOND, 10), 2 * HOURS), 10 * SECOND);
        }
        assertThat(sent).isEqualTo(10);
    }

    @Test
    void refused_saysNothingAgainstTheDestination() {
        for (int i = 0; i < 1_000; i++) {
            offer(outbox, i);
            outbox.refused(outbox.next(0, NOW), "http_400", MILLI, 0);
        }
        assertThat(ends.said).hasSize(1_000).allMatch(said -> said.endsWith("http_400"));
    }

    @Test
    void recall_returnsWhatIsNotInFlight_andWhatFailsLater() {
        offer(outbox, 0, 1, 2, 3, 4);
        Leg inFlight = outbox.next(0, NOW);
        recalled = true;
        outbox.recall(0);
        assertThat(ends.take()).containsExactly("returned 1", "returned 2", "returned 3", "returned 4");
        fail(outbox, inFlight, Kind.ERROR, 0, 0);
        assertThat(ends.take()).containsExactly("returned 0");
        assertThat(outbox.inFlight() + outbox.queued()).isZero();
    }

    @Test
    void behind_isTold_onceASecond_whereMuchWaitsForLong() {
        Outbox slow = outbox(limits(true, 2, new Limits.Rate(1, SECOND, 1), HOURS));
        List<Long> told = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            long now = i * 10 * MILLI;
            slow.offer(Legs.leg("web", i, 800), now);
            slow.offer(Legs.leg("app", 1_000 + i, 1), now);
            if (ends.take().contains("behind web")) {
                told.add(now / MILLI);
            }
        }
        assertThat(told).containsExactly(1_010L, 2_010L, 3_010L, 4_010L);
    }

    @Test
    void waiting_isBounded_andTheRestGoesToTheShortestDelay() {
        Outbox wide = outbox(limits(true, 10_000, null, 4 * HOURS));
        for (int i = 0; i < 2_500; i++) {
            // Every second is taken, so that the destination is not to blame.
            offer(wide, i, 10_000 + i);
            fail(wide, wide.next(0, NOW), Kind.ERROR, 0, 0);
            wide.succeeded(wide.next(0, NOW), MILLI, 0);
        }
        // A few drew a wait of 0 and were tried again at once.
        assertThat(wide.queued()).isBetween(2_000, 2_010);
        assertThat(ends.said).noneMatch(said -> said.endsWith("2m") || said.endsWith("15m"));
        assertThat(ends.said).filteredOn(said -> said.endsWith("30s")).hasSizeBetween(490, 510);
    }

    /** They come from a delay topic, are due, and find no room. */
    @Test
    void due_withoutRoom_goesOneStepFarther_andNoFartherThanItLives() {
        Outbox full = outbox(limits(true, 10_000, null, 4 * HOURS));
        for (int i = 0; i < 2_000; i++) {
            full.offer(Legs.failed(i, 4), 0);
        }
        full.offer(Legs.failed(3_000, 4), 0);
        full.offer(Legs.delayed("c.retry.30s", 3_001, 4), 0);
        full.offer(Legs.delayed("c.retry.2m", 3_002, 4), 0);
        full.offer(Legs.delayed("c.retry.30s", 3_003, 12), 0);
        assertThat(ends.take()).containsExactly("put 3000 30s", "put 3001 2m", "put 3002 15m", "put 3003 15m");
        full.reconfigure(limits(true, 10_000, null, 200_000), 0);
        full.offer(Legs.delayed("c.retry.30s", 3_004, 12), 0);
        full.offer(Legs.delayed("c.retry.2m", 3_005, 4), 0);
        assertThat(ends.take()).containsExactly("put 3004 2m", "put 3005 30s");
    }
}
