package dev.centrifuge.flow.lane;

import dev.centrifuge.event.Event;
import dev.centrifuge.flow.Delay;
import dev.centrifuge.flow.Leg;
import dev.centrifuge.flow.count.Counts;
import dev.centrifuge.flow.handover.Copy;
import dev.centrifuge.flow.handover.Readiness;
import dev.centrifuge.flow.handover.Scope;
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
 * Whatever happens in whatever order, every leg ends, in memory at most once at a time, in the order of its key where that is
 * asked, and nothing is detached for ever. A restart may cut a checkpoint between any two of its writes; what is delivered
 * twice was delivered or copied before it and not yet part of a committed checkpoint. What a client sends again is delivered
 * once.
 */
class LanesRandomTest {
    private static final List<String> DESTINATIONS = List.of("a", "b", "c");

    /** It is taken out of the configuration and comes back. */
    private static final String FICKLE = "f";

    /** Its legs go in any order, and may be copied to the delay topic. */
    private static final String UNORDERED = "b";

    /** The events that {@link #FICKLE} got, as the main reader saw it. */
    private final Set<Long> fickle = new HashSet<>();

    private final LaneWorld world = new LaneWorld(20_000, 1_000_000_000);
    private final Map<Leg, Scope> blocked = new HashMap<>();
    private final Set<String> delivered = new HashSet<>();
    private final Map<Scope, Long> newest = new HashMap<>();

    /** Delivered, and in no committed checkpoint; and those of them that the one that was begun has. */
    private final List<String> unrecorded = new ArrayList<>();

    private final List<String> recording = new ArrayList<>();

    /** May come again, once for each time that they are listed, since a restart forgot that they had come or were copied. */
    private final List<String> forgotten = new ArrayList<>();

    private long seed;
    private Random random;
    private Checkpoint begun;

    static LongStream seeds() {
        return LongStream.rangeClosed(Long.getLong("simulation.first", 1), Long.getLong("simulation.seeds", 300));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyLeg_ends_onceButForRestarts_inTheOrderOfItsKey(long chosen) {
        seed = chosen;
        random = new Random(seed);
        Random latency = new Random(~seed);
        world.slow = true;
        world.whole = seed % 3 > 0;
        world.ttl = seed % 2 == 0 ? 150 : Long.MAX_VALUE / 2;
        configured(true);
        for (int step = 0; step < 600; step++) {
            world.lanes.at(0, world.millis++);
            act(random.nextInt(30));
            if (latency.nextInt(4) == 0) {
                world.passFences();
            }
            if (latency.nextInt(20) == 0) {
                change(latency);
            }
            check();
        }
        finish();
        Set<String> dead = new HashSet<>();
        Set<Long> poison = new HashSet<>();
        for (Copy copy : world.copied) {
            if (copy.to() instanceof Copy.Dead letter) {
                if (letter.reason().equals("poison")) {
                    poison.add(copy.leg().origin().offset());
                } else {
                    dead.add(name(copy.leg()));
                }
            }
        }
        for (int offset = 0; offset < world.log.size(); offset++) {
            Event event = world.log.get(offset);
            if (event == null) {
                assertThat(poison).as("seed %d", seed).contains((long) offset);
                continue;
            }
            if (!event.envelope().id().equals("m" + offset)) {
                continue; // Sent again: who gets it was decided with the first.
            }
            for (String destination : destinations(offset, event)) {
                String leg = "m" + offset + ">" + destination;
                assertThat(delivered.contains(leg) || dead.contains(leg) || stands(leg))
                        .as("seed %d: %s ended", seed, leg)
                        .isTrue();
            }
        }
        for (Lane lane : List.of(world.lane, world.delayed)) {
            assertThat(lane.openLegs()).as("seed %d", seed).isZero();
            assertThat(lane.skipped()).as("seed %d", seed).isZero();
            assertThat(lane.detached()).as("seed %d", seed).isZero();
        }
        assertThat(world.lanes.budget().used()).as("seed %d", seed).isZero();
        if (world.whole) {
            checkCounts();
        }
    }

    private void configured(boolean all) {
        world.routes.put("web", all ? List.of("a", "b", "c", FICKLE) : DESTINATIONS);
        world.routes.put("app", all ? List.of("a", "c", FICKLE) : List.of("a", "c"));
    }

    private List<String> destinations(long offset, Event event) {
        List<String> all = new ArrayList<>(event.envelope().source().equals("web") ? DESTINATIONS : List.of("a", "c"));
        if (fickle.contains(offset)) {
            all.add(FICKLE);
        }
        return all;
    }

    /** Whether a letter names a stretch that the leg was in. */
    private boolean stands(String leg) {
        long offset = Long.parseLong(leg.substring(1, leg.indexOf('>')));
        return leg.endsWith(FICKLE)
                && world.copied.stream()
                        .map(copy -> copy.to() instanceof Copy.Dead letter ? letter.range() : null)
                        .anyMatch(range -> range != null && range.from() <= offset && offset < range.to());
    }

    private void read(int records) {
        long from = world.mainRead;
        world.read(records);
        for (long offset = from; offset < world.mainRead && !world.absent.contains(FICKLE); offset++) {
            fickle.add(offset);
        }
    }

    /** A destination goes, counts as removed, or comes back. */
    private void change(Random chance) {
        if (!world.absent.contains(FICKLE)) {
            if (chance.nextInt(3) == 0) {
                world.lanes.ends().behind(FICKLE, chance.nextBoolean() ? "web" : "app");
                return;
            }
            world.absent.add(FICKLE);
            configured(false);
            close(FICKLE);
            List.copyOf(blocked.keySet()).stream()
                    .filter(leg -> leg.destination().equals(FICKLE))
                    .forEach(leg -> {
                        blocked.remove(leg);
                        world.giveBack(leg);
                        world.lanes.ends().unblocked(leg);
                    });
        } else if (chance.nextBoolean()) {
            world.lanes.ends().readiness(FICKLE, Readiness.REMOVED, 0);
        } else {
            world.absent.remove(FICKLE);
            configured(true);
            world.lanes.ends().readiness(FICKLE, Readiness.READY, 0);
        }
    }

    private void act(int choice) {
        switch (choice) {
            case 0, 1, 2, 3 -> append();
            case 4, 5, 6 -> read(1 + random.nextInt(8));
            case 7, 8, 9 -> world.sweep(1 + random.nextInt(8));
            case 10, 11, 12, 13, 14 -> resolveOne();
            case 15 -> close(any());
            case 16 -> world.lanes.ends().readiness(any(), Readiness.READY, 0);
            case 17 -> world.lanes.ends().readiness(any(), Readiness.PROBE, 0);
            case 18 -> world.lanes.ends().behind(any(), random.nextBoolean() ? "web" : "app");
            case 19 -> block();
            case 20 -> blocked.keySet().stream().findAny().ifPresent(this::unblock);
            case 21, 22 -> begin();
            case 23, 24 -> end();
            case 25, 26 -> delayOne();
            case 27 -> world.readDelayed(1 + random.nextInt(8));
            case 28 -> {
                if (random.nextInt(8) == 0) {
                    world.appendPoison();
                }
            }
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
            Event known = world.log.isEmpty() ? null : world.log.get(random.nextInt(world.log.size()));
            if (known != null && random.nextInt(4) == 0) {
                world.appendAgain(known);
            } else {
                world.append(random.nextInt(3) == 0 ? "app" : "web", "u" + random.nextInt(4));
            }
        }
    }

    private static Scope key(Leg leg) {
        return Scope.key(
                leg.destination(), leg.event().envelope().source(), leg.event().key());
    }

    /** The same for a leg and its copies. */
    private static String name(Leg leg) {
        return leg.event().envelope().id() + ">" + leg.destination();
    }

    private static boolean unordered(Leg leg) {
        return leg.destination().equals(UNORDERED);
    }

    /** As a loop does: one at a time per key, in the order in which they came, none behind a blocked one. */
    private void resolveOne() {
        List<Leg> first = new ArrayList<>();
        Set<Scope> seen = new HashSet<>(blocked.values());
        for (Leg leg : world.inMemory) {
            if (unordered(leg) || seen.add(key(leg))) {
                first.add(leg);
            }
        }
        if (!first.isEmpty()) {
            deliver(first.get(random.nextInt(first.size())));
        }
    }

    /** Or gives it up where it is past its time, as its owner does. */
    private void deliver(Leg leg) {
        if (leg.event().envelope().receivedAt() < world.millis - world.ttl) {
            world.inMemory.remove(leg);
            world.lanes.ends().dead(leg, "ttl");
            return;
        }
        long offset = leg.origin().offset();
        if (delivered.add(name(leg))) {
            assertThat(unordered(leg) || newest.getOrDefault(key(leg), -1L) < offset)
                    .as("seed %d: order of %s", seed, name(leg))
                    .isTrue();
            newest.put(key(leg), offset);
        } else {
            assertThat(forgotten.remove(name(leg)))
                    .as("seed %d: %s may come again", seed, name(leg))
                    .isTrue();
        }
        unrecorded.add(name(leg));
        world.resolve(leg);
    }

    private void delayOne() {
        world.inMemory.stream().filter(LanesRandomTest::unordered).findAny().ifPresent(leg -> {
            world.inMemory.remove(leg);
            world.lanes.ends().put(leg, Delay.SHORT);
        });
    }

    private void close(String destination) {
        world.lanes.ends().readiness(destination, Readiness.CLOSED, 0);
        for (Leg leg : List.copyOf(world.inMemory)) {
            if (leg.destination().equals(destination) && !blocked.containsKey(leg)) {
                world.giveBack(leg);
            }
        }
    }

    private void block() {
        Leg failing = world.inMemory.stream()
                .filter(leg -> !unordered(leg))
                .findFirst()
                .orElse(null);
        if (failing == null || blocked.containsValue(key(failing))) {
            return;
        }
        blocked.put(failing, key(failing));
        world.lanes.ends().blocked(failing, 0);
        for (Leg leg : List.copyOf(world.inMemory)) {
            if (leg != failing && key(leg).equals(key(failing))) {
                world.giveBack(leg);
            }
        }
    }

    private void unblock(Leg leg) {
        blocked.remove(leg);
        deliver(leg);
        world.lanes.ends().unblocked(leg);
    }

    private void begin() {
        if (begun == null) {
            begun = world.begin();
            recording.addAll(unrecorded);
        }
    }

    private void end() {
        if (begun == null) {
            return;
        }
        if (random.nextInt(4) == 0) {
            copiedInVain(world.persist(begun, random.nextInt(2) * begun.copies().size()));
            world.lanes.giveBack(begun);
        } else {
            world.commit(begun);
            recording.forEach(unrecorded::remove);
        }
        recording.clear();
        begun = null;
    }

    /** These are among the delayed now, and open. */
    private void copiedInVain(int copies) {
        begun.copies().stream().limit(copies).forEach(copy -> forgotten.add(name(copy.leg())));
    }

    private void restart() {
        if (begun != null) {
            int writes = random.nextBoolean() ? Integer.MAX_VALUE : random.nextInt(30);
            int copies = world.persist(begun, writes);
            if (writes == Integer.MAX_VALUE) {
                recording.forEach(unrecorded::remove);
            } else {
                copiedInVain(copies);
            }
        }
        begun = null;
        recording.clear();
        blocked.clear();
        forgotten.addAll(unrecorded);
        unrecorded.clear();
        world.restart();
        // What was read since the last checkpoint is read by the configuration of then.
        fickle.removeIf(offset -> offset >= world.mainRead);
        newest.keySet().removeIf(key -> key.destination().equals(FICKLE));
    }

    private void check() {
        if (world.whole) {
            balances();
        }
        Set<String> once = new HashSet<>();
        for (Leg leg : world.inMemory) {
            assertThat(once.add(leg.origin() + name(leg)))
                    .as("seed %d: %s is in memory twice", seed, name(leg))
                    .isTrue();
        }
    }

    /** Each leg was received once, and has ended, but for those of which a crash has left a second copy. */
    private void checkCounts() {
        for (String destination : DESTINATIONS) {
            long legs = 0;
            for (int offset = 0; offset < world.log.size(); offset++) {
                Event event = world.log.get(offset);
                boolean first = event != null && event.envelope().id().equals("m" + offset);
                legs += first && destinations(offset, event).contains(destination) ? 1 : 0;
            }
            Counts read = world.lane.tallies().of(destination);
            Counts again = world.delayed.tallies().of(destination);
            long copies = world.delayLog.stream()
                    .filter(leg -> leg.destination().equals(destination))
                    .count();
            assertThat(read.received()).as("seed %d: %s", seed, destination).isEqualTo(legs);
            assertThat(again.received()).as("seed %d: %s", seed, destination).isEqualTo(copies);
            assertThat(read.delayed() + again.delayed())
                    .as("seed %d: %s", seed, destination)
                    .isLessThanOrEqualTo(copies);
            assertThat(read.lost() + again.lost() + read.filtered() + again.filtered())
                    .as("seed %d: %s", seed, destination)
                    .isZero();
        }
    }

    private void balances() {
        for (Lane lane : List.of(world.lane, world.delayed)) {
            assertThat(lane.gaps()).as("seed %d: %s", seed, lane.topic()).isEmpty();
        }
        for (String destination : world.millis % 16 == 0 ? DESTINATIONS : List.<String>of()) {
            assertThat(world.lane.tallies().skipped(destination))
                    .as("seed %d: legs that wait for %s in the log", seed, destination)
                    .isEqualTo(unread(destination));
        }
    }

    /** Counted one by one. */
    private long unread(String destination) {
        long unread = 0;
        for (int offset = 0; offset < world.mainRead; offset++) {
            Event event = world.log.get(offset);
            if (event == null
                    || world.lane.duplicates.suppressed(offset)
                    || !destinations(offset, event).contains(destination)) {
                continue;
            }
            Cursor cursor =
                    world.lane.cursors.find(destination, event.envelope().source(), event.key());
            unread += cursor != null && offset >= cursor.mark() ? 1 : 0;
        }
        return unread;
    }

    private void finish() {
        end();
        world.slow = false;
        DESTINATIONS.forEach(destination -> world.lanes.ends().readiness(destination, Readiness.READY, 0));
        boolean gone = world.absent.contains(FICKLE);
        world.lanes.ends().readiness(FICKLE, gone ? Readiness.REMOVED : Readiness.READY, 0);
        read(10_000);
        List.copyOf(blocked.keySet()).forEach(this::unblock);
        for (int idle = 0; idle < 3; idle++) {
            world.settle();
            if (world.lanes.changed()) {
                world.commit(world.begin());
            }
            while (!world.inMemory.isEmpty()) {
                resolveOne();
                idle = 0;
            }
        }
    }
}
