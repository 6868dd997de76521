package dev.centrifuge.flow;

import dev.centrifuge.event.Event;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BudgetTest {
    private final Budget budget = new Budget(100_000);
    private final Map<String, Leg> holding = new HashMap<>();

    private Leg charged(String destination, int bytes) {
        Event event = new Event(Legs.leg("web", 0).event().envelope(), new byte[0], new byte[bytes - 200]);
        Leg leg = Legs.to(destination, event, new Charge(bytes));
        budget.charge(leg, budget.share(destination), 0);
        return leg;
    }

    @Test
    void node_paysForAnEventOnce_howeverManyLegsItHas() {
        Event event = Legs.leg("web", 0, 800).event();
        Charge charge = new Charge(event.weight());
        List<Leg> legs = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            legs.add(Legs.to("d" + i, event, charge));
            budget.charge(legs.get(i), budget.share("d" + i), 0);
        }
        assertThat(budget.used()).isEqualTo(1000 + 5 * Budget.LEG_BYTES);

        legs.subList(0, 4).forEach(budget::release);
        assertThat(budget.used()).isEqualTo(1000 + Budget.LEG_BYTES);
        budget.release(legs.get(4));
        assertThat(budget.used()).isZero();
    }

    @Test
    void legs_exhaustIt_whereAnEventHasHundreds() {
        Event event = Legs.leg("web", 0, 800).event();
        Charge charge = new Charge(event.weight());
        for (int i = 0; i < 800; i++) {
            budget.charge(Legs.to("d" + i, event, charge), budget.share("d" + i), 0);
        }
        assertThat(budget.exhausted()).isTrue();
    }

    @Test
    void pair_mayHoldAsMuchAsIsFree_whileLegsEnd() {
        Share share = budget.share("a");
        budget.release(charged("a", 1_000));
        charged("a", 49_000);
        assertThat(budget.overShare(share, "web", 1)).isFalse();
        charged("a", 2_000);
        assertThat(budget.overShare(share, "web", 1)).isTrue();
        assertThat(budget.overShare(share, "app", 1)).isFalse();
    }

    @Test
    void pair_mayHoldLittle_whereNoLegEnds() {
        Share share = budget.share("a");
        Leg first = charged("a", 2_900);
        assertThat(budget.overShare(share, "web", 1)).isFalse();
        charged("a", 300);
        assertThat(budget.overShare(share, "web", 1)).isTrue();
        budget.release(first);
        charged("a", 2_900);
        assertThat(budget.overShare(share, "web", 1)).isFalse();
        assertThat(budget.overShare(share, "web", 2_000_000_000L))
                .as("a while ago")
                .isTrue();
    }

    @Test
    void detaching_helpsNobody_whereThereIsNobodyElse() {
        charged("a", 4_000);
        assertThat(budget.overShare(budget.share("a"), "web", 1)).isTrue();
        assertThat(budget.wouldHelp(budget.share("a"), 1)).isFalse();
        charged("b", 4_000);
        assertThat(budget.wouldHelp(budget.share("a"), 100_000_000)).isTrue();
    }

    @Test
    void live_isWhoHoldsAQuarterOfWhatItMay_orLessThanTheLittleThatItMay() {
        Share proven = budget.share("a");
        budget.release(charged("a", 1_000));
        assertThat(budget.mayBeLive(7_499, proven, 1)).isTrue();
        assertThat(budget.mayBeLive(7_501, proven, 1)).isFalse();
        assertThat(budget.mayBeLive(936, budget.share("b"), 1)).isTrue();
        assertThat(budget.mayBeLive(938, budget.share("b"), 1)).isFalse();
    }

    @Test
    void exhausted_relaxesBelowThreeQuarters() {
        Leg most = charged("a", 30_000);
        charged("a", 70_000);
        assertThat(budget.exhausted()).isTrue();
        assertThat(budget.relaxed()).isFalse();
        budget.release(most);
        assertThat(budget.exhausted()).isFalse();
        assertThat(budget.relaxed()).isTrue();
    }

    @Test
    void detaching_helps_whereAnotherDestinationTookEventsLatelyAndHoldsLittle() {
        charged("busy", 60_000);
        Share busy = budget.share("busy");
        assertThat(budget.wouldHelp(busy, 1)).isFalse();
        charged("quick", 1_000);
        assertThat(budget.wouldHelp(busy, 60_000_000L)).isTrue();
        assertThat(budget.wouldHelp(busy, 2_000_000_000L)).isFalse();
    }

    @Test
    void detaching_helps_whereAnotherSourceSentEventsToTheDestinationLately() {
        charged("busy", 60_000);
        Leg other = Legs.leg("app", 1);
        budget.charge(other, budget.share("busy"), 5);
        assertThat(budget.wouldHelp(budget.share("busy"), 6)).isTrue();
        assertThat(budget.wouldHelp(budget.share("busy"), 2_000_000_000L)).isFalse();
    }

    @Test
    void catchingUp_isGivenTheSameSecondsOfWork_andFewerTheLessIsFree() {
        for (int milli = 0; milli <= 1_000; milli += 10) {
            boolean every100th = milli % 100 == 0;
            turn("slow", every100th ? 250 : 0, milli);
            turn("fast", every100th ? 500 : 0, milli);
        }
        assertThat(share("slow", 1_000)).isBetween(9_000L, 11_000L);
        assertThat(share("fast", 1_000)).isBetween(18_000L, 22_000L);

        Event event = new Event(Legs.leg("web", 0).event().envelope(), new byte[0], new byte[14_800]);
        budget.charge(Legs.to("c", event, new Charge(15_000, true)), budget.share("c"), 0);
        assertThat(share("slow", 1_001)).isBetween(4_500L, 5_500L);
        assertThat(share("fast", 1_001)).isBetween(9_000L, 11_000L);
    }

    /** A destination always has a leg in memory; where there are bytes it ends, and another comes. */
    private void turn(String destination, int bytes, long milli) {
        if (bytes > 0) {
            Leg before = holding.put(destination, charged(destination, bytes));
            if (before != null) {
                budget.release(before);
            }
        }
        share(destination, milli);
    }

    @Test
    void catchingUp_doesNotCountIdleTime_asWork() {
        for (int milli = 0; milli < 5_000; milli += 10) {
            if (milli % 100 == 0) {
                holding.put("a", charged("a", 200));
            } else if (milli % 100 == 20) {
                budget.release(Objects.requireNonNull(holding.remove("a")));
            }
            share("a", milli);
        }
        // 200 bytes in the 30 ms until that was seen, for four seconds.
        assertThat(share("a", 5_000)).isBetween(24_000L, 29_000L);
    }

    private long share(String destination, long milli) {
        return budget.catchUpShare(budget.share(destination), milli * 1_000_000);
    }

    @Test
    void catchingUp_hasAPartOfTheBudget_thatItsScopesShare() {
        Share share = budget.share("a");
        budget.release(charged("a", 1_000));
        assertThat(budget.catchUpShare(share, 0)).isEqualTo(30_000);
        Event event = new Event(Legs.leg("web", 0).event().envelope(), new byte[0], new byte[19_800]);
        Leg leg = Legs.to("a", event, new Charge(20_000, true));
        budget.charge(leg, share, 0);
        assertThat(budget.catchUpShare(share, 0)).isEqualTo(10_000 - Budget.LEG_BYTES);
        charged("b", 5_000);
        assertThat(budget.catchUpShare(share, 0)).isEqualTo(10_000 - Budget.LEG_BYTES);
        assertThat(budget.catchUpShare(budget.share("b"), 0))
                .as("no leg of it has ended")
                .isEqualTo((10_000 - Budget.LEG_BYTES) / 32);
        budget.release(leg);
        assertThat(budget.catchUpShare(share, 0)).isEqualTo(30_000);
    }
}
