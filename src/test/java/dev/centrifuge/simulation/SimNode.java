package dev.centrifuge.simulation;

import dev.centrifuge.config.DestinationConfig;
import dev.centrifuge.delivery.Delivery;
import dev.centrifuge.dispatch.Dispatcher;
import dev.centrifuge.dispatch.SilentListener;
import dev.centrifuge.flow.Budget;
import dev.centrifuge.flow.Leg;
import dev.centrifuge.flow.Origin;
import dev.centrifuge.flow.SendLease;
import dev.centrifuge.flow.handover.LegRouter;
import dev.centrifuge.flow.lane.Lane;
import dev.centrifuge.flow.lane.Lanes;
import dev.centrifuge.simulation.check.HeldCheck;
import dev.centrifuge.simulation.check.LegLife;
import io.vertx.core.Context;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One life of one gateway process: real lanes and real dispatch, on a made-up log thread and made-up loops. */
final class SimNode {
    static final long STEP_NANOS = 20_000_000;
    private static final long LONGEST_STEP_NANOS = 160_000_000;

    private final World world;
    private final String id;
    private final String life;
    private final SimProcess process;
    private final Traffic traffic = new Traffic();
    private final HeldCheck held = new HeldCheck();
    private final Dispatcher dispatcher;
    private final Lanes lanes;
    private final Mutants mutants;
    private final SimMailbox mailbox;
    private final SimReader reader;
    private final SendLease lease;
    private final SimCheckpoints checkpoints;
    private final FunnelCheck funnel;
    private final SimNodeCheck check;
    private long stepNanos = STEP_NANOS;
    private int memberEpoch;
    private int epoch;
    private @Nullable SimRelease release;
    private List<LegLife> half = List.of();
    private boolean leaving;
    private long stopInCheckpoint;
    private Runnable left = () -> {};
    private Map<String, DestinationConfig> given = Map.of();

    SimNode(World world, String id, int life) {
        this.world = world;
        this.id = id;
        this.life = id + "#" + life;
        this.process = new SimProcess(world.clock());
        this.dispatcher = new Dispatcher(new SilentListener(), world::random);
        Budget budget = new Budget(world.scenario().memory());
        LegRouter router = new SimRouter(dispatcher, held, this::handed, world.breaks(Mutant.IGNORED_ROUND));
        this.lanes = new Lanes(budget, router);
        this.mutants = new Mutants(world.mutant(), lanes);
        this.mailbox = new SimMailbox(
                lanes.ends(), held, mutants, note -> world.chronicle().note(this.life, note));
        this.reader = new SimReader(world, lanes);
        this.lease = world.group() == null
                ? SendLease.ofSoleReader(
                        SimCheckpoints.interval(world), world.clock().nanos())
                : SendLease.ofMember(
                        SimCheckpoints.interval(world),
                        SimGroup.SESSION,
                        world.clock().nanos());
        this.checkpoints = new SimCheckpoints(world, this, lanes, mailbox, lease);
        this.funnel = new FunnelCheck(world.log(), lanes);
        this.check = new SimNodeCheck(id, lanes, held);
    }

    void start() {
        List<Context> contexts = new ArrayList<>();
        SimVertx vertx = new SimVertx(
                process, world.clock(), world.random(), world.scenario().messageNanos());
        for (int i = 0; i < world.scenario().loops(); i++) {
            contexts.add(vertx.loop());
        }
        dispatcher.start(vertx.vertx(), contexts, () -> this::open, mailbox, lease, world.clock());
        configure();
        if (world.group() == null) {
            own(world.allPartitions());
        } else {
            world.group().join(id);
        }
        process.after(STEP_NANOS, this::step);
    }

    void configure() {
        given = world.targets().configuration();
        Map<String, DestinationConfig> told = new LinkedHashMap<>(given);
        if (breaks(Mutant.NO_TOKENS)) {
            told.replaceAll((destination, config) -> Configs.withoutRate(config));
        }
        dispatcher.configure(told);
    }

    /** Called on the loop when a configuration takes effect there. */
    private Delivery open(DestinationConfig config) {
        DestinationConfig real = given.get(config.id());
        world.witness().opened(this, real == null ? config : real);
        return new SimDelivery(world, this, config.id());
    }

    private void handed(Leg leg) {
        LegLife life = world.ledger().leg(SimEvents.index(leg.event()), leg.destination());
        traffic.handed(leg);
        if (world.chronicle().follows(life)) {
            world.chronicle().note(life, this.life, "handed over from " + leg.origin() + " round " + leg.round());
        }
    }

    private void step() {
        lanes.at(world.clock().nanos(), world.clock().millis());
        reader.notice();
        boolean busy = mailbox.drain();
        if (release != null) {
            release(release);
        } else {
            membership();
        }
        if (release == null && !leaving) {
            busy |= reader.read();
            reader.trim();
        }
        dispatcher.flush();
        checkpoints.maybe();
        check.memory(world.scenario().memory() + reader.mostPerStep());
        funnel.check();
        stepNanos = busy ? STEP_NANOS : Math.min(LONGEST_STEP_NANOS, stepNanos * 2);
        process.after(release == null ? stepNanos : STEP_NANOS, this::step);
    }

    private void membership() {
        SimGroup group = world.group();
        if (group == null) {
            return;
        }
        SimGroup.Assignment assignment = group.poll(id);
        if (assignment.lost()) {
            begin(owned(), true);
            return;
        }
        memberEpoch = assignment.epoch();
        if (!assignment.added().isEmpty()) {
            own(assignment.added());
        }
        if (!assignment.revoked().isEmpty()) {
            begin(assignment.revoked(), false);
        }
    }

    private void own(Set<Integer> partitions) {
        epoch++;
        world.chronicle().note(life, "owns " + partitions + " in epoch " + epoch);
        partitions.forEach(world.audit()::checkMarks);
        reader.own(partitions, epoch);
    }

    private void begin(Set<Integer> going, boolean lost) {
        dispatcher.flush();
        dispatcher.recall(going, epoch);
        release = new SimRelease(going, lost, world.clock().nanos());
    }

    private void release(SimRelease current) {
        long now = world.clock().nanos();
        if (lanes.inMemory(current.going()) && now < current.recalledUntil()) {
            return;
        }
        if (!current.lost() && !checkpoints.settled() && now < current.settledUntil()) {
            checkpoints.hurry();
            return;
        }
        handOver(current);
        release = null;
        SimGroup group = world.group();
        if (group != null && !current.lost()) {
            memberEpoch = group.released(id, current.going());
        }
        if (leaving) {
            process.kill();
            world.left(this);
            left.run();
        }
    }

    /** What has no recorded end by now is the next owner's too. */
    private void handOver(SimRelease current) {
        if (!current.lost()) {
            traffic.exposed(current.going()).forEach(world.witness()::excuse);
        }
        disown(current.going());
    }

    private void disown(Set<Integer> partitions) {
        world.chronicle().note(life, "has no more " + partitions);
        reader.disown(partitions);
        traffic.forget(partitions);
    }

    /** SIGTERM: stops reading, gives back what it can, commits, leaves. */
    void leave(Runnable afterwards) {
        leaving = true;
        left = afterwards;
        if (release == null) {
            begin(owned(), false);
        }
    }

    /** SIGSTOP for a while: at once, or between a checkpoint's making and its sending. */
    void stop(long nanos, boolean inCheckpoint) {
        if (inCheckpoint) {
            stopInCheckpoint = nanos;
        } else {
            process.stop(nanos);
        }
    }

    /** A checkpoint is made and will be sent. */
    void sending() {
        if (stopInCheckpoint > 0) {
            process.stop(stopInCheckpoint);
            stopInCheckpoint = 0;
        }
    }

    /** SIGKILL. */
    void kill() {
        long ran = process.ran();
        world.witness().crashed(ran - traffic.oldestUnrecorded(ran));
        process.kill();
        traffic.exposed(world.allPartitions()).forEach(world.witness()::excuse);
        half.forEach(world.witness()::excuse);
    }

    /** The group gave its partitions to others. */
    void expelled(Set<Integer> partitions) {
        if (!process.killed()) {
            traffic.exposed(partitions).forEach(world.witness()::excuse);
            traffic.forget(partitions);
        }
    }

    /** Whether what was read there is this node's to record: the group may know better than the node. */
    boolean owns(Origin origin) {
        Lane lane = lanes.get(origin.topic(), origin.partition());
        SimGroup group = world.group();
        return lane != null && lane.epoch() == origin.epoch() && (group == null || group.owns(id, origin.partition()));
    }

    private Set<Integer> owned() {
        return lanes.all().stream().map(Lane::partition).collect(Collectors.toCollection(TreeSet::new));
    }

    boolean idle() {
        boolean attached = lanes.all().stream().allMatch(lane -> lane.detached() == 0 && lane.openLegs() == 0);
        // A leg whose record was cut off is open nowhere, and may wait here for its delay all the same.
        boolean kept = lanes.refused().held().legs() > 0;
        return release == null && held.size() == 0 && attached && !kept && checkpoints.settled();
    }

    /** In the end nothing is held, and everything is read and committed. */
    void quiet() {
        check.quiet();
    }

    /** For whoever looks for the cause of a failure. */
    @Override
    public String toString() {
        return life + " " + check + "; " + dispatcher.gauges() + check.lanes();
    }

    /** Legs whose copies are written in a checkpoint that is not whole. */
    void halfCommitted(List<LegLife> legs) {
        half = legs;
    }

    boolean breaks(Mutant which) {
        return mutants.breaks(which);
    }

    String id() {
        return id;
    }

    /** Names this process, and not the next one of the same node. */
    String life() {
        return life;
    }

    SimProcess process() {
        return process;
    }

    Traffic traffic() {
        return traffic;
    }

    boolean leaving() {
        return leaving;
    }

    int memberEpoch() {
        return memberEpoch;
    }

    Lanes lanes() {
        return lanes;
    }
}
