package dev.centrifuge.simulation;

import dev.centrifuge.config.DestinationConfig;
import dev.centrifuge.config.RateConfig;
import dev.centrifuge.config.outbound.HttpConfig;
import dev.centrifuge.config.payload.Payload;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is drawn from a seed before anything happens.
 *
 * @param nodes 1 for the only reader of an embedded broker, more for a group
 * @param partitions of the log
 * @param loops event loops of a node
 * @param memory the budget of a node, in bytes
 * @param eventBytes the largest event
 * @param eventsPerSecond of all sources together
 * @param users of each source
 * @param sources their names
 * @param destinations who gets what
 * @param faultyNanos how long sources send and things go wrong; then all is well
 * @param logFaults whether commits fail and acknowledgements get lost
 * @param messageNanos the longest that a message to a loop takes, and a timer is late
 * @param faults what happens to processes, the log and the configuration, and when
 */
record Scenario(
        long seed,
        int nodes,
        int partitions,
        int loops,
        long memory,
        int eventBytes,
        int eventsPerSecond,
        int users,
        List<String> sources,
        List<Target> destinations,
        long faultyNanos,
        boolean logFaults,
        long messageNanos,
        List<Fault> faults) {

    private static final long SECOND = 1_000_000_000L;
    private static final Set<Kind> UNCOUNTABLE = Set.of(Kind.REMOVE, Kind.TRUNCATE, Kind.CUT);

    /** In seconds: longer than any history. */
    private static final int FOR_EVER = 100_000;

    /** A destination: its configuration, and how it behaves. */
    record Target(DestinationConfig config, List<SimDestination.Phase> phases, int throttled) {

        String id() {
            return config.id();
        }

        boolean ordered() {
            return config.ordering() == DestinationConfig.Ordering.KEY;
        }

        boolean wants(String source) {
            return config.sources().contains("*") || config.sources().contains(source);
        }
    }

    /** What goes wrong, once. */
    enum Kind {
        /** SIGKILL, and a new process after a while. */
        CRASH,
        /** SIGSTOP for 60 s. */
        STOP,
        /** SIGTERM, and a new process after a while. */
        RESTART,
        /** The group moves every partition, several times within seconds. */
        SHUFFLE,
        /** A destination's limits change. */
        RELOAD,
        /** A destination is disabled for a while. */
        DISABLE,
        /** A destination is taken out of the configuration for a while. */
        REMOVE,
        /** The log loses its oldest records, read or not. */
        TRUNCATE,
        /** A destination is disabled, and enabled while messages are still under way that were sent before. */
        FLICKER,
        /** The log loses its newest records, read or not, and others come in their place. */
        CUT,
        /** A delay topic or the dead letters refuse some or all of what they are given. */
        REFUSE
    }

    /** @param which of the nodes, destinations or partitions; any number */
    record Fault(Kind kind, long at, int which, long nanos) {}

    /** Whether it is known how many legs there are: a destination that is absent for a while may have any of its own. */
    boolean countable() {
        return destinations.stream().noneMatch(Target::ordered)
                && faults.stream().noneMatch(fault -> UNCOUNTABLE.contains(fault.kind()));
    }

    /** Not of seeds that had found something before refusals were thought of. */
    private static boolean refuses(long seed) {
        return seed % 8 == 1 || seed % 8 == 7;
    }

    static Scenario of(long seed) {
        return new Draw(
                        new Random(seed),
                        new Random(seed ^ 0xfa017),
                        new Random(seed * 0x9E3779B97F4A7C15L),
                        seed % 4 == 2,
                        refuses(seed))
                .scenario(seed);
    }

    /**
     * @param random what was drawn from the beginning: seeds that found something keep their histories
     * @param later what was thought of later, for even seeds alone
     * @param last what was thought of last, for one seed in four, of which none had found anything by then
     * @param refusing whether copies are refused, and destinations refuse much
     * @param changeable whether ordered destinations take after a while what they refused, and processes die often
     */
    private record Draw(Random random, Random later, Random last, boolean changeable, boolean refusing) {
        private static final int FIRST_KINDS = Kind.FLICKER.ordinal();

        Scenario scenario(long seed) {
            long faulty = (40 + random.nextInt(100)) * SECOND;
            int nodes = 1 + random.nextInt(3);
            int sources = 1 + random.nextInt(3);
            List<String> names = new ArrayList<>();
            for (int i = 0; i < sources; i++) {
                names.add("source" + i);
            }
            int eventBytes = random.nextInt(3) == 0 ? 8_000 : 400;
            return new Scenario(
                    seed,
                    nodes,
                    Math.max(nodes, 1 + random.nextInt(3)),
                    1 + random.nextInt(2),
                    eventBytes * (random.nextBoolean() ? 120L : 2_000L),
                    eventBytes,
                    5 + random.nextInt(40),
                    2 + random.nextInt(10),
                    names,
                    targets(names, faulty),
                    faulty,
                    random.nextInt(3) == 0,
                    random.nextInt(3) == 0 ? SECOND / 3 : SECOND / 300,
                    faults(seed, faulty));
        }

        private List<Target> targets(List<String> sources, long faulty) {
            List<Target> targets = new ArrayList<>();
            int count = 1 + random.nextInt(4);
            for (int i = 0; i < count; i++) {
                targets.add(target("d" + i, sources, faulty));
            }
            return targets;
        }

        private Target target(String id, List<String> sources, long faulty) {
            Set<String> from =
                    random.nextInt(3) > 0 ? Set.of("*") : Set.of(sources.get(random.nextInt(sources.size())));
            DestinationConfig config = new DestinationConfig(
                    id,
                    URI.create("http://" + id + ".example/"),
                    from,
                    true,
                    "POST",
                    Map.of(),
                    Payload.defaults(),
                    null,
                    rate(),
                    new DestinationConfig.Concurrency(1 + random.nextInt(16), random.nextBoolean()),
                    Duration.ofMillis(2_000 + random.nextInt(6_000)),
                    retry(),
                    random.nextInt(3) == 0 ? DestinationConfig.Ordering.KEY : DestinationConfig.Ordering.NONE,
                    null,
                    null,
                    HttpConfig.defaults(),
                    false);
            List<SimDestination.Phase> phases = phases(faulty);
            boolean picky = changeable && config.ordering() == DestinationConfig.Ordering.KEY;
            List<SimDestination.Phase> dying = refusing && last.nextBoolean() ? changing(faulty, last) : phases;
            return new Target(config, picky ? changing(faulty, later) : dying, 1 + random.nextInt(10));
        }

        @Nullable
        RateConfig rate() {
            int limit = 5 + random.nextInt(60);
            return random.nextBoolean()
                    ? null
                    : new RateConfig(limit, Duration.ofSeconds(1), 1 + random.nextInt(limit));
        }

        private DestinationConfig.Retry retry() {
            Duration ttl = random.nextInt(3) == 0 ? Duration.ofSeconds(20 + random.nextInt(60)) : Duration.ofHours(4);
            Duration most = Duration.ofSeconds(2 + random.nextInt(58));
            return new DestinationConfig.Retry(Duration.ofMillis(200 + random.nextInt(800)), 2, most, ttl);
        }

        private List<SimDestination.Phase> phases(long faulty) {
            List<SimDestination.Phase> phases = new ArrayList<>();
            long until = 0;
            boolean well = random.nextInt(4) == 0;
            while (!well && until < faulty) {
                until += (2 + random.nextInt(40)) * SECOND;
                Mood mood = random.nextBoolean() ? Mood.HEALTHY : Mood.values()[random.nextInt(Mood.values().length)];
                phases.add(new SimDestination.Phase(mood, Math.min(until, faulty)));
            }
            return phases;
        }

        private List<SimDestination.Phase> changing(long faulty, Random by) {
            List<SimDestination.Phase> phases = new ArrayList<>();
            for (long until = 0; until < faulty; ) {
                until += (2 + by.nextInt(8)) * SECOND;
                Mood mood = phases.size() % 2 == 0 ? Mood.PICKY : Mood.HEALTHY;
                phases.add(new SimDestination.Phase(mood, Math.min(until, faulty)));
            }
            return phases;
        }

        private List<Fault> faults(long seed, long faulty) {
            List<Fault> faults = new ArrayList<>();
            int count = random.nextInt(6);
            for (int i = 0; i < count; i++) {
                Kind kind = Kind.values()[random.nextInt(FIRST_KINDS)];
                boolean rare = kind == Kind.TRUNCATE || kind == Kind.REMOVE;
                if (!rare || random.nextInt(4) == 0) {
                    faults.add(new Fault(kind, random.nextLong(faulty), random.nextInt(100), length(kind)));
                }
            }
            for (int i = seed % 2 == 0 ? later.nextInt(8) : 0; i > 0; i--) {
                long nanos = later.nextLong(SECOND / 5);
                faults.add(new Fault(Kind.FLICKER, later.nextLong(faulty), later.nextInt(100), nanos));
            }
            for (int i = changeable ? later.nextInt(8) : 0; i > 0; i--) {
                faults.add(new Fault(Kind.CRASH, later.nextLong(faulty), later.nextInt(100), length(Kind.RESTART)));
            }
            for (int i = seed % 4 == 0 ? later.nextInt(4) : 0; i > 0; i--) {
                faults.add(new Fault(Kind.CUT, later.nextLong(faulty), later.nextInt(100), 0));
            }
            for (int i = refusing ? 2 + last.nextInt(6) : 0; i > 0; i--) {
                long nanos = (1 + last.nextInt(last.nextBoolean() ? 10 : 90)) * SECOND;
                faults.add(new Fault(Kind.REFUSE, last.nextLong(faulty), 0, nanos));
            }
            for (int i = refusing ? last.nextInt(4) : 0; i > 0; i--) {
                Kind kind = new Kind[] {Kind.CRASH, Kind.RESTART, Kind.SHUFFLE}[last.nextInt(3)];
                long nanos = (1 + last.nextInt(kind == Kind.SHUFFLE ? 3 : 20)) * SECOND;
                faults.add(new Fault(kind, last.nextLong(faulty), last.nextInt(100), nanos));
            }
            return faults;
        }

        private long length(Kind kind) {
            return switch (kind) {
                case CRASH, RESTART -> (1 + random.nextInt(20)) * SECOND;
                case STOP -> 60 * SECOND;
                case REMOVE -> new int[] {20, 700, FOR_EVER}[random.nextInt(3)] * SECOND;
                case SHUFFLE -> (1 + random.nextInt(3)) * SECOND;
                default -> (5 + random.nextInt(30)) * SECOND;
            };
        }
    }
}
