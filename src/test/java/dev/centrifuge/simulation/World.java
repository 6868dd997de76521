package dev.centrifuge.simulation;

import dev.centrifuge.config.DestinationConfig;
import dev.centrifuge.flow.Trail;
import dev.centrifuge.simulation.check.EventLife;
import dev.centrifuge.simulation.check.Ledger;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Everything around the nodes, and what the checkers see of it. */
final class World {
    private final Scenario scenario;
    private final @Nullable Mutant mutant;
    private final VirtualClock clock = new VirtualClock();
    private final Random random;
    private final SimLog log;
    private final @Nullable SimGroup group;
    private final Weather weather;
    private final SimOutlets outlets;
    private final Chronicle chronicle = new Chronicle(clock);
    private final Ledger ledger = new Ledger();
    private final Targets targets;
    private final Witness witness;
    private final Audit audit;
    private final Map<String, SimNode> nodes = new LinkedHashMap<>();

    World(Scenario scenario, @Nullable Mutant mutant) {
        this.scenario = scenario;
        this.mutant = mutant;
        this.random = new Random(scenario.seed() ^ 0x5eed);
        this.log = new SimLog(scenario.partitions());
        this.group = scenario.nodes() == 1 ? null : new SimGroup(clock, scenario.partitions(), this::expelled);
        this.weather = new Weather(clock, random, scenario.logFaults(), scenario.faultyNanos());
        this.outlets = new SimOutlets(clock);
        this.targets = new Targets(scenario.destinations(), clock, random);
        this.witness = new Witness(targets, ledger, clock, chronicle, weather);
        this.audit = new Audit(log, ledger, scenario.partitions(), scenario.countable());
    }

    private void expelled(String id, Set<Integer> partitions) {
        SimNode node = nodes.get(id);
        if (node != null) {
            node.expelled(partitions);
        }
    }

    /** A source's event is in the log. */
    void appended(String source, String key, int partition, int bytes) {
        int index = ledger.size();
        SimPartition events = log.partition(SimLog.EVENTS, partition);
        long offset = events.append(
                clock.millis(), SimEvents.event(index, source, key, bytes, clock.millis()), null, Trail.NONE);
        Set<String> wanting = targets.wanting(source);
        EventLife life = ledger.appended(partition, offset, source, key, clock.millis(), wanting);
        audit.appended(partition, wanting.size());
        life.legs().stream().filter(leg -> targets.absent(leg.destination())).forEach(ledger::optional);
    }

    /** A node's checkpoint is in the log. */
    void committed(SimNode node, Set<Integer> partitions) {
        witness.committed();
        audit.committed(node, partitions);
    }

    void left(SimNode node) {
        if (group != null) {
            group.expel(node.id());
        }
    }

    // What faults change.

    void add(SimNode node) {
        nodes.put(node.id(), node);
    }

    void configure(String destination, @Nullable DestinationConfig config) {
        targets.configure(destination, config);
        if (config == null) {
            ledger.optional(destination);
        }
        nodes.values().stream().filter(node -> !node.process().killed()).forEach(SimNode::configure);
    }

    /** Somebody deletes the oldest records, read or not. */
    void truncate(int partition, Random chance) {
        SimPartition events = log.partition(SimLog.EVENTS, partition);
        long start = events.start() + chance.nextLong(1 + events.end() - events.start());
        events.trim(start);
        ledger.cut(event -> event.partition() == partition && event.offset() < start);
    }

    /** The newest records are gone, read or not; what is in memory of them may be delivered all the same. */
    void cut(int partition) {
        SimPartition events = log.partition(SimLog.EVENTS, partition);
        long end = events.end() - random.nextLong(1 + Math.min(60, events.end() - events.start()));
        log.cut(partition, end);
        ledger.lose(event -> event.partition() == partition && event.offset() >= end);
        audit.cut(partition, end);
    }

    /** A delay topic or the dead letters refuse some or all of what they are given, for a while. */
    void refuse(long nanos) {
        outlets.refuse(random, scenario.partitions(), scenario.eventBytes(), nanos);
        weather.delaysCommits();
    }

    boolean idle() {
        return nodes.values().stream().allMatch(node -> !node.process().killed() && node.idle());
    }

    /** In the end nothing is held, and whoever starts now has nothing to do. */
    void quiet() {
        nodes.values().forEach(SimNode::quiet);
        FunnelCheck.quiet(log, ledger, scenario);
    }

    // What there is.

    Scenario scenario() {
        return scenario;
    }

    @Nullable
    Mutant mutant() {
        return mutant;
    }

    boolean breaks(Mutant which) {
        return mutant == which;
    }

    VirtualClock clock() {
        return clock;
    }

    Random random() {
        return random;
    }

    SimLog log() {
        return log;
    }

    @Nullable
    SimGroup group() {
        return group;
    }

    Weather weather() {
        return weather;
    }

    SimOutlets outlets() {
        return outlets;
    }

    Chronicle chronicle() {
        return chronicle;
    }

    Ledger ledger() {
        return ledger;
    }

    Targets targets() {
        return targets;
    }

    Witness witness() {
        return witness;
    }

    Audit audit() {
        return audit;
    }

    Map<String, SimNode> nodes() {
        return nodes;
    }

    Set<Integer> allPartitions() {
        Set<Integer> all = new TreeSet<>();
        for (int i = 0; i < scenario.partitions(); i++) {
            all.add(i);
        }
        return all;
    }
}
