package dev.centrifuge.flow.outbox;

import dev.centrifuge.flow.Leg;
import dev.centrifuge.flow.Legs;
import dev.centrifuge.flow.outbox.Failure.Kind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** When an outbox lets a leg go, and where it goes that has failed: one thing at a time. */
class OutboxTest extends OutboxFixture {

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
