package dev.centrifuge.flow.lane;

import dev.centrifuge.flow.Leg;
import dev.centrifuge.flow.handover.Copy;
import dev.centrifuge.flow.handover.Readiness;
import dev.centrifuge.flow.handover.Scope;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Detaching and catching up, one rule at a time. */
class LanesTest {
    private final LaneWorld world = new LaneWorld(1_000_000);

    @Test
    void destinationInTrouble_isSkipped_andTheOthersGoOn() {
        world.routes.put("web", List.of("bad", "good"));
        world.lanes.ends().readiness("bad", Readiness.CLOSED, 1);
        world.append(10, "web");
        world.settle();

        assertThat(world.offsets("good")).isEqualTo(LaneWorld.range(0, 10));
        assertThat(world.offsets("bad")).isEmpty();
        assertThat(world.lane.skipped()).isEqualTo(10);
        assertThat(world.lane.detached()).isEqualTo(1);
    }

    @Test
    void recovered_catchesUpInOrder_andIsLiveAgain() {
        world.routes.put("web", List.of("crm"));
        world.lanes.ends().readiness("crm", Readiness.CLOSED, 1);
        world.append(5, "web");
        world.settle();
        world.lanes.ends().readiness("crm", Readiness.READY, 1);
        world.sweep(3);
        world.append(3, "web");
        world.settle();

        assertThat(world.offsets("crm")).isEqualTo(LaneWorld.range(0, 8));
        assertThat(world.inMemory).allMatch(leg -> leg.round() == 1);
        List.copyOf(world.inMemory).forEach(world::resolve);
        world.settle();
        assertThat(world.lane.detached()).isZero();
        assertThat(world.lane.skipped()).isZero();
    }

    @Test
    void whatWasQueued_isDroppedAndReadAgain_butNotWhatIsInFlight() {
        world.routes.put("web", List.of("crm"));
        world.append(10, "web");
        world.settle();
        Leg inFlight = world.inMemory.get(3);
        world.lanes.ends().readiness("crm", Readiness.CLOSED, 1);
        for (Leg leg : List.copyOf(world.inMemory)) {
            if (leg != inFlight) {
                world.giveBack(leg);
            }
        }
        world.append(2, "web");
        world.settle();
        assertThat(world.offsets("crm")).containsExactly(3L);

        world.lanes.ends().readiness("crm", Readiness.READY, 1);
        world.settle();
        assertThat(world.offsets("crm")).containsExactly(3L, 0L, 1L, 2L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L);
    }

    @Test
    void probe_isOneLeg() {
        world.routes.put("web", List.of("crm"));
        world.lanes.ends().readiness("crm", Readiness.CLOSED, 1);
        world.append(10, "web");
        world.settle();
        world.lanes.ends().readiness("crm", Readiness.PROBE, 1);
        world.settle();
        assertThat(world.offsets("crm")).containsExactly(0L);

        world.resolve(world.leg("crm"));
        world.lanes.ends().readiness("crm", Readiness.READY, 1);
        world.settle();
        assertThat(world.offsets("crm")).isEqualTo(LaneWorld.range(1, 10));
    }

    @Test
    void backlog_isHandedOverByTheShare_notAllAtOnce() {
        world.routes.put("web", List.of("crm"));
        world.lanes.ends().readiness("crm", Readiness.CLOSED, 1);
        world.append(5_000, "web");
        world.settle();
        world.lanes.ends().readiness("crm", Readiness.READY, 1);
        int delivered = 0;
        while (delivered < 5_000) {
            world.settle();
            assertThat(world.lanes.budget().used()).isLessThanOrEqualTo(310_000);
            assertThat(world.inMemory).isNotEmpty();
            assertThat(world.inMemory.get(0).origin().offset()).isEqualTo(delivered++);
            world.resolve(world.inMemory.get(0));
        }
        world.settle();
        assertThat(world.lane.detached()).isZero();
    }

    @Test
    void pairOverItsShare_isDetached_whileTheOtherSourcesOfTheDestinationStayLive() {
        world.routes.put("heavy", List.of("crm"));
        world.routes.put("light", List.of("crm"));
        world.append(1, "light");
        world.append(4_000, "heavy");
        world.append(1, "light");
        world.settle();

        assertThat(world.lane.cursors.get(Scope.pair("crm", "heavy"))).isNotNull();
        assertThat(world.offsets("crm")).contains(0L, 4_001L);
        assertThat(world.lanes.budget().exhausted()).isFalse();
    }

    @Test
    void behind_detachesThePair_andItsQueueStays() {
        world.routes.put("web", List.of("crm"));
        world.append(30, "web");
        world.settle();
        world.lanes.ends().behind("crm", "web");
        world.append(10, "web");
        world.read(10);
        assertThat(world.offsets("crm")).isEqualTo(LaneWorld.range(0, 30));
        assertThat(world.lane.skipped()).isEqualTo(10);

        List.copyOf(world.inMemory).forEach(world::resolve);
        world.settle();
        assertThat(world.offsets("crm")).isEqualTo(LaneWorld.range(30, 40));
        assertThat(world.lane.detached()).isZero();
    }

    @Test
    void blockedKey_holdsUpItself_andNobodyElse() {
        world.routes.put("web", List.of("crm"));
        world.append(6, "web");
        world.settle();
        Leg failing = world.inMemory.get(1);
        world.lanes.ends().blocked(failing, 1);
        world.giveBack(world.inMemory.get(4));
        world.append(6, "web");
        world.settle();
        assertThat(world.offsets("crm")).containsExactly(0L, 1L, 2L, 3L, 5L, 6L, 8L, 9L, 11L);

        world.resolve(failing);
        world.lanes.ends().unblocked(failing);
        world.settle();
        assertThat(world.offsets("crm")).endsWith(4L, 7L, 10L);
        assertThat(world.lane.detached()).isZero();
    }

    @Test
    void blockedKeyOfADetachedDestination_isLeftBehindBySweeps() {
        world.routes.put("web", List.of("crm"));
        world.append(3, "web");
        world.settle();
        Leg failing = world.inMemory.get(1);
        world.lanes.ends().readiness("crm", Readiness.CLOSED, 1);
        world.lanes.ends().blocked(failing, 2);
        world.append(6, "web");
        world.settle();
        world.lanes.ends().readiness("crm", Readiness.READY, 2);
        world.settle();
        assertThat(world.offsets("crm")).containsExactly(0L, 1L, 2L, 3L, 5L, 6L, 8L);

        world.resolve(failing);
        world.lanes.ends().unblocked(failing);
        world.settle();
        assertThat(world.offsets("crm")).endsWith(4L, 7L);
        assertThat(world.lane.detached()).isZero();
    }

    @Test
    void pastTheirTime_legsOfAClosedDestination_endWithoutIt() {
        world.ttl = 10_000;
        world.routes.put("web", List.of("crm"));
        world.lanes.ends().readiness("crm", Readiness.CLOSED, 1);
        world.append(5, "web");
        world.settle();
        world.millis += 6_000;
        world.append(5, "web");
        world.lanes.at(0, world.millis);
        world.settle();
        assertThat(world.begin().copies()).isEmpty();

        world.millis += 5_000;
        world.lanes.at(0, world.millis);
        world.settle();
        List<Copy> copies = world.begin().copies();
        assertThat(copies).extracting(copy -> copy.leg().origin().offset()).isEqualTo(LaneWorld.range(0, 5));
        assertThat(copies)
                .allMatch(copy ->
                        copy.to() instanceof Copy.Dead dead && dead.reason().equals("ttl"));
        assertThat(world.died).as("told for counting").hasSize(5).containsOnly("crm ttl");
        assertThat(world.inMemory).isEmpty();
    }

    @Test
    void restart_readsAgainWhatWasOpen_andNothingElse() {
        world.routes.put("web", List.of("crm"));
        world.append(6, "web");
        world.settle();
        world.resolve(world.inMemory.get(0));
        world.resolve(world.inMemory.get(1));
        world.commit(world.begin());
        world.restart();
        world.append(2, "web");
        world.settle();

        assertThat(world.offsets("crm")).isEqualTo(List.of(1L, 3L, 4L, 5L, 6L, 7L));
        assertThat(world.lane.detached()).isZero();
    }

    /** They are written one after the other: what a larger scope has passed must be known to be a smaller one's by then. */
    @Test
    void cursorsOfSmallerScopes_areWrittenFirst() {
        world.routes.put("web", List.of("crm"));
        world.append(12, "web");
        world.settle();
        List<Leg> failing = List.copyOf(world.inMemory).subList(0, 3);
        world.lanes.ends().readiness("crm", Readiness.CLOSED, 1);
        failing.forEach(leg -> world.lanes.ends().blocked(leg, 2));
        world.lanes.ends().behind("crm", "other");
        world.append(6, "web");
        world.append("web", "u9");
        world.settle();

        List<Scope> written =
                List.copyOf(world.begin().changes().get(world.lane).cursors().keySet());
        assertThat(written).hasSize(5).last().isEqualTo(Scope.destination("crm"));
    }

    @Test
    void backlogOfADestinationThatIsNotConfiguredAtAStart_waitsForIt() {
        world.routes.put("web", List.of("crm"));
        world.lanes.ends().readiness("crm", Readiness.CLOSED, 1);
        world.append(10, "web");
        world.settle();
        world.commit(world.begin());
        world.absent.add("crm");
        world.routes.clear();
        world.restart();
        world.settle();
        assertThat(world.lane.skipped()).isEqualTo(10);

        world.routes.put("web", List.of("crm"));
        world.lanes.ends().readiness("crm", Readiness.READY, 1);
        world.settle();
        assertThat(world.offsets("crm")).isEqualTo(LaneWorld.range(0, 10));
    }

    /** It closed and opened while legs were under way to its loop, which returns them for their round when they come. */
    @Test
    void reopened_takesNothing_beforeWhatWasUnderWayHasComeBack() {
        world.slow = true;
        world.routes.put("web", List.of("crm"));
        world.append(3, "web");
        world.read(3);
        world.lanes.ends().readiness("crm", Readiness.CLOSED, 1);
        world.lanes.ends().readiness("crm", Readiness.READY, 1);
        world.append(3, "web");
        world.settle();
        assertThat(world.offsets("crm")).as("no later one of their keys").isEqualTo(LaneWorld.range(0, 3));

        List.copyOf(world.inMemory).forEach(world::giveBack);
        world.passFences();
        world.settle();
        assertThat(world.offsets("crm")).isEqualTo(LaneWorld.range(0, 6));
        assertThat(world.lane.detached()).isZero();
    }
}
