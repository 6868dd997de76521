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
}
