package dev.centrifuge.flow.lane;

import dev.centrifuge.flow.Delay;
import dev.centrifuge.flow.Leg;
import dev.centrifuge.flow.handover.Copy;
import dev.centrifuge.flow.handover.Copy.Form;
import dev.centrifuge.flow.handover.Readiness;
import dev.centrifuge.flow.outlet.Outlet;
import dev.centrifuge.flow.outlet.Refusal;
import dev.centrifuge.flow.outlet.Setback;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.centrifuge.flow.lane.LaneWorld.range;
import static org.assertj.core.api.Assertions.assertThat;

/** Copies that cannot be written hold up their own legs: all others' progress is committed. */
class LanesRefusedTest {
    private static final long SECOND = 1_000_000_000L;
    private static final Outlet DEAD = new Outlet(null, 0);

    private final LaneWorld world = new LaneWorld(10_000_000);
    private long nanos;

    /** What the log takes at present. */
    private Predicate<Copy> takes = copy -> true;

    private Refusal reason = Refusal.REFUSED;

    private void pass(long time) {
        nanos += time;
        world.lanes.at(nanos, world.millis + nanos / 1_000_000);
    }

    /** One checkpoint, which fails where it has something that is refused. @return whether it was committed */
    private boolean checkpoint() {
        world.lanes
                .refused()
                .outlets()
                .unasked(nanos)
                .forEach(outlet -> world.lanes.refused().outlets().answered(outlet, true, nanos));
        Checkpoint checkpoint = world.begin();
        IdentityHashMap<Copy, Refusal> refused = new IdentityHashMap<>();
        checkpoint.copies().stream()
                .filter(copy -> copy.form() != Form.WRITTEN && !takes.test(copy))
                .forEach(copy -> refused.put(copy, reason));
        if (refused.isEmpty()) {
            world.commit(checkpoint);
            return true;
        }
        world.lanes.giveBack(checkpoint, new Setback(refused, Set.of()));
        return false;
    }

    /** Until one is committed. @return how many it took */
    private int commit() {
        for (int tries = 1; tries < 50; tries++) {
            if (checkpoint()) {
                return tries;
            }
        }
        throw new AssertionError("no checkpoint is committed any more");
    }

    private void start(int events) {
        world.routes.put("web", List.of("a", "b"));
        world.append(events, "web");
        world.read(events);
    }

    private void end(String destination, Predicate<Leg> dies) {
        for (Leg leg : List.copyOf(world.inMemory)) {
            if (leg.destination().equals(destination)) {
                world.inMemory.remove(leg);
                if (dies.test(leg)) {
                    leg.trail(leg.trail().failed(world.millis, 400, "http_400", "an answer"));
                    world.lanes.ends().dead(leg, "http_400");
                } else {
                    world.lanes.ends().resolved(leg);
                }
            }
        }
    }

    private List<Long> written() {
        return world.copied.stream()
                .map(copy -> copy.leg().origin().offset())
                .sorted()
                .toList();
    }

    @Test
    void letters_thatAreRefused_areKept_andOthersAreCommitted() {
        start(10);
        takes = copy -> false;
        end("a", leg -> true);
        end("b", leg -> false);

        assertThat(commit()).as("the first fails, the second goes without them").isEqualTo(2);
        assertThat(world.lanes.refused().held().byDestination()).isEqualTo(Map.of("a", 10));
        assertThat(world.lanes.changed())
                .as("what is kept is nothing to wait for")
                .isFalse();
        world.restart();
        world.settle();
        assertThat(world.offsets("a")).containsExactlyElementsOf(range(0, 10));
        assertThat(world.offsets("b")).isEmpty();
    }

    @Test
    void letters_areWritten_whenOneThatIsTriedIs() {
        start(10);
        takes = copy -> false;
        end("a", leg -> true);
        commit();
        pass(SECOND / 2);
        assertThat(commit()).as("nothing is tried before a second is over").isEqualTo(1);
        pass(SECOND);
        assertThat(commit()).as("one is tried, in vain").isEqualTo(2);
        takes = copy -> true;
        pass(SECOND);
        assertThat(commit()).isEqualTo(1);
        assertThat(written()).as("the pause is two seconds now").isEmpty();
        pass(SECOND);
        commit();
        assertThat(written()).as("the one that is tried").hasSize(1);
        commit();
        assertThat(written()).containsExactlyElementsOf(range(0, 10));
        assertThat(world.lanes.refused().held().legs()).isZero();
        assertThat(world.lanes.refused().outlets().refuses(DEAD)).isFalse();
        end("b", leg -> false);
        assertThat(world.lanes.budget().used()).isZero();
    }

    @Test
    void letters_thatAreTooLarge_areCut_andAreReferencesThen() {
        start(100);
        reason = Refusal.TOO_LARGE;
        takes = copy -> copy.form() == Form.REFERENCE;
        end("a", leg -> true);
        end("b", leg -> false);

        assertThat(commit()).as("one for each form, though there are 100").isEqualTo(3);
        assertThat(world.copied).hasSize(100).allMatch(copy -> copy.form() == Form.REFERENCE);
        assertThat(world.lanes.refused().held().legs()).isZero();
    }

    @Test
    void letters_thatFitWithoutTheirAnswer_haveTheirEvent() {
        start(3);
        reason = Refusal.TOO_LARGE;
        takes = copy -> copy.form() != Form.WHOLE;
        end("a", leg -> true);
        commit();
        assertThat(world.copied).hasSize(3).allMatch(copy -> copy.form() == Form.CUT);
    }

    @Test
    void legs_thatCannotGoToTheirDelay_waitHereForAsLong() {
        start(3);
        takes = copy -> copy.to() instanceof Copy.Dead;
        for (Leg leg : List.copyOf(world.inMemory)) {
            world.inMemory.remove(leg);
            if (leg.destination().equals("a")) {
                world.lanes.ends().put(leg, Delay.SHORT);
            } else {
                world.lanes.ends().resolved(leg);
            }
        }
        commit();
        pass(Delay.SHORT.millis() * 1_000_000 - 1);
        commit();
        assertThat(world.inMemory).isEmpty();
        pass(1);
        commit();
        assertThat(world.offsets("a")).as("delivered again, by itself").containsExactlyInAnyOrder(0L, 1L, 2L);
        end("a", leg -> false);
        commit();
        assertThat(world.lane.openLegs()).isZero();
        assertThat(world.lanes.budget().used()).isZero();
    }

    @Test
    void aFloodOfLetters_isLeftToTheLog_whenMemoryIsFull() {
        world.routes.put("web", List.of("a", "b"));
        takes = copy -> false;
        int most = 0;
        for (int i = 0; i < 200; i++) {
            world.append(100, "web");
            world.read(100);
            end("a", leg -> true);
            end("b", leg -> false);
            commit();
            most = Math.max(most, world.lanes.refused().held().legs());
        }
        int weight = world.log.get(0).weight();
        assertThat((long) most * weight).isLessThan(10_000_000 / 8 + 200L * weight);
        assertThat(world.lane.detached())
                .as("the destination is left to its cursor")
                .isPositive();

        takes = copy -> true;
        for (int i = 0; i < 200; i++) {
            pass(SECOND);
            commit();
            world.settle();
            end("a", leg -> true);
        }
        assertThat(new TreeSet<>(written())).containsExactlyElementsOf(range(0, 20_000));
        assertThat(written()).hasSize(20_000);
    }

    /** Nobody's cursor could have them: so they are kept by their place alone. */
    @Test
    void aFloodOfPoison_isKeptByItsPlaces_whileLettersAreRefused() {
        byte[] large = new byte[20_000];
        takes = copy -> false;
        world.poison = large;
        for (int i = 0; i < 50; i++) {
            for (int j = 0; j < 100; j++) {
                world.appendPoison();
            }
            world.read(100);
            commit();
        }
        assertThat(world.lanes.refused().held().legs()).isEqualTo(5_000);
        assertThat(world.lanes.budget().exhausted())
                .as("100 MB have come by, and there are 10 MB")
                .isFalse();

        takes = copy -> true;
        for (int i = 0; i < 5; i++) {
            pass(4 * SECOND);
            commit();
        }
        assertThat(written()).containsExactlyElementsOf(range(0, 5_000));
        assertThat(world.copied.stream().filter(copy -> copy.form() == Form.REFERENCE))
                .as("all but those that came before anybody knew")
                .hasSizeGreaterThanOrEqualTo(4_900)
                .allMatch(copy -> ((Copy.Dead) copy.to()).leftOut() == large.length
                        || copy.leg().event().body().length == large.length);
        assertThat(world.lanes.budget().used()).isZero();
    }

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
        end("a", leg -> false);
        IdentityHashMap<Copy, Refusal> refused = new IdentityHashMap<>();
        refused.put(underWay.copies().get(0), Refusal.REFUSED);
        world.lanes.giveBack(underWay, new Setback(refused, Set.of()));

        world.append(2, "web");
        world.settle();
        assertThat(got).containsExactlyElementsOf(range(8, 11));
        assertThat(world.offsets("a")).containsExactlyElementsOf(range(3, 13));
        end("a", leg -> false);
        commit();
        assertThat(world.lane.detached()).isZero();
    }

    @Test
    void theLetterOfAStretch_thatIsRefused_isToldAgain() {
        leaveStretch();
        remove();
        takes = copy -> false;
        world.settle();
        commit();
        assertThat(world.lane.detached()).as("its cursor is there again").isPositive();
        for (int i = 0; i < 5; i++) {
            world.settle();
            commit();
        }
        takes = copy -> true;
        for (int i = 0; i < 5; i++) {
            pass(SECOND);
            commit();
            world.settle();
        }
        commit();
        assertThat(world.copied)
                .extracting(copy -> ((Copy.Dead) copy.to()).range())
                .anyMatch(range -> range != null && range.from() <= 3 && range.to() >= 8);
        assertThat(world.lane.detached()).isZero();
    }

    private void leaveStretch() {
        start(3);
        end("a", leg -> false);
        end("b", leg -> false);
        commit();
        world.lanes.ends().readiness("a", Readiness.CLOSED, 1);
        world.append(5, "web");
        world.read(5);
        end("b", leg -> false);
        commit();
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
        world.lanes.refused().outlets().refused(DEAD, null, nanos);
        world.settle();
        commit();
        world.restart();

        configureAgain();
        world.settle();
        assertThat(world.offsets("a")).containsExactlyElementsOf(range(3, 8));
    }

    @Test
    void theLetterOfAStretch_thatIsRefused_countsNothing() {
        leaveStretch();
        remove();
        takes = copy -> false;
        world.settle();
        commit();
        assertThat(world.lane.tallies().of("a").dead()).isZero();

        takes = copy -> true;
        configureAgain();
        world.settle();
        end("a", leg -> false);
        commit();
        assertThat(world.lane.tallies().of("a").received()).isEqualTo(8);
        assertThat(world.lane.tallies().of("a").delivered()).isEqualTo(8);
        assertThat(world.lane.tallies().of("a").dead()).isZero();
        assertThat(world.lane.gaps()).isEmpty();
    }

    /** The log refuses as it likes, checkpoints fail, the process is killed; in the end each leg is delivered or a letter. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void nothing_isLost_whateverIsRefused(long seed) {
        Random random = new Random(seed);
        world.routes.put("web", List.of("a", "b"));
        Set<Long> ended = new TreeSet<>();
        for (int i = 0; i < 300; i++) {
            if (random.nextInt(20) == 0) {
                boolean large = random.nextBoolean();
                int chance = random.nextInt(3);
                reason = large ? Refusal.TOO_LARGE : Refusal.REFUSED;
                takes = copy -> chance == 0
                        || (large && copy.form() == Form.REFERENCE)
                        || (chance == 1 && random.nextBoolean());
            }
            world.append(random.nextInt(4), "web");
            world.read(100);
            world.sweep(100);
            end("a", leg -> {
                boolean dies = random.nextInt(3) > 0;
                if (!dies) {
                    ended.add(leg.origin().offset());
                }
                return dies;
            });
            end("b", leg -> false);
            pass(random.nextInt(3) * SECOND / 2);
            if (random.nextInt(50) == 0) {
                world.restart();
                nanos = 0;
                pass(0);
            } else {
                checkpoint();
            }
        }
        takes = copy -> true;
        for (int i = 0; i < 100; i++) {
            pass(10 * SECOND);
            world.settle();
            end("a", leg -> true);
            end("b", leg -> false);
            commit();
        }
        assertThat(world.lane.openLegs()).as("seed " + seed).isZero();
        assertThat(world.lane.detached()).as("seed " + seed).isZero();
        assertThat(world.lane.gaps()).as("seed " + seed).isEmpty();
        ended.addAll(written());
        assertThat(ended).as("seed " + seed).containsExactlyElementsOf(range(0, world.log.size()));
    }
}
