package dev.centrifuge.flow.lane;

import dev.centrifuge.flow.handover.Copy;
import dev.centrifuge.flow.handover.Readiness;
import dev.centrifuge.flow.outlet.Outlet;
import dev.centrifuge.flow.outlet.Refusal;
import dev.centrifuge.flow.outlet.Setback;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

import static dev.centrifuge.flow.lane.LaneWorld.range;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The letter that stands for what a removed destination has missed cannot be written: the stretch is not forgotten, nor carried
 * past, nor counted.
 */
class LanesRefusedStretchTest {
    private static final long SECOND = 1_000_000_000L;
    private static final Outlet DEAD = new Outlet(null, 0);

    private final RefusedScene scene = new RefusedScene();
    private final LaneWorld world = scene.world;

    /**
     * The destination is configured again while the letter of what it has missed is under way, which is refused: what it has got since
     * then it gets again, since its cursor begins at the stretch once more. Nothing else.
     */
    @Test
    void theLetterOfAStretch_thatIsRefused_doublesOnlyWhatCameWhileItWasUnderWay() {
        leaveStretch();
        remove();
        world.settle();
        Checkpoint underWay = world.begin();
        assertThat(underWay.copies()).hasSize(1);
        configureAgain();
        world.append(3, "web");
        world.read(3);
        List<Long> got = world.offsets("a");
        scene.end("a", leg -> false);
        IdentityHashMap<Copy, Refusal> refused = new IdentityHashMap<>();
        refused.put(underWay.copies().get(0), Refusal.REFUSED);
        world.lanes.giveBack(underWay, new Setback(refused, Set.of()));

        world.append(2, "web");
        world.settle();
        assertThat(got).containsExactlyElementsOf(range(8, 11));
        assertThat(world.offsets("a")).containsExactlyElementsOf(range(3, 13));
        scene.end("a", leg -> false);
        scene.commit();
        assertThat(world.lane.detached()).isZero();
    }

    @Test
    void theLetterOfAStretch_thatIsRefused_isToldAgain() {
        leaveStretch();
        remove();
        scene.takes = copy -> false;
        world.settle();
        scene.commit();
        assertThat(world.lane.detached()).as("its cursor is there again").isPositive();
        for (int i = 0; i < 5; i++) {
            world.settle();
            scene.commit();
        }
        scene.takes = copy -> true;
        for (int i = 0; i < 5; i++) {
            scene.pass(SECOND);
            scene.commit();
            world.settle();
        }
        scene.commit();
        assertThat(world.copied)
                .extracting(copy -> ((Copy.Dead) copy.to()).range())
                .anyMatch(range -> range != null && range.from() <= 3 && range.to() >= 8);
        assertThat(world.lane.detached()).isZero();
    }

    private void leaveStretch() {
        scene.start(3);
        scene.end("a", leg -> false);
        scene.end("b", leg -> false);
        scene.commit();
        world.lanes.ends().readiness("a", Readiness.CLOSED, 1);
        world.append(5, "web");
        world.read(5);
        scene.end("b", leg -> false);
        scene.commit();
    }

    /** Destination "a" is removed from the configuration, and its route with it. */
    private void remove() {
        world.lanes.ends().readiness("a", Readiness.REMOVED, 1);
        world.routes.put("web", List.of("b"));
    }

    private void configureAgain() {
        world.lanes.ends().readiness("a", Readiness.READY, 2);
        world.routes.put("web", List.of("a", "b"));
    }

    /** While nobody configures it, no event that comes by is known for its own. */
    @Test
    void aRemovedDestination_isNotCarriedPastItsStretch_whenLettersAreRefusedMeanwhile() {
        leaveStretch();
        remove();
        world.passFences();
        world.lanes.plan();
        assertThat(world.lane.sweeps()).as("it is on board").anyMatch(Sweep::running);
        world.lanes.refused().outlets().refused(DEAD, null, scene.nanos);
        world.settle();
        scene.commit();
        world.restart();

        configureAgain();
        world.settle();
        assertThat(world.offsets("a")).containsExactlyElementsOf(range(3, 8));
    }

    @Test
    void theLetterOfAStretch_thatIsRefused_countsNothing() {
        leaveStretch();
        remove();
        scene.takes = copy -> false;
        world.settle();
        scene.commit();
        assertThat(world.lane.tallies().of("a").dead()).isZero();

        scene.takes = copy -> true;
        configureAgain();
        world.settle();
        scene.end("a", leg -> false);
        scene.commit();
        assertThat(world.lane.tallies().of("a").received()).isEqualTo(8);
        assertThat(world.lane.tallies().of("a").delivered()).isEqualTo(8);
        assertThat(world.lane.tallies().of("a").dead()).isZero();
        assertThat(world.lane.gaps()).isEmpty();
    }
}
