package dev.centrifuge.flow.lane;

import dev.centrifuge.flow.Leg;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever happens in whatever order, every leg is resolved, in memory at most once at a time, in the order of its key, and
 * nothing is detached for ever.
 */
class LanesRandomTest {
    private static final List<String> DESTINATIONS = List.of("a", "b", "c");

    private final LaneWorld world = new LaneWorld(20_000);
    private final Map<Leg, Scope> blocked = new HashMap<>();
    private final Set<String> delivered = new HashSet<>();
    private final Map<Scope, Long> newest = new HashMap<>();
    private long seed;
    private Random random;
    private Checkpoint begun;
    private int doubled;
    private int sinceCommit;

    static LongStream seeds() {
        return LongStream.rangeClosed(Long.getLong("simulation.first", 1), Long.getLong("simulation.seeds", 300));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyLeg_isResolved_onceButForRestarts_inTheOrderOfItsKey(long chosen) {
        seed = chosen;
        random = new Random(seed);
        world.routes.put("web", List.of("a", "b", "c"));
        world.routes.put("app", List.of("a", "c"));
        for (int step = 0; step < 600; step++) {
            act(random.nextInt(24));
            check();
        }
        finish();
        for (int offset = 0; offset < world.log.size(); offset++) {
            String source = world.log.get(offset).envelope().source();
            for (String destination : world.routes.get(source)) {
                assertThat(delivered).as("seed %d", seed).contains(offset + ">" + destination);
            }
        }
        assertThat(world.lane.openLegs()).as("seed %d", seed).isZero();
        assertThat(world.lane.skipped()).as("seed %d", seed).isZero();
        assertThat(world.lane.detached()).as("seed %d", seed).isZero();
        assertThat(world.lanes.budget().used()).as("seed %d", seed).isZero();
    }

    private void act(int choice) {
        switch (choice) {
            case 0, 1, 2, 3 -> append();
            case 4, 5, 6 -> world.read(1 + random.nextInt(8));
            case 7, 8, 9 -> world.sweep(1 + random.nextInt(8));
            case 10, 11, 12, 13, 14 -> resolveOne();
            case 15 -> close(any());
            case 16 -> world.lanes.readiness(any(), Readiness.READY, 0);
            case 17 -> world.lanes.readiness(any(), Readiness.PROBE, 0);
            case 18 -> world.lanes.behind(any(), random.nextBoolean() ? "web" : "app");
            case 19 -> block();
            case 20 -> blocked.keySet().stream().findAny().ifPresent(this::unblock);
            case 21 -> begin();
            case 22 -> end();
            default -> {
                if (random.nextInt(8) == 0) {
                    restart();
                }
            }
        }
    }

    private String any() {
        return DESTINATIONS.get(random.nextInt(DESTINATIONS.size()));
    }

    private void append() {
        for (int i = random.nextInt(6); i > 0; i--) {
            world.append(random.nextInt(3) == 0 ? "app" : "web", "u" + random.nextInt(4));
        }
    }

    private static Scope key(Leg leg) {
        return Scope.key(
                leg.destination(), leg.event().envelope().source(), leg.event().key());
    }

    private static String name(Leg leg) {
        return leg.origin().offset() + ">" + leg.destination();
    }

    /** As a loop does: one at a time per key, in the order in which they came, none behind a blocked one. */
    private void resolveOne() {
        List<Leg> first = new ArrayList<>();
        Set<Scope> seen = new HashSet<>(blocked.values());
        for (Leg leg : world.inMemory) {
            if (seen.add(key(leg))) {
                first.add(leg);
            }
        }
        if (!first.isEmpty()) {
            deliver(first.get(random.nextInt(first.size())));
        }
    }

    private void deliver(Leg leg) {
        long offset = leg.origin().offset();
        if (delivered.add(name(leg))) {
            assertThat(newest.getOrDefault(key(leg), -1L))
                    .as("seed %d: order of %s", seed, name(leg))
                    .isLessThan(offset);
            newest.put(key(leg), offset);
        } else {
            doubled++;
            assertThat(doubled).as("seed %d: %s", seed, name(leg)).isLessThanOrEqualTo(sinceCommit);
        }
        world.resolve(leg);
    }

    private void close(String destination) {
        world.lanes.readiness(destination, Readiness.CLOSED, 0);
        for (Leg leg : List.copyOf(world.inMemory)) {
            if (leg.destination().equals(destination) && !blocked.containsKey(leg)) {
                world.giveBack(leg);
            }
        }
    }

    private void block() {
        if (world.inMemory.isEmpty()) {
            return;
        }
        Leg failing = world.inMemory.get(0);
        if (blocked.containsValue(key(failing))) {
            return;
        }
        blocked.put(failing, key(failing));
        world.lanes.blocked(failing, 0);
        for (Leg leg : List.copyOf(world.inMemory)) {
            if (leg != failing && key(leg).equals(key(failing))) {
                world.giveBack(leg);
            }
        }
    }

    private void unblock(Leg leg) {
        blocked.remove(leg);
        deliver(leg);
        world.lanes.unblocked(leg);
    }

    private void begin() {
        if (begun == null) {
            begun = world.begin();
        }
    }

    private void end() {
        if (begun != null) {
            if (random.nextInt(4) == 0) {
                world.lanes.giveBack(begun);
            } else {
                world.commit(begun);
            }
            begun = null;
        }
    }

    private void restart() {
        if (begun != null && random.nextBoolean()) {
            world.persist(begun);
        }
        begun = null;
        blocked.clear();
        sinceCommit = Integer.MAX_VALUE;
        world.restart();
    }

    private void check() {
        Set<String> once = new HashSet<>();
        for (Leg leg : world.inMemory) {
            assertThat(once.add(name(leg)))
                    .as("seed %d: %s is in memory twice", seed, name(leg))
                    .isTrue();
        }
    }

    private void finish() {
        DESTINATIONS.forEach(destination -> world.lanes.readiness(destination, Readiness.READY, 0));
        List.copyOf(blocked.keySet()).forEach(this::unblock);
        for (int idle = 0; idle < 3; idle++) {
            world.settle();
            while (!world.inMemory.isEmpty()) {
                resolveOne();
                idle = 0;
            }
        }
    }
}
