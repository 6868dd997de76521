package dev.centrifuge.simulation;

import dev.centrifuge.config.DestinationConfig;
import dev.centrifuge.config.RateConfig;
import dev.centrifuge.flow.Leg;
import dev.centrifuge.flow.Origin;
import dev.centrifuge.flow.Trail;
import dev.centrifuge.flow.lane.Copy;
import dev.centrifuge.flow.lane.Lane;
import dev.centrifuge.simulation.check.BrokenPromise;
import dev.centrifuge.simulation.check.EventLife;
import dev.centrifuge.simulation.check.Ledger;
import dev.centrifuge.simulation.check.LegLife;
import dev.centrifuge.simulation.check.OrderCheck;
import dev.centrifuge.simulation.check.Promise;
import dev.centrifuge.simulation.check.RateCheck;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Everything around the nodes, and what the checkers see of it. */
final class World {
    /** A leg's end is recorded within an interval, two steps and the longest commit, where the log is well. */
    private static final long RECORDED_NANOS = SimCheckpoints.INTERVAL.toNanos() * 2 + 600_000_000L;

    private static final long PATIENCE_MILLIS = 600_000;

    private final Scenario scenario;
    private final @Nullable Mutant mutant;
    private final VirtualClock clock = new VirtualClock();
    private final Random random;
    private final SimLog log;
    private final @Nullable SimGroup group;
    private final Weather weather;
    private final Chronicle chronicle = new Chronicle(clock);
    private final Ledger ledger = new Ledger();
    private final Map<String, SimDestination> destinations = new HashMap<>();
    private final Map<String, Scenario.Target> targets = new LinkedHashMap<>();
    private final Map<String, DestinationConfig> configuration = new LinkedHashMap<>();
    private final Map<String, Long> absentSince = new HashMap<>();
    private final Map<String, SimNode> nodes = new LinkedHashMap<>();
    private final Map<String, Limit> limits = new HashMap<>();
    private final Map<String, OrderCheck> orders = new HashMap<>();
    /** For each partition, how many legs the events below an offset have. */
    private final List<List<Long>> legsBelow = new ArrayList<>();

    private long trace;
    private long checks;

    World(Scenario scenario, @Nullable Mutant mutant) {
        this.scenario = scenario;
        this.mutant = mutant;
        this.random = new Random(scenario.seed() ^ 0x5eed);
        this.log = new SimLog(scenario.partitions());
        this.group = scenario.nodes() == 1 ? null : new SimGroup(clock, scenario.partitions(), this::expelled);
        this.weather = new Weather(clock, random, scenario.logFaults(), scenario.faultyNanos());
        for (int i = 0; i < scenario.partitions(); i++) {
            legsBelow.add(new ArrayList<>(List.of(0L)));
        }
        for (Scenario.Target target : scenario.destinations()) {
            DestinationConfig config = target.config();
            targets.put(target.id(), target);
            configuration.put(target.id(), config);
            destinations.put(
                    target.id(),
                    new SimDestination(target.phases(), random, config.timeout().toNanos(), target.throttled()));
            orders.put(target.id(), new OrderCheck());
        }
    }

    private void expelled(String id, Set<Integer> partitions) {
        SimNode node = nodes.get(id);
        if (node != null) {
            node.expelled(partitions);
        }
    }

    // What nodes and destinations do.

    void appended(String source, String key, int partition, int bytes) {
        int index = ledger.size();
        SimPartition events = log.partition(SimLog.EVENTS, partition);
        long offset = events.append(
                clock.millis(), SimEvents.event(index, source, key, bytes, clock.millis()), null, Trail.NONE);
        Set<String> wanting = new TreeSet<>();
        targets.forEach((id, target) -> {
            if (target.wants(source)) {
                wanting.add(id);
            }
        });
        EventLife life = ledger.appended(partition, offset, source, key, clock.millis(), wanting);
        List<Long> below = legsBelow.get(partition);
        below.add(below.get(below.size() - 1) + wanting.size());
        life.legs().stream()
                .filter(leg -> absentSince.containsKey(leg.destination()))
                .forEach(leg -> ledger.optional(leg));
    }

    void sent(SimNode node, LegLife leg) {
        trace(leg.event().index() * 31L + 1);
        chronicle.note(leg, node.life(), "sent");
        Limit limit = limits.get(node.id() + "/" + leg.destination());
        if (limit != null) {
            limit.check.sent(clock.nanos());
        }
        if (targets.get(leg.destination()).ordered()) {
            orders.get(leg.destination()).sent(node.life(), leg.event().key());
        }
    }

    /** From now on a node sends to a destination by this configuration. A new process inherits what its last one sent. */
    void opened(SimNode node, DestinationConfig config) {
        String who = node.id() + "/" + config.id();
        RateConfig rate = config.rate();
        Limit before = limits.get(who);
        if (rate == null) {
            limits.remove(who);
        } else if (before == null || !before.rate.equals(rate)) {
            limits.put(
                    who,
                    new Limit(
                            rate, new RateCheck(who, rate.limit(), rate.per().toNanos(), rate.burst(), clock.nanos())));
        }
    }

    private record Limit(RateConfig rate, RateCheck check) {}

    void answered(SimNode node, LegLife leg) {
        if (targets.get(leg.destination()).ordered()) {
            orders.get(leg.destination()).ended(node.life(), leg.event().key());
        }
    }

    /** @param lost whether the gateway is not told: then it will send the leg again */
    void taken(SimNode node, LegLife leg, boolean lost) {
        trace(leg.event().index() * 31L + 2);
        chronicle.note(leg, node.life(), lost ? "taken, the answer is lost" : "taken");
        if (lost) {
            excuse(leg);
        }
        boolean first = ledger.taken(leg);
        if (!lost) {
            node.traffic().taken(leg, clock.nanos());
        }
        if (first && targets.get(leg.destination()).ordered() && !leg.event().lost()) {
            orders.get(leg.destination())
                    .firstDelivered(leg.event().key(), leg.event().index());
        }
    }

    void excuse(LegLife leg) {
        chronicle.note(leg, "somebody", "excused");
        ledger.excuse(leg);
    }

    void died(LegLife leg, Leg copied, Copy.Dead dead) {
        boolean honest = switch (dead.reason()) {
            case "ttl" -> dead.atMillis() >= leg.event().receivedAt() + ttl(leg.destination()) - early(copied);
            case "destination_removed" -> absentFor(leg.destination()) >= PATIENCE_MILLIS;
            default -> leg.refused();
        };
        if (!honest) {
            throw new BrokenPromise(Promise.HONEST_DEATH, "%s died of %s", leg, dead.reason());
        }
        ledger.died(leg);
        Copy.Range range = dead.range();
        if (range != null) {
            ledger.died(leg.event().partition(), range.from(), range.to(), leg.destination());
        }
    }

    /** A leg that was tried may be given up when its next attempt would come too late. */
    private long early(Leg leg) {
        long longest = targets.get(leg.destination()).config().retry().max().toMillis();
        return leg.trail().attempts() == 0 ? 0 : Math.max(longest, SimDestination.LONGEST_GATE_MILLIS);
    }

    private long ttl(String destination) {
        return targets.get(destination).config().retry().ttl().toMillis();
    }

    private long absentFor(String destination) {
        Long since = absentSince.get(destination);
        return since == null ? 0 : clock.millis() - since;
    }

    /** A node's checkpoint is in the log. */
    void committed(SimNode node, Set<Integer> partitions) {
        trace(3);
        node.traffic().recorded(this::recorded);
        if (checks++ % 4 == 0) {
            partitions.forEach(this::checkMarks);
            partitions.forEach(partition -> checkFunnel(node, partition));
        }
    }

    private boolean recorded(LegLife leg, Origin origin) {
        EventLife event = leg.event();
        return event.lost()
                || !log.state(origin.topic(), origin.partition())
                        .pending(origin.offset(), leg.destination(), event.source(), event.key());
    }

    /** Whoever took this partition over now would find each unfinished leg. */
    void checkMarks(int partition) {
        for (LegLife leg : ledger.unsettled()) {
            if (leg.event().partition() == partition && !leg.optional() && !accounted(leg)) {
                throw new BrokenPromise(Promise.MARK, "%s is not delivered, and nothing in the log says so", leg);
            }
        }
    }

    /** received = delivered + dead + pending: what the node counts as pending is no less than what is not finished. */
    private void checkFunnel(SimNode node, int partition) {
        Lane lane = node.lanes().get(SimLog.EVENTS, partition);
        if (lane == null || !scenario.countable()) {
            return;
        }
        List<Long> below = legsBelow.get(partition);
        long unread = below.get(below.size() - 1) - below.get((int) lane.mark());
        long pending = node.lanes().all().stream()
                .filter(each -> each.partition() == partition)
                .mapToLong(each -> each.openLegs() + each.skipped())
                .sum();
        long delayed = delayedUnread(node, partition);
        long unfinished = ledger.unsettled().stream()
                .filter(leg -> leg.event().partition() == partition)
                .count();
        if (unread + pending + delayed < unfinished) {
            throw new BrokenPromise(
                    Promise.FUNNEL,
                    "partition %d: %d unread + %d pending + %d delayed, but %d legs are not finished",
                    partition,
                    unread,
                    pending,
                    delayed,
                    unfinished);
        }
    }

    private long delayedUnread(SimNode node, int partition) {
        long unread = 0;
        for (Lane lane : node.lanes().all()) {
            if (lane.partition() == partition && lane.delay() != null) {
                unread += log.partition(lane.topic(), partition).end() - lane.mark();
            }
        }
        return unread;
    }

    private boolean accounted(LegLife leg) {
        EventLife event = leg.event();
        if (pending(SimLog.EVENTS, event.offset(), leg)) {
            return true;
        }
        for (int i = leg.copies().size() - 1; i >= 0; i--) {
            LegLife.Place place = leg.copies().get(i);
            if (pending(place.topic(), place.offset(), leg)) {
                return true;
            }
        }
        return false;
    }

    private boolean pending(String topic, long offset, LegLife leg) {
        EventLife event = leg.event();
        if (offset < log.partition(topic, event.partition()).start()) {
            return false;
        }
        SimState state = log.state(topic, event.partition());
        // Whoever starts from what was written before a cut is told of that.
        return offset >= log.partition(topic, event.partition()).cutSince(state.cuts())
                || state.pending(offset, leg.destination(), event.source(), event.key());
    }

    /** @param unrecordedNanos for how long the oldest delivery of the dead process was not recorded */
    void crashed(long unrecordedNanos) {
        if (!weather.recently() && unrecordedNanos > RECORDED_NANOS) {
            throw new BrokenPromise(
                    Promise.FEW_DUPLICATES, "what was delivered %d ns ago is not recorded", unrecordedNanos);
        }
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
        if (config == null) {
            configuration.remove(destination);
            absentSince.putIfAbsent(destination, clock.millis());
            ledger.optional(destination);
        } else {
            configuration.put(destination, config);
            absentSince.remove(destination);
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
        List<Long> below = legsBelow.get(partition);
        below.subList((int) end + 1, below.size()).clear();
    }

    boolean idle() {
        return nodes.values().stream().allMatch(node -> !node.process().killed() && node.idle());
    }

    /** In the end nothing is held, and whoever starts now has nothing to do. */
    void quiet() {
        nodes.values().forEach(SimNode::quiet);
    }

    private void trace(long what) {
        trace = trace * 0x9E3779B97F4A7C15L + clock.nanos() * 31 + what;
    }

    // What there is.

    long fingerprint() {
        return trace;
    }

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

    Chronicle chronicle() {
        return chronicle;
    }

    Ledger ledger() {
        return ledger;
    }

    SimDestination destination(String id) {
        return destinations.get(id);
    }

    Map<String, DestinationConfig> configuration() {
        return new LinkedHashMap<>(configuration);
    }

    Scenario.Target target(String id) {
        return targets.get(id);
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
