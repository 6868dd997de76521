package dev.centrifuge.flow.lane;

import dev.centrifuge.event.Event;
import dev.centrifuge.flow.handover.Readiness;
import dev.centrifuge.flow.handover.Whereabouts;
import dev.centrifuge.flow.handover.Whereabouts.State;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WhereaboutsTest {
    private final LaneWorld world = new LaneWorld(1_000_000);

    private Whereabouts find(int offset, String destination) {
        return world.lane.find(offset, world.log.get(offset), destination);
    }

    @Test
    void a_leg_is_unread_then_in_memory_then_resolved() {
        world.routes.put("web", List.of("crm"));
        world.append(1, "web");
        assertThat(find(0, "crm").state()).isEqualTo(State.UNREAD);

        world.settle();
        assertThat(find(0, "crm").state()).isEqualTo(State.IN_MEMORY);

        world.resolve(world.leg("crm"));
        assertThat(find(0, "crm")).isEqualTo(new Whereabouts(State.RESOLVED, ""));
    }

    @Test
    void a_destination_in_trouble_has_its_legs_detached_whether_read_or_not() {
        world.routes.put("web", List.of("crm"));
        world.append(2, "web");
        world.settle();
        world.resolve(world.inMemory.get(1));
        world.lanes.ends().readiness("crm", Readiness.CLOSED, 1);
        world.giveBack(world.leg("crm"));
        world.append(1, "web");
        world.settle();

        assertThat(find(0, "crm")).isEqualTo(new Whereabouts(State.DETACHED, "closed"));
        assertThat(find(1, "crm").state()).isEqualTo(State.RESOLVED);
        assertThat(find(2, "crm")).isEqualTo(new Whereabouts(State.DETACHED, "closed"));
        assertThat(find(2, "other").state()).isEqualTo(State.RESOLVED);

        world.lanes.ends().readiness("crm", Readiness.PROBE, 1);
        assertThat(find(0, "crm")).isEqualTo(new Whereabouts(State.DETACHED, "probing"));
    }

    @Test
    void a_user_who_is_held_up_is_told_from_the_destination() {
        world.routes.put("web", List.of("crm"));
        world.append("web", "u1");
        world.settle();
        world.lanes.ends().blocked(world.leg("crm"), 1);
        world.append("web", "u1");
        world.append("web", "u2");
        world.settle();

        assertThat(find(0, "crm").state()).isEqualTo(State.IN_MEMORY);
        assertThat(find(1, "crm")).isEqualTo(new Whereabouts(State.DETACHED, "key"));
        assertThat(find(2, "crm").state()).isEqualTo(State.IN_MEMORY);
    }

    @Test
    void a_duplicate_is_suppressed() {
        LaneWorld deduplicating = new LaneWorld(1_000_000, 60_000);
        deduplicating.routes.put("web", List.of("crm"));
        deduplicating.append(1, "web");
        deduplicating.appendAgain(deduplicating.log.get(0));
        deduplicating.settle();

        Event event = deduplicating.log.get(1);
        assertThat(deduplicating.lane.find(1, event, "crm")).isEqualTo(Whereabouts.at(State.SUPPRESSED));
    }
}
