package dev.centrifuge.simulation;

import dev.centrifuge.config.DestinationConfig;
import dev.centrifuge.simulation.check.BrokenPromise;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * One history: traffic and trouble for a while, then good weather until everything has ended, or was given time enough to.
 */
final class Simulation {
    private static final long SECOND = 1_000_000_000L;

    /** Healthy again, everything ends within this: the longest delay and pauses, and the backlog at its rate with late timers. */
    private static final long PATIENCE_NANOS = 3_600 * SECOND;

    private final Scenario scenario;
    private final World world;
    private final Random random;
    private int lives;

    private Simulation(Scenario scenario, @Nullable Mutant mutant) {
        this.scenario = scenario;
        this.world = new World(scenario, mutant);
        this.random = new Random(~scenario.seed());
    }

    /** What a run came to. */
    record Outcome(long fingerprint, long legs, long delivered, long repeated, long dead, long nanos) {}

    /**
     * Runs the history of a seed.
     *
     * @throws BrokenPromise at the first event that breaks one
     */
    static Outcome run(long seed, @Nullable Mutant mutant) {
        return new Simulation(Scenario.of(seed), mutant).run();
    }

    /**
     * Runs a history that was not drawn.
     *
     * @return the world at its end
     */
    static World run(Scenario scenario) {
        Simulation simulation = new Simulation(scenario, null);
        simulation.run();
        return simulation.world;
    }

    private Outcome run() {
        BrokenPromise.forget();
        for (int i = 0; i < scenario.nodes(); i++) {
            start("node" + i);
        }
        world.clock().after(SECOND, this::send);
        scenario.faults().forEach(fault -> world.clock().at(fault.at(), () -> happen(fault)));
        long until = scenario.faultyNanos();
        while (until < scenario.faultyNanos() + PATIENCE_NANOS && (until == scenario.faultyNanos() || !ended())) {
            until += SECOND;
            runUntil(until);
        }
        return judge();
    }

    private void runUntil(long nanos) {
        while (world.clock().nanos() < nanos) {
            world.clock().step();
            BrokenPromise.check();
        }
    }

    private Outcome judge() {
        if (!ended()) {
            world.nodes().values().forEach(node -> world.chronicle().note(node.life(), node.toString()));
        }
        world.allPartitions().forEach(world.audit()::checkMarks);
        world.ledger().quiet();
        world.quiet();
        return new Outcome(
                world.witness().fingerprint(),
                world.ledger().legs(),
                world.ledger().delivered(),
                world.ledger().repeated(),
                world.ledger().dead(),
                world.clock().nanos());
    }

    private boolean ended() {
        return world.ledger().settled() && world.idle();
    }

    private void start(String id) {
        SimNode node = new SimNode(world, id, lives++);
        world.add(node);
        node.start();
    }

    private void send() {
        if (world.clock().nanos() >= scenario.faultyNanos()) {
            return;
        }
        int burst = 1 + random.nextInt(4);
        for (int i = 0; i < burst; i++) {
            // Half of all events are of the first source, and half of each source's of its first user.
            List<String> sources = scenario.sources();
            String source = random.nextBoolean() ? sources.get(0) : sources.get(random.nextInt(sources.size()));
            String key = source + "/user" + (random.nextBoolean() ? 0 : random.nextInt(scenario.users()));
            int partition = Math.floorMod(key.hashCode(), scenario.partitions());
            world.appended(source, key, partition, random.nextInt(scenario.eventBytes()));
        }
        long mean = burst * SECOND / scenario.eventsPerSecond();
        world.clock().after(1 + random.nextLong(2 * mean), this::send);
    }

    private void shuffle(int times, long nanos) {
        SimGroup group = world.group();
        if (times > 0 && group != null) {
            group.rotate();
            world.clock().after(nanos, () -> shuffle(times - 1, nanos));
        }
    }

    private void happen(Scenario.Fault fault) {
        SimNode node = world.nodes().get("node" + fault.which() % scenario.nodes());
        String destination = "d" + fault.which() % scenario.destinations().size();
        DestinationConfig config = world.targets().get(destination).config();
        boolean alive = !node.process().killed() && !node.process().stopped() && !node.leaving();
        switch (fault.kind()) {
            case CRASH -> {
                if (!node.process().killed()) {
                    node.kill();
                    world.clock().after(fault.nanos(), () -> start(node.id()));
                }
            }
            case STOP -> {
                if (alive) {
                    node.stop(fault.nanos(), random.nextBoolean());
                }
            }
            case RESTART -> {
                if (alive) {
                    node.leave(() -> world.clock().after(fault.nanos(), () -> start(node.id())));
                }
            }
            case SHUFFLE -> shuffle(3 + fault.which() % 6, fault.nanos());
            case RELOAD -> world.configure(destination, Configs.changed(config));
            case DISABLE, FLICKER -> {
                world.configure(destination, Configs.disabled(config));
                world.clock().after(fault.nanos(), () -> world.configure(destination, config));
            }
            case REMOVE -> {
                world.configure(destination, null);
                world.clock().after(fault.nanos(), () -> world.configure(destination, config));
            }
            case TRUNCATE -> world.truncate(fault.which() % scenario.partitions(), random);
            case REFUSE -> world.refuse(fault.nanos());
            case CUT -> world.cut(fault.which() % scenario.partitions());
        }
    }
}
