package dev.centrifuge.flow.lane;

import dev.centrifuge.flow.Delay;
import dev.centrifuge.flow.Leg;
import dev.centrifuge.flow.handover.Copy;
import dev.centrifuge.flow.handover.Copy.Form;
import dev.centrifuge.flow.outlet.Outlet;
import dev.centrifuge.flow.outlet.Refusal;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.centrifuge.flow.lane.LaneWorld.range;
import static org.assertj.core.api.Assertions.assertThat;

/** Copies that cannot be written hold up their own legs: all others' progress is committed. */
class LanesRefusedTest {
    private static final long SECOND = 1_000_000_000L;
    private static final Outlet DEAD = new Outlet(null, 0);

    private final RefusedScene scene = new RefusedScene();
    private final LaneWorld world = scene.world;

    @Test
    void letters_thatAreRefused_areKept_andOthersAreCommitted() {
        scene.start(10);
        scene.takes = copy -> false;
        scene.end("a", leg -> true);
        scene.end("b", leg -> false);

        assertThat(scene.commit())
                .as("the first fails, the second goes without them")
                .isEqualTo(2);
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
        scene.start(10);
        scene.takes = copy -> false;
        scene.end("a", leg -> true);
        scene.commit();
        scene.pass(SECOND / 2);
        assertThat(scene.commit())
                .as("nothing is tried before a second is over")
                .isEqualTo(1);
        scene.pass(SECOND);
        assertThat(scene.commit()).as("one is tried, in vain").isEqualTo(2);
        scene.takes = copy -> true;
        scene.pass(SECOND);
        assertThat(scene.commit()).isEqualTo(1);
        assertThat(scene.written()).as("the pause is two seconds now").isEmpty();
        scene.pass(SECOND);
        scene.commit();
        assertThat(scene.written()).as("the one that is tried").hasSize(1);
        scene.commit();
        assertThat(scene.written()).containsExactlyElementsOf(range(0, 10));
        assertThat(world.lanes.refused().held().legs()).isZero();
        assertThat(world.lanes.refused().outlets().refuses(DEAD)).isFalse();
        scene.end("b", leg -> false);
        assertThat(world.lanes.budget().used()).isZero();
    }

    @Test
    void letters_thatAreTooLarge_areCut_andAreReferencesThen() {
        scene.start(100);
        scene.reason = Refusal.TOO_LARGE;
        scene.takes = copy -> copy.form() == Form.REFERENCE;
        scene.end("a", leg -> true);
        scene.end("b", leg -> false);

        assertThat(scene.commit()).as("one for each form, though there are 100").isEqualTo(3);
        assertThat(world.copied).hasSize(100).allMatch(copy -> copy.form() == Form.REFERENCE);
        assertThat(world.lanes.refused().held().legs()).isZero();
    }

    @Test
    void letters_thatFitWithoutTheirAnswer_haveTheirEvent() {
        scene.start(3);
        scene.reason = Refusal.TOO_LARGE;
        scene.takes = copy -> copy.form() != Form.WHOLE;
        scene.end("a", leg -> true);
        scene.commit();
        assertThat(world.copied).hasSize(3).allMatch(copy -> copy.form() == Form.CUT);
    }

    @Test
    void legs_thatCannotGoToTheirDelay_waitHereForAsLong() {
        scene.start(3);
        scene.takes = copy -> copy.to() instanceof Copy.Dead;
        for (Leg leg : List.copyOf(world.inMemory)) {
            world.inMemory.remove(leg);
            if (leg.destination().equals("a")) {
                world.lanes.ends().put(leg, Delay.SHORT);
            } else {
                world.lanes.ends().resolved(leg);
            }
        }
        scene.commit();
        scene.pass(Delay.SHORT.millis() * 1_000_000 - 1);
        scene.commit();
        assertThat(world.inMemory).isEmpty();
        scene.pass(1);
        scene.commit();
        assertThat(world.offsets("a")).as("delivered again, by itself").containsExactlyInAnyOrder(0L, 1L, 2L);
        scene.end("a", leg -> false);
        scene.commit();
        assertThat(world.lane.openLegs()).isZero();
        assertThat(world.lanes.budget().used()).isZero();
    }

    @Test
    void aFloodOfLetters_isLeftToTheLog_whenMemoryIsFull() {
        world.routes.put("web", List.of("a", "b"));
        scene.takes = copy -> false;
        int most = 0;
        for (int i = 0; i < 200; i++) {
            world.append(100, "web");
            world.read(100);
            scene.end("a", leg -> true);
            scene.end("b", leg -> false);
            scene.commit();
            most = Math.max(most, world.lanes.refused().held().legs());
        }
        int weight = world.log.get(0).weight();
        assertThat((long) most * weight).isLessThan(10_000_000 / 8 + 200L * weight);
        assertThat(world.lane.detached())
                .as("the destination is left to its cursor")
                .isPositive();

        scene.takes = copy -> true;
        for (int i = 0; i < 200; i++) {
            scene.pass(SECOND);
            scene.commit();
            world.settle();
            scene.end("a", leg -> true);
        }
        assertThat(new TreeSet<>(scene.written())).containsExactlyElementsOf(range(0, 20_000));
        assertThat(scene.written()).hasSize(20_000);
    }

    /** Nobody's cursor could have them: so they are kept by their place alone. */
    @Test
    void aFloodOfPoison_isKeptByItsPlaces_whileLettersAreRefused() {
        byte[] large = new byte[20_000];
        scene.takes = copy -> false;
        world.poison = large;
        for (int i = 0; i < 50; i++) {
            for (int j = 0; j < 100; j++) {
                world.appendPoison();
            }
            world.read(100);
            scene.commit();
        }
        assertThat(world.lanes.refused().held().legs()).isEqualTo(5_000);
        assertThat(world.lanes.budget().exhausted())
                .as("100 MB have come by, and there are 10 MB")
                .isFalse();

        scene.takes = copy -> true;
        for (int i = 0; i < 5; i++) {
            scene.pass(4 * SECOND);
            scene.commit();
        }
        assertThat(scene.written()).containsExactlyElementsOf(range(0, 5_000));
        assertThat(world.copied.stream().filter(copy -> copy.form() == Form.REFERENCE))
                .as("all but those that came before anybody knew")
                .hasSizeGreaterThanOrEqualTo(4_900)
                .allMatch(copy -> ((Copy.Dead) copy.to()).leftOut() == large.length
                        || copy.leg().event().body().length == large.length);
        assertThat(world.lanes.budget().used()).isZero();
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
                scene.reason = large ? Refusal.TOO_LARGE : Refusal.REFUSED;
                scene.takes = copy -> chance == 0
                        || (large && copy.form() == Form.REFERENCE)
                        || (chance == 1 && random.nextBoolean());
            }
            world.append(random.nextInt(4), "web");
            world.read(100);
            world.sweep(100);
            scene.end("a", leg -> {
                boolean dies = random.nextInt(3) > 0;
                if (!dies) {
                    ended.add(leg.origin().offset());
                }
                return dies;
            });
            scene.end("b", leg -> false);
            scene.pass(random.nextInt(3) * SECOND / 2);
            if (random.nextInt(50) == 0) {
                world.restart();
                scene.nanos = 0;
                scene.pass(0);
            } else {
                scene.checkpoint();
            }
        }
        scene.takes = copy -> true;
        for (int i = 0; i < 100; i++) {
            scene.pass(10 * SECOND);
            world.settle();
            scene.end("a", leg -> true);
            scene.end("b", leg -> false);
            scene.commit();
        }
        assertThat(world.lane.openLegs()).as("seed " + seed).isZero();
        assertThat(world.lane.detached()).as("seed " + seed).isZero();
        assertThat(world.lane.gaps()).as("seed " + seed).isEmpty();
        ended.addAll(scene.written());
        assertThat(ended).as("seed " + seed).containsExactlyElementsOf(range(0, world.log.size()));
    }
}
