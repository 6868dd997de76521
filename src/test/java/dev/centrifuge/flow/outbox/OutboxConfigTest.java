package dev.centrifuge.flow.outbox;

import dev.centrifuge.flow.Leg;
import dev.centrifuge.flow.outbox.Failure.Kind;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What an outbox says to the log when its configuration changes, or its partitions go elsewhere. */
class OutboxConfigTest extends OutboxFixture {

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
}
