package dev.centrifuge.flow;

import dev.centrifuge.event.Event;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BudgetTest {
    private final Budget budget = new Budget(100_000);

    private Leg charged(String destination, int bytes) {
        Event event = new Event(Legs.leg("web", 0).event().envelope(), new byte[0], new byte[bytes - 200]);
        Leg leg = Legs.to(destination, event, new Charge(bytes));
        budget.charge(leg, 0);
        return leg;
    }

    @Test
    void node_paysForAnEventOnce_howeverManyLegsItHas() {
        Event event = Legs.leg("web", 0, 800).event();
        Charge charge = new Charge(event.weight());
        List<Leg> legs = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            legs.add(Legs.to("d" + i, event, charge));
            budget.charge(legs.get(i), 0);
        }
        assertThat(budget.used()).isEqualTo(1000);

        legs.subList(0, 4).forEach(budget::release);
        assertThat(budget.used()).isEqualTo(1000);
        budget.release(legs.get(4));
        assertThat(budget.used()).isZero();
    }

    @Test
    void destination_mayHoldAsMuchAsIsFree() {
        charged("a", 49_000);
        assertThat(budget.overShare("a")).isFalse();
        charged("a", 2_000);
        assertThat(budget.overShare("a")).isTrue();
        assertThat(budget.overShare("b")).isFalse();
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
    void hungry_isWhoTookEventsLatelyAndHoldsLittle() {
        charged("busy", 60_000);
        assertThat(budget.someoneHungry(1)).isFalse();
        charged("quick", 1_000);
        assertThat(budget.someoneHungry(1)).isTrue();
        assertThat(budget.someoneHungry(2_000_000_000L)).isFalse();
    }

    /** Holds 4 MB and takes {@code bytes} of it in 50 ms. */
    private Budget pacedAt(int bytes) {
        Budget large = new Budget(100_000_000);
        Event event = Legs.leg("web", 0).event();
        for (int left : new int[] {bytes, 4_000_000}) {
            large.charge(Legs.to("a", event, new Charge(left)), 0);
        }
        large.sated(0);
        Leg taken = Legs.to("a", event, new Charge(bytes));
        taken.charge().join();
        large.release(taken);
        return large;
    }

    @Test
    void sated_isWhoHasWorkForAWhile_atItsPace() {
        assertThat(pacedAt(1_000_000).sated(50_000_000)).isTrue();
        assertThat(pacedAt(5_000_000).sated(50_000_000)).isFalse();
    }

    @Test
    void sated_isNobodyWithABacklogOfAges() {
        assertThat(pacedAt(700_000).sated(50_000_000)).isFalse();
        assertThat(pacedAt(1_000_000).sated(2_000_000_000L)).isFalse();
    }

    @Test
    void sated_endsWhereAnotherHasLittle() {
        Budget large = pacedAt(1_000_000);
        large.charge(Legs.to("b", Legs.leg("web", 0).event(), new Charge(1_000)), 40_000_000);
        assertThat(large.sated(50_000_000)).isFalse();
        assertThat(large.sated(90_000_000)).isFalse();
    }
}
