package dev.centrifuge.flow.lane;

import dev.centrifuge.event.Event;
import dev.centrifuge.flow.handover.Copy;
import dev.centrifuge.flow.handover.Readiness;
import dev.centrifuge.flow.handover.Screened;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Filters: asked once for each leg, now or when it is read again. */
class LanesFilterTest {
    private final LaneWorld world = new LaneWorld(1_000_000);

    private static long number(Event event) {
        return Long.parseLong(event.envelope().id().substring(1));
    }

    private void wantsEvenOnes() {
        world.filter = (event, destination) -> number(event) % 2 == 0 ? Screened.WANTED : Screened.UNWANTED;
    }

    private void failsAt(long offset) {
        world.filter = (event, destination) ->
                number(event) == offset ? Screened.faulty("filter", "no number") : Screened.WANTED;
    }

    private void checkpoint() {
        world.commit(world.begin());
    }

    @Test
    void what_is_not_wanted_never_becomes_a_leg() {
        world.routes.put("web", List.of("all", "crm"));
        world.filter = (event, destination) ->
                destination.equals("all") || number(event) == 3 ? Screened.WANTED : Screened.UNWANTED;
        world.append(5, "web");
        world.settle();

        assertThat(world.offsets("crm")).containsExactly(3L);
        assertThat(world.offsets("all")).isEqualTo(LaneWorld.range(0, 5));
        assertThat(world.lane.inMemory()).isEqualTo(6);
        List.copyOf(world.inMemory).forEach(world::resolve);
        checkpoint();
        assertThat(world.lane.resolvedBelow()).isEqualTo(5);
        assertThat(world.copied).isEmpty();
        assertThat(world.screened).hasSize(10).doesNotHaveDuplicates();
    }

    @Test
    void what_is_skipped_is_asked_for_when_it_is_read_again_and_not_before() {
        world.routes.put("web", List.of("crm"));
        wantsEvenOnes();
        world.lanes.ends().readiness("crm", Readiness.CLOSED, 1);
        world.append(6, "web");
        world.settle();
        assertThat(world.screened).isEmpty();
        assertThat(world.lane.skipped()).isEqualTo(6);

        world.lanes.ends().readiness("crm", Readiness.READY, 1);
        world.settle();

        assertThat(world.offsets("crm")).containsExactly(0L, 2L, 4L);
        assertThat(world.screened).hasSize(6).doesNotHaveDuplicates();
        assertThat(world.lane.skipped()).isZero();
        List.copyOf(world.inMemory).forEach(world::resolve);
        world.settle();
        checkpoint();
        assertThat(world.lane.detached()).isZero();
        assertThat(world.lane.resolvedBelow()).isEqualTo(6);
    }

    @Test
    void a_probe_that_is_not_wanted_makes_room_for_the_next() {
        world.routes.put("web", List.of("crm"));
        world.filter = (event, destination) -> number(event) == 4 ? Screened.WANTED : Screened.UNWANTED;
        world.lanes.ends().readiness("crm", Readiness.CLOSED, 1);
        world.append(6, "web");
        world.settle();

        world.lanes.ends().readiness("crm", Readiness.PROBE, 1);
        world.settle();

        assertThat(world.offsets("crm")).containsExactly(4L);
    }

    @Test
    void an_open_leg_is_not_asked_about_again() {
        world.routes.put("web", List.of("crm"));
        world.append(3, "web");
        world.settle();
        checkpoint();
        world.screened.clear();

        world.restart();
        world.filter = (event, destination) -> Screened.UNWANTED;
        world.settle();

        assertThat(world.offsets("crm")).containsExactly(0L, 1L, 2L);
        assertThat(world.screened).isEmpty();
    }

    @Test
    void a_filter_that_fails_makes_a_dead_letter_that_says_why() {
        world.routes.put("web", List.of("crm"));
        failsAt(1);
        world.append(3, "web");
        world.settle();
        checkpoint();

        assertThat(world.offsets("crm")).containsExactly(0L, 2L);
        assertDeadLetter(1);
        List.copyOf(world.inMemory).forEach(world::resolve);
        checkpoint();
        assertThat(world.lane.resolvedBelow()).isEqualTo(3);
        assertThat(world.lanes.budget().used()).isZero();
    }

    @Test
    void one_that_fails_when_it_is_read_again_does_the_same() {
        world.routes.put("web", List.of("crm"));
        failsAt(1);
        world.lanes.ends().readiness("crm", Readiness.CLOSED, 1);
        world.append(3, "web");
        world.settle();
        world.lanes.ends().readiness("crm", Readiness.READY, 1);
        world.settle();
        checkpoint();

        assertThat(world.offsets("crm")).containsExactly(0L, 2L);
        assertDeadLetter(1);
    }

    @Test
    void a_dead_letter_that_is_not_committed_is_made_again_after_a_crash() {
        world.routes.put("web", List.of("crm"));
        failsAt(0);
        world.append(1, "web");
        world.settle();

        world.restart();
        world.settle();
        checkpoint();

        assertDeadLetter(0);
    }

    @Test
    void one_past_its_time_that_is_not_wanted_is_no_dead_letter() {
        world.routes.put("web", List.of("crm"));
        wantsEvenOnes();
        world.ttl = 1_000;
        world.lanes.ends().readiness("crm", Readiness.CLOSED, 1);
        world.append(4, "web");
        world.settle();
        world.millis += 5_000;
        world.lanes.at(0, world.millis);
        world.settle();
        checkpoint();

        assertThat(world.copied)
                .extracting(copy -> copy.leg().origin().offset())
                .containsExactly(0L, 2L);
    }

    private void assertDeadLetter(long offset) {
        assertThat(world.copied).singleElement().satisfies(copy -> {
            assertThat(copy.leg().origin().offset()).isEqualTo(offset);
            assertThat(copy.to())
                    .isInstanceOfSatisfying(
                            Copy.Dead.class, dead -> assertThat(dead.reason()).isEqualTo("filter"));
            assertThat(copy.leg().trail().excerpt()).isEqualTo("no number");
            assertThat(copy.leg().trail().attempts()).isZero();
        });
    }
}
