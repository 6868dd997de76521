package dev.centrifuge.flow.outbox;

import dev.centrifuge.flow.Leg;
import dev.centrifuge.flow.Legs;
import dev.centrifuge.flow.outbox.Failure.Kind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What an outbox says to the log of a destination in trouble: when it closes, probes and opens. */
class OutboxTroubleTest extends OutboxFixture {

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
    void refused_saysNothingAgainstTheDestination() {
        for (int i = 0; i < 1_000; i++) {
            offer(outbox, i);
            outbox.refused(outbox.next(0, NOW), "http_400", MILLI, 0);
        }
        assertThat(ends.said).hasSize(1_000).allMatch(said -> said.endsWith("http_400"));
    }
}
