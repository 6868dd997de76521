package dev.centrifuge.flow.outbox;

import dev.centrifuge.flow.Leg;
import dev.centrifuge.flow.Legs;
import dev.centrifuge.flow.RecordedEnds;
import dev.centrifuge.flow.limit.Backoff;
import dev.centrifuge.flow.outbox.Failure.Kind;
import java.util.Random;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Where order is asked. */
class OrderTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long NOW = Legs.RECEIVED_AT;

    private final RecordedEnds ends = new RecordedEnds();
    private final Outbox outbox = new Outbox("crm", limits(true, true), new Random(1), ends, leg -> false, 0);

    private static Limits limits(boolean enabled, boolean ordered) {
        return new Limits(enabled, ordered, 5_000, false, null, new Backoff(1_000, 2, 900_000), 3_600_000);
    }

    private boolean offer(String key, int offset, int round) {
        return outbox.offer(Legs.keyed("web", key, offset, round), 0);
    }

    private Leg next(long now) {
        return outbox.next(now, NOW);
    }

    private void fail(Leg leg, long now) {
        Legs.fail(leg);
        outbox.failed(leg, new Failure(Kind.ERROR, 0, 1_000_000), now, NOW);
    }

    @Test
    void key_hasOneInFlight_andOthersGoOn() {
        offer("a", 1, 0);
        offer("a", 2, 0);
        offer("b", 3, 0);
        Leg first = next(0);
        assertThat(next(0).origin().offset()).isEqualTo(3);
        assertThat(next(0)).isNull();
        outbox.succeeded(first, 1, 0);
        assertThat(next(0).origin().offset()).isEqualTo(2);
    }

    @Test
    void failed_blocksItsKey_untilItHasEnded() {
        offer("a", 1, 0);
        offer("a", 2, 0);
        Leg first = next(0);
        offer("a", 3, 0);
        fail(first, 0);
        assertThat(ends.take()).containsExactly("blocked 1 1", "returned 2", "returned 3");
        assertThat(offer("a", 4, 1)).as("blocked").isFalse();
        ends.take();
        Leg again = next(SECOND);
        assertThat(again).isSameAs(first);
        fail(again, SECOND);
        assertThat(ends.take()).as("it is blocked already").isEmpty();
        outbox.succeeded(next(4 * SECOND), 1, 4 * SECOND);
        assertThat(ends.take()).containsExactly("resolved 1", "unblocked 1");
    }

    @Test
    void leg_thatWasUnderWayWhenItsKeyWasBlocked_goesBack_howeverLate() {
        offer("a", 1, 0);
        fail(next(0), 0);
        outbox.succeeded(next(SECOND), 1, SECOND);
        ends.take();
        assertThat(offer("a", 5, 0)).isFalse();
        assertThat(offer("b", 6, 0)).as("another key is not concerned").isTrue();
        assertThat(offer("b", 7, 1)).isTrue();
        ends.again(5);
        assertThat(offer("a", 5, 1)).isTrue();
    }

    @Test
    void failed_neverGoesToADelayTopic() {
        offer("a", 1, 0);
        long now = 0;
        for (int i = 0; i < 30; i++) {
            Leg leg = next(now);
            assertThat(leg).isNotNull();
            fail(leg, now);
            outbox.offer(Legs.keyed("web", "other", 100 + i, 1), now);
            outbox.succeeded(next(now), 1, now);
            now += 900 * SECOND;
        }
        assertThat(ends.said).noneMatch(said -> said.startsWith("put"));
    }

    @Test
    void tooManyBlockedKeys_close_untilHalfOfThemAreDone() {
        for (int i = 0; ends.said.stream().noneMatch(said -> said.startsWith("CLOSED")); i++) {
            offer("k" + i, i, i);
            offer("ok" + i, 10_000 + i, i);
            for (Leg leg = next(0); leg != null; leg = next(0)) {
                if (leg.origin().offset() >= 10_000) {
                    outbox.succeeded(leg, 1, 0);
                } else {
                    fail(leg, 0);
                }
            }
        }
        assertThat(ends.said).filteredOn(said -> said.startsWith("blocked")).hasSize(1_001);
        assertThat(ends.take()).contains("CLOSED 1002");
        assertThat(offer("x", 5_000, 1_001)).isFalse();
        long now = 0;
        int done = 0;
        while (ends.said.stream().noneMatch("READY 1002"::equals)) {
            now += SECOND / 10;
            for (Leg leg = next(now); leg != null; leg = next(now)) {
                outbox.succeeded(leg, 1, now);
                done++;
            }
        }
        assertThat(done).isGreaterThanOrEqualTo(501);
    }

    @Test
    void closed_keepsBlockedLegs_shutDoesNot() {
        offer("a", 1, 0);
        fail(next(0), 0);
        offer("b", 2, 1);
        Leg gating = next(0);
        Legs.fail(gating);
        outbox.failed(gating, new Failure(Kind.TURNED_AWAY, 60_000, 1), 0, NOW);
        assertThat(ends.take()).containsExactly("blocked 1 1", "CLOSED 2", "blocked 2 3");
        outbox.reconfigure(limits(false, true), 0);
        assertThat(ends.take()).containsExactlyInAnyOrder("returned 1", "unblocked 1", "returned 2", "unblocked 2");
    }

    @Test
    void order_changes_onlyWhenNothingIsInFlight() {
        offer("a", 1, 0);
        offer("a", 2, 0);
        Leg first = next(0);
        outbox.reconfigure(limits(true, false), 0);
        assertThat(ends.take()).containsExactly("CLOSED 1", "returned 2");
        outbox.succeeded(first, 1, 0);
        assertThat(ends.take()).containsExactly("resolved 1", "READY 1");
        outbox.reconfigure(limits(true, true), 0);
        assertThat(ends.take()).containsExactly("CLOSED 2", "READY 2");
    }

    /** Else a crash could give the first another chance when the second has arrived. */
    @Test
    void refused_keepsItsKey_untilThatIsOnRecord() {
        offer("a", 1, 0);
        offer("a", 2, 0);
        offer("b", 3, 0);
        Leg refused = next(0);
        assertThat(next(0).origin().offset()).isEqualTo(3);
        outbox.refused(refused, "http_400", 1, 0);
        offer("a", 4, 0);
        assertThat(ends.take()).containsExactly("dead 1 http_400");
        assertThat(next(0)).isNull();
        assertThat(refused.awaited()).isTrue();

        outbox.offer(refused, 0);
        Leg second = next(0);
        assertThat(second.origin().offset()).isEqualTo(2);
        outbox.succeeded(second, 1, 0);
        outbox.offer(refused, 0);
        assertThat(next(0).origin().offset()).isEqualTo(4);
    }

    @Test
    void blocked_andRefused_isUnblockedAtOnce_andKeepsItsKeyStill() {
        offer("a", 1, 0);
        fail(next(0), 0);
        Leg again = next(SECOND);
        outbox.refused(again, "http_400", 1, SECOND);
        assertThat(ends.take()).containsExactly("blocked 1 1", "dead 1 http_400", "unblocked 1");
        assertThat(offer("a", 2, 1)).isTrue();
        assertThat(next(SECOND)).isNull();
        outbox.offer(again, SECOND);
        assertThat(next(SECOND).origin().offset()).isEqualTo(2);
    }

    /** Nobody will tell whether its letter was written: who has the partition next reads from what is committed. */
    @Test
    void refused_andRecalled_lets_its_key_go() {
        boolean[] recalled = {false};
        Outbox moved = new Outbox("crm", limits(true, true), new Random(1), ends, leg -> recalled[0], 0);
        moved.offer(Legs.keyed("web", "a", 1, 0), 0);
        moved.offer(Legs.keyed("web", "a", 2, 0), 0);
        moved.refused(moved.next(0, NOW), "http_400", 1, 0);
        recalled[0] = true;
        moved.recall(0);
        recalled[0] = false;
        assertThat(ends.take()).containsExactly("dead 1 http_400", "returned 2");
        ends.again(2);
        moved.offer(Legs.keyed("web", "a", 2, 0), 0);
        assertThat(moved.next(0, NOW)).isNotNull();
    }

    @Test
    void pastItsTime_keepsNobodyWaiting() {
        offer("a", 1, 0);
        offer("a", 2, 0);
        assertThat(outbox.next(0, NOW + 3_600_000)).isNull();
        assertThat(ends.take()).containsExactly("dead 2 ttl", "dead 1 ttl");
    }
}
