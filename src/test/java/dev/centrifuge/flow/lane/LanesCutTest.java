package dev.centrifuge.flow.lane;

import dev.centrifuge.flow.Delay;
import dev.centrifuge.flow.Leg;
import dev.centrifuge.flow.handover.Copy;
import dev.centrifuge.flow.handover.Readiness;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The log loses its beginning or its end under whoever reads it. */
class LanesCutTest {
    private final LaneWorld world = new LaneWorld(1_000_000);

    private void cut(int end) {
        world.log.subList(end, world.log.size()).clear();
        world.mainRead = Math.min(world.mainRead, end);
        world.lane.fit(0, end);
    }

    @Test
    void log_thatBeginsLater_isAnAlarm() {
        world.routes.put("web", List.of("crm"));
        world.lanes.ends().readiness("crm", Readiness.CLOSED, 1);
        world.append(10, "web");
        world.settle();
        world.commit(world.begin());
        world.restart();

        assertThat(world.lane.fit(4, 10)).isEqualTo(4);
        assertThat(world.lane.fit(4, 10)).isZero();
        world.settle();
        assertThat(world.offsets("crm")).isEqualTo(LaneWorld.range(4, 10));
    }

    /** Other events have the offsets of those that are no more while these are in memory. */
    @Test
    void cutLog_isReadAnew_andWhatIsInMemorySaysNothingOfIt() {
        world.routes.put("web", List.of("crm"));
        world.append(10, "web");
        world.settle();
        List<Leg> before = List.copyOf(world.inMemory);
        cut(4);
        world.append(5, "web");
        world.settle();
        List<Leg> anew = world.inMemory.subList(10, world.inMemory.size());
        assertThat(anew).extracting(leg -> leg.origin().offset()).isEqualTo(LaneWorld.range(4, 9));

        world.resolve(before.get(4));
        world.giveBack(before.get(5));
        world.inMemory.remove(before.get(6));
        world.lanes.ends().dead(before.get(6), "refused");
        world.inMemory.remove(before.get(7));
        world.lanes.ends().put(before.get(7), Delay.SHORT);
        world.settle();
        Checkpoint checkpoint = world.begin();
        assertThat(checkpoint.copies())
                .as("what is over with them is written down")
                .extracting(Copy::leg)
                .containsExactly(before.get(6), before.get(7));
        world.lanes.giveBack(checkpoint);
        world.commit(world.begin());
        assertThat(world.lane.openLegs()).as("4 from before, 5 new ones").isEqualTo(9);

        world.inMemory.clear();
        world.restart();
        world.settle();
        assertThat(world.inMemory)
                .filteredOn(leg -> leg.origin().topic().equals("events"))
                .extracting(leg -> leg.origin().offset())
                .isEqualTo(LaneWorld.range(0, 9));
    }

    @Test
    void cutLog_keepsWhatIsBeforeTheCut() {
        world.routes.put("web", List.of("crm"));
        world.append(10, "web");
        world.settle();
        cut(4);
        List.copyOf(world.inMemory).forEach(world::resolve);
        assertThat(world.lane.openLegs()).isZero();
        assertThat(world.lane.inMemory()).isZero();
        assertThat(world.lanes.budget().used()).isZero();
    }

    /** Its sweep, its cursor and what may be deleted were beyond the end. */
    @Test
    void cutLog_underADetachedScope_isReadFromTheCutOn() {
        world.routes.put("web", List.of("crm"));
        world.append(10, "web");
        world.settle();
        List.copyOf(world.inMemory).forEach(world::resolve);
        world.commit(world.begin());
        assertThat(world.lane.resolvedBelow()).isEqualTo(10);
        world.lanes.ends().readiness("crm", Readiness.CLOSED, 1);
        world.append(40_000, "web");
        world.settle();
        world.lanes.ends().readiness("crm", Readiness.READY, 1);
        world.sweep(20_000);
        assertThat(world.lane.detached()).isEqualTo(1);
        List.copyOf(world.inMemory).forEach(world::resolve);
        Checkpoint underWay = world.begin();
        cut(6);
        world.commit(underWay);
        assertThat(world.lane.resolvedBelow())
                .as("or new ones would be deleted")
                .isEqualTo(6);

        world.append(8, "web");
        world.settle();
        assertThat(world.offsets("crm")).isEqualTo(LaneWorld.range(6, 14));
        assertThat(world.lane.detached()).isZero();
        assertThat(world.lane.skipped()).isZero();
    }
}
