package dev.centrifuge.flow.lane;

import dev.centrifuge.event.Event;
import dev.centrifuge.flow.handover.Readiness;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LanesDedupeTest {
    private final LaneWorld world = new LaneWorld(1_000_000, 1_000_000_000);

    @BeforeEach
    void routes() {
        world.routes.put("web", List.of("a", "b"));
    }

    private void again(int from, int to) {
        for (Event event : List.copyOf(world.log.subList(from, to))) {
            world.appendAgain(event);
        }
    }

    @Test
    void duplicate_hasNoLegs_andLeavesNothingOpen() {
        world.append(3, "web");
        again(0, 3);
        world.read(6);

        assertThat(world.suppressed).isEqualTo(3);
        assertThat(world.offsets("a")).containsExactly(0L, 1L, 2L);
        assertThat(world.lane.openLegs()).isEqualTo(6);
        assertThat(world.lane.mark()).isEqualTo(6);
    }

    @Test
    void destinationThatCatchesUp_passesTheDuplicates_thatCountForNobody() {
        world.lanes.ends().readiness("b", Readiness.CLOSED, 0);
        world.append(3, "web");
        again(0, 3);
        world.read(6);
        assertThat(world.lane.skipped()).isEqualTo(3);
        world.commit(world.begin());
        world.restart();

        world.lanes.ends().readiness("b", Readiness.READY, 0);
        world.settle();

        assertThat(world.offsets("b")).containsExactly(0L, 1L, 2L);
        assertThat(world.lane.skipped()).isZero();
        assertThat(world.lane.detached()).isZero();
    }

    @Test
    void whatWasReadAfterTheLastCheckpoint_isDecidedAgainInTheSameWay() {
        world.append(2, "web");
        world.read(2);
        world.commit(world.begin());
        again(0, 2);
        world.read(2);
        world.restart();
        world.suppressed = 0;
        world.settle();

        assertThat(world.suppressed).isEqualTo(2);
        assertThat(world.offsets("a")).containsExactly(0L, 1L);
    }

    @Test
    void afterTheLogWasCut_anIdOfWhatIsGone_isNew() {
        world.append(4, "web");
        world.read(4);
        Event gone = world.log.get(3);
        Event there = world.log.get(1);
        world.log.subList(2, 4).clear();
        world.lane.fit(0, 2);
        world.mainRead = 2;
        world.appendAgain(there);
        world.appendAgain(gone);
        world.read(2);

        assertThat(world.suppressed).isEqualTo(1);
        assertThat(world.offsets("a")).contains(3L);
        assertThat(world.inMemory.stream()
                        .filter(leg -> leg.event() == gone && leg.origin().cuts() == 1)
                        .count())
                .isEqualTo(2);
    }

    @Test
    void whatWasDeleted_isTakenOutOfTheState() {
        world.routes.clear();
        world.append(10, "web");
        again(0, 10);
        world.append(5_000, "web");
        world.read(6_000);
        Checkpoint first = world.begin();
        assertThat(first.changes().get(world.lane).suppressed()).containsOnlyKeys(0L);
        world.commit(first);

        world.lane.trimmed(4_095);
        assertThat(world.lanes.changed()).isFalse();
        world.lane.trimmed(4_096);

        assertThat(world.begin().changes().get(world.lane).suppressed()).containsEntry(0L, null);
    }
}
