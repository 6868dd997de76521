package dev.centrifuge.flow.lane;

import dev.centrifuge.flow.Leg;
import dev.centrifuge.flow.handover.Copy;
import dev.centrifuge.flow.handover.Readiness;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What removed destinations and refused legs leave among the dead letters. */
class LanesLettersTest {
    private final LaneWorld world = new LaneWorld(1_000_000);

    @Test
    void removedDestination_endsInDeadLetters_oneForWhatWasNeverRead() {
        world.routes.put("web", List.of("crm"));
        world.append(3, "web");
        world.settle();
        world.lanes.ends().readiness("crm", Readiness.CLOSED, 1);
        List.copyOf(world.inMemory).forEach(world::giveBack);
        world.append(4, "web");
        world.settle();
        world.routes.clear();
        world.append(2, "web");
        world.lanes.ends().readiness("crm", Readiness.REMOVED, 1);
        world.settle();

        List<Copy> copies = world.begin().copies();
        assertThat(copies).extracting(copy -> copy.leg().origin().offset()).isEqualTo(LaneWorld.range(0, 4));
        assertThat(copies.get(3).to())
                .isEqualTo(new Copy.Dead("destination_removed", world.millis, new Copy.Range(3, 9, 4)));
        assertThat(world.lane.detached()).isZero();
    }

    @Test
    void removedDestination_countsWhatAPairInsideOfItSkipped_inTheSameLetter() {
        world.routes.put("web", List.of("crm"));
        world.routes.put("app", List.of("crm"));
        world.lanes.ends().behind("crm", "web");
        world.append(3, "web");
        world.settle();
        world.lanes.ends().behind("crm", "web");
        world.lanes.ends().readiness("crm", Readiness.CLOSED, 1);
        List.copyOf(world.inMemory).forEach(world::giveBack);
        world.append(2, "app");
        world.append(4, "web");
        world.settle();
        world.routes.clear();
        world.lanes.ends().readiness("crm", Readiness.REMOVED, 1);
        world.settle();

        long told = world.begin().copies().stream()
                .mapToLong(copy -> {
                    Copy.Range range = ((Copy.Dead) copy.to()).range();
                    return range == null ? 1 : range.legs();
                })
                .sum();
        assertThat(told).isEqualTo(9);
        assertThat(world.lane.detached()).isZero();
    }

    /** The pair stands where nothing above the destination's own mark was ever skipped. */
    @Test
    void removedDestination_tellsWhatAPairBehindIt_hadNotRead() {
        pairBehind();
        remove();

        assertThat(ranges(world.begin())).containsExactly(new Copy.Range(2, 7, 4));
        assertThat(world.lane.detached()).isZero();
    }

    @Test
    void removedDestination_tellsOfBoth_fromTheLowestOn() {
        pairBehind();
        world.append(3, "app");
        world.append(2, "web");
        world.settle();
        remove();

        assertThat(ranges(world.begin())).containsExactly(new Copy.Range(2, 12, 9));
        assertThat(world.lane.detached()).isZero();
    }

    @Test
    void removedDestination_tellsWhatAUserBehindIt_hadNotRead() {
        world.routes.put("web", List.of("crm"));
        world.append(3, "web");
        world.settle();
        world.lanes.ends().blocked(world.inMemory.get(0), 1);
        world.append(6, "web");
        world.read(10);
        world.lanes.ends().readiness("crm", Readiness.CLOSED, 2);
        List.copyOf(world.inMemory).forEach(world::giveBack);
        world.append(1, "app");
        world.settle();
        remove();

        assertThat(ranges(world.begin())).containsExactly(new Copy.Range(3, 10, 2));
        assertThat(world.lane.detached()).isZero();
    }

    /** What a kill leaves of a checkpoint's writes may say that nothing was skipped, where something was. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
    void removedDestination_tells_whereverAKillCutTheWritesOff(int writes) {
        pairBehind();
        world.commit(world.begin());
        remove();
        world.persist(world.begin(), writes);
        world.restart();
        world.lanes.ends().readiness("crm", Readiness.REMOVED, 1);
        world.settle();
        world.commit(world.begin());

        assertThat(world.copied)
                .extracting(copy -> ((Copy.Dead) copy.to()).range())
                .contains(new Copy.Range(2, 7, 4));
        assertThat(world.lane.detached()).isZero();
        assertThat(world.lane.openLegs()).isZero();
    }

    /** Part of the stretch was read by a configuration that finds more there than was left to the cursor. */
    @Test
    void removedDestination_tells_thoughMoreWasReadThanWasLeft() {
        world.routes.put("web", List.of("crm"));
        world.lanes.ends().readiness("crm", Readiness.CLOSED, 1);
        world.append(1, "web");
        world.append(5, "app");
        world.append(1, "web");
        world.settle();
        world.routes.put("app", List.of("crm"));
        world.lanes.ends().readiness("crm", Readiness.READY, 1);
        world.sweep(4);
        List.copyOf(world.inMemory).forEach(world::resolve);
        assertThat(world.lane.skipped()).isEqualTo(1);
        remove();

        assertThat(ranges(world.begin())).containsExactly(new Copy.Range(4, 7, 1));
    }

    /** A sweep that has it on board goes on, for others or to look for what is past its time, and knows nothing of it. */
    @Test
    void absentDestination_isNotCarriedPast_whatNobodyKnowsForItsOwn() {
        world.routes.put("web", List.of("crm"));
        world.lanes.ends().readiness("crm", Readiness.CLOSED, 1);
        world.append(10, "web");
        world.settle();
        world.lanes.ends().readiness("crm", Readiness.READY, 1);
        world.sweep(4);
        world.absent.add("crm");
        world.routes.clear();
        world.lanes.ends().readiness("crm", Readiness.CLOSED, 2);
        List.copyOf(world.inMemory).forEach(world::resolve);
        world.settle();
        remove();

        assertThat(ranges(world.begin())).containsExactly(new Copy.Range(4, 10, 6));
    }

    /** Its cursor is there since a leg came back, and nothing was skipped. */
    @Test
    void removedDestination_leavesNoLetter_whereNothingOfItWasSkipped() {
        world.routes.put("web", List.of("crm"));
        world.append(1, "web");
        world.settle();
        world.lanes.ends().readiness("crm", Readiness.CLOSED, 1);
        world.giveBack(world.leg("crm"));
        world.append(5, "app");
        world.settle();
        remove();

        assertThat(ranges(world.begin())).isEmpty();
        assertThat(world.lane.detached()).isZero();
    }

    /** A pair of whose events 0 and 1 are read and 2 to 5 are not; its destination closes behind 6, which is another pair's. */
    private void pairBehind() {
        world.routes.put("web", List.of("crm"));
        world.routes.put("app", List.of("crm"));
        world.append(2, "web");
        world.settle();
        world.lanes.ends().behind("crm", "web");
        world.append(4, "web");
        world.append(1, "app");
        world.read(10);
        world.lanes.ends().readiness("crm", Readiness.CLOSED, 1);
        List.copyOf(world.inMemory).forEach(world::giveBack);
        world.settle();
    }

    private void remove() {
        world.routes.clear();
        world.lanes.ends().readiness("crm", Readiness.REMOVED, 1);
        world.settle();
    }

    private static List<Copy.Range> ranges(Checkpoint checkpoint) {
        return checkpoint.copies().stream()
                .map(copy -> ((Copy.Dead) copy.to()).range())
                .filter(Objects::nonNull)
                .toList();
    }

    /** More copies wait than one checkpoint may have; then the process dies. */
    @Test
    void letterOfAStretch_isWrittenBeforeItsCursorIsForgotten() {
        world.routes.put("web", List.of("crm", "other"));
        world.append(50, "web");
        world.settle();
        world.lanes.ends().readiness("crm", Readiness.CLOSED, 1);
        world.inMemory.stream()
                .filter(leg -> leg.destination().equals("crm"))
                .toList()
                .forEach(world::giveBack);
        world.append(5, "web");
        world.settle();
        world.commit(world.begin());
        for (Leg leg : List.copyOf(world.inMemory)) {
            world.inMemory.remove(leg);
            world.lanes.ends().dead(leg, "refused");
        }
        world.lanes.ends().readiness("crm", Readiness.REMOVED, 1);
        world.settle();
        world.persist(world.lanes.begin(1));
        world.restart();
        world.lanes.ends().readiness("crm", Readiness.REMOVED, 1);
        world.settle();
        world.commit(world.begin());

        assertThat(world.copied)
                .filteredOn(copy -> copy.to() instanceof Copy.Dead dead && dead.range() != null)
                .extracting(copy -> ((Copy.Dead) copy.to()).range())
                .containsOnly(new Copy.Range(50, 55, 5))
                .isNotEmpty();
    }

    /** The record at which a stretch begins has a leg of its own, which dies as well. */
    @Test
    void letterOfAStretch_isWritten_thoughALegOfItsFirstRecordIsOpen() {
        world.routes.put("web", List.of("crm"));
        world.routes.put("app", List.of("crm"));
        world.append(1, "web");
        world.settle();
        world.lanes.ends().behind("crm", "web");
        world.append(1, "app");
        world.append(3, "web");
        world.read(10);
        world.routes.clear();
        world.lanes.ends().readiness("crm", Readiness.CLOSED, 1);
        world.lanes.ends().readiness("crm", Readiness.REMOVED, 1);
        world.settle();
        assertThat(world.begin().copies())
                .extracting(copy -> copy.to() instanceof Copy.Dead dead ? dead.range() : null)
                .contains(new Copy.Range(1, 5, 3));
    }

    @Test
    void removed_endsWhatItHas_thoughTheFenceIsUnderWay() {
        world.slow = true;
        world.routes.put("web", List.of("crm"));
        world.lanes.ends().readiness("crm", Readiness.CLOSED, 1);
        world.append(3, "web");
        world.settle();
        world.lanes.ends().readiness("crm", Readiness.REMOVED, 1);
        world.settle();
        assertThat(world.begin().copies()).hasSize(1);
        assertThat(world.lane.detached()).isZero();
    }

    @Test
    void letterThatAKeyWaitsFor_isTold_whenItIsCommittedAndNotBefore() {
        world.routes.put("web", List.of("crm"));
        world.append(2, "web");
        world.settle();
        Leg refused = world.inMemory.remove(0);
        refused.markAwaited();
        world.lanes.ends().dead(refused, "http_400");
        world.lanes.ends().dead(world.inMemory.remove(0), "http_400");
        assertThat(world.lanes.awaited()).isTrue();
        world.lanes.giveBack(world.begin());
        assertThat(world.recorded).isEmpty();
        assertThat(world.lanes.awaited()).isTrue();

        Checkpoint checkpoint = world.begin();
        assertThat(world.lanes.awaited()).as("it is under way").isFalse();
        world.commit(checkpoint);
        assertThat(world.recorded).containsExactly(refused);
        assertThat(world.lanes.budget().used()).isZero();
    }
}
