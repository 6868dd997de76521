package dev.centrifuge.simulation.check;

import dev.centrifuge.event.Envelope;
import dev.centrifuge.event.Event;
import dev.centrifuge.flow.Charge;
import dev.centrifuge.flow.Leg;
import dev.centrifuge.flow.Origin;
import dev.centrifuge.flow.Trail;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Checkers notice what breaks their promise, and nothing else. */
class CheckersTest {
    private static final long SECOND = 1_000_000_000L;

    private final Ledger ledger = new Ledger();
    private final LegLife leg =
            ledger.appended(0, 7, "web", "web/u", 1_000, List.of("crm")).legs().get(0);

    private static void broken(Promise promise, ThrowingCallable action) {
        assertThatThrownBy(action)
                .isInstanceOfSatisfying(
                        BrokenPromise.class,
                        broken -> assertThat(broken.promise()).isEqualTo(promise));
    }

    @Test
    void rate_allowsBurstAndRefill() {
        RateCheck check = new RateCheck("crm", 10, SECOND, 2, 0);
        check.sent(0);
        check.sent(0);
        check.sent(SECOND / 10);
        check.sent(SECOND / 5);
        broken(Promise.RATE, () -> check.sent(SECOND / 4));
    }

    @Test
    void order_isThatOfFirstDeliveries() {
        OrderCheck check = new OrderCheck();
        check.firstDelivered("u", 1);
        check.firstDelivered("v", 9);
        check.firstDelivered("u", 4);
        broken(Promise.ORDER, () -> check.firstDelivered("u", 3));
    }

    @Test
    void order_isOneAtATime() {
        OrderCheck check = new OrderCheck();
        check.sent("node0", "u");
        check.sent("node1", "u");
        check.ended("node0", "u");
        check.sent("node0", "u");
        broken(Promise.ORDER, () -> check.sent("node0", "u"));
    }

    @Test
    void held_isOnceAndEndsOnce() {
        HeldCheck check = new HeldCheck();
        Leg held = held(3);
        check.handed(held);
        broken(Promise.ONE_LEG, () -> check.handed(held(3)));
        check.handed(held(4));
        assertThat(check.size()).isEqualTo(2);
        HeldCheck other = new HeldCheck();
        other.handed(held);
        other.ended(held);
        broken(Promise.ONE_LEG, () -> other.ended(held));
    }

    private static Leg held(long offset) {
        Event event = new Event(new Envelope("web", "m", "track", 0, null, null), new byte[0], new byte[0]);
        return new Leg(new Origin("events", 0, offset, 1), event, "crm", new Charge(1), Trail.NONE, 0);
    }

    @Test
    void ledger_excusesOneRepeatPerFault() {
        assertThat(ledger.taken(leg)).isTrue();
        ledger.excuse(leg);
        assertThat(ledger.taken(leg)).isFalse();
        assertThat(ledger.repeated()).isEqualTo(1);
        broken(Promise.FEW_DUPLICATES, () -> ledger.taken(leg));
    }

    @Test
    void ledger_missesWhatNeverEnded() {
        broken(Promise.NOTHING_LOST, ledger::quiet);
        ledger.died(leg);
        ledger.quiet();
        assertThat(ledger.dead()).isEqualTo(1);
        assertThat(ledger.legs()).isEqualTo(ledger.delivered() + ledger.dead());
    }

    @Test
    void ledger_countsAStretchThatDied() {
        ledger.appended(0, 8, "web", "web/u", 1_000, List.of("crm", "mail"));
        ledger.died(0, 7, 9, "crm");
        assertThat(ledger.dead()).isEqualTo(2);
        assertThat(ledger.unsettled()).extracting(LegLife::destination).containsExactly("mail");
    }

    @Test
    void ledger_letsGoOfWhatNobodyWantsAnyMore() {
        ledger.optional("crm");
        ledger.quiet();
    }

    @Test
    void ledger_knowsWhoWantsWhat() {
        broken(Promise.FUNNEL, () -> ledger.leg(0, "mail"));
    }
}
