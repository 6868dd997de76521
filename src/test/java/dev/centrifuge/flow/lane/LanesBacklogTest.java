package dev.centrifuge.flow.lane;

import dev.centrifuge.flow.Leg;
import dev.centrifuge.flow.count.Backlog;
import dev.centrifuge.flow.handover.Readiness;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What is left behind for whom, as operators see it. */
class LanesBacklogTest {
    private final LaneWorld world = new LaneWorld(1_000_000);

    @Test
    void backlog_isWhatWasLeftBehind_andGoesWithTheCursor() {
        world.routes.put("web", List.of("crm", "ads"));
        world.append(3, "web");
        world.settle();
        assertThat(world.lanes.backlogs()).isEmpty();

        world.lanes.ends().readiness("crm", Readiness.CLOSED, 1);
        world.append(10, "web");
        world.settle();
        Map<String, Backlog> left = world.lanes.backlogs();
        assertThat(left).containsOnlyKeys("crm");
        assertThat(left.get("crm").legs()).isEqualTo(10);

        world.lanes.ends().readiness("crm", Readiness.READY, 1);
        world.settle();
        List.copyOf(world.inMemory).forEach((Leg leg) -> world.resolve(leg));
        world.settle();
        assertThat(world.lanes.backlogs()).isEmpty();
    }

    @Test
    void backlogs_ofSeveralCursors_addUp_andTheOldestCounts() {
        Backlog sum = new Backlog(3, 70).and(4, 50).and(1, 90);
        assertThat(sum).isEqualTo(new Backlog(8, 50));
    }
}
