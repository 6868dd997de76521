package dev.centrifuge.simulation;

import dev.centrifuge.flow.Leg;
import dev.centrifuge.flow.Trail;
import dev.centrifuge.flow.handover.Copy;
import dev.centrifuge.flow.lane.Checkpoint;
import dev.centrifuge.flow.lane.Lane;
import dev.centrifuge.flow.outlet.Outlet;
import dev.centrifuge.flow.outlet.Refusal;
import dev.centrifuge.flow.outlet.Setback;
import dev.centrifuge.simulation.check.LegLife;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One checkpoint on its way into the log: as one transaction with a fence, or in the acknowledged steps of the only reader.
 */
final class SimCommit {
    private static final long MILLI = 1_000_000;

    private final World world;
    private final SimNode node;
    private final Checkpoint checkpoint;
    private final int memberEpoch;
    private final int knownCuts;
    private final Consumer<@Nullable Setback> report;
    private IdentityHashMap<Copy, Refusal> refused = new IdentityHashMap<>();

    /** @param report told null when it is committed, else what is known of why it is not */
    SimCommit(World world, SimNode node, Checkpoint checkpoint, int memberEpoch, Consumer<@Nullable Setback> report) {
        this.world = world;
        this.node = node;
        this.checkpoint = checkpoint;
        this.memberEpoch = memberEpoch;
        this.knownCuts = world.log().cuts();
        this.report = report;
    }

    void start() {
        if (world.group() == null) {
            steps();
        } else {
            transaction();
        }
    }

    /** A process that is stopped before it has sent its commit sends it when it goes on. */
    private void transaction() {
        node.sending();
        node.process().after(MILLI, this::send);
    }

    private void send() {
        world.clock().after(MILLI + world.random().nextLong(12 * MILLI), () -> {
            boolean fails = world.weather().commitFails();
            boolean admitted = node.breaks(Mutant.UNFENCED_COMMITS) || admitted();
            refused = world.outlets().refused(checkpoint.copies());
            boolean refuses = !refused.isEmpty() && !node.breaks(Mutant.DROPPED_REFUSALS);
            boolean applied = admitted && !fails && !refuses;
            if (applied && node.breaks(Mutant.STATE_BEFORE_COPIES)) {
                state();
                node.process().after(40 * MILLI, this::copies);
            } else if (applied) {
                copies();
                state();
            }
            world.chronicle().note(node.life(), "commit applied " + applied + " admitted " + admitted);
            boolean lost = applied && world.weather().acknowledgementLost();
            if (lost) {
                lives().forEach(world.witness()::excuse);
            }
            long after = lost || fails
                    ? world.random().nextLong(3_000 * MILLI)
                    : world.random().nextLong(5 * MILLI);
            Setback setback = admitted && refuses && !fails ? found() : Setback.UNKNOWN;
            node.process().after(after, () -> report.accept(applied && !lost ? null : setback));
        });
    }

    /** One record fails a transaction: which others would have is not known; and sometimes it is not known which it was. */
    private Setback found() {
        List<Copy> all =
                checkpoint.copies().stream().filter(refused::containsKey).toList();
        Copy first = all.get(0);
        int chance = world.random().nextInt(4);
        if (chance == 0 && refused.get(first) == Refusal.REFUSED) {
            return Setback.UNKNOWN;
        }
        IdentityHashMap<Copy, Refusal> found = new IdentityHashMap<>();
        for (Copy copy : all) {
            boolean same = Outlet.of(copy).equals(Outlet.of(first)) && refused.get(copy) == Refusal.REFUSED;
            if (copy == first || same) {
                found.put(copy, refused.get(copy));
            }
        }
        return new Setback(found, Set.of());
    }

    private boolean admitted() {
        SimGroup group = world.group();
        return group == null || group.admits(node.id(), memberEpoch);
    }

    /** Copies, open legs, cursors, marks: each step begins when the one before is acknowledged. */
    private void steps() {
        List<Runnable> order = node.breaks(Mutant.STATE_BEFORE_COPIES)
                ? List.of(this::open, this::cursors, this::marks, this::copies)
                : List.of(this::copies, this::open, this::cursors, this::marks);
        step(order, 0);
    }

    private void step(List<Runnable> order, int next) {
        if (next > 0 && next < order.size()) {
            node.halfCommitted(lives());
        }
        if (next == order.size()) {
            node.halfCommitted(List.of());
            report.accept(null);
            return;
        }
        node.process().after(MILLI + world.random().nextLong(6 * MILLI), () -> {
            if (world.weather().commitFails()) {
                lives().forEach(world.witness()::excuse);
                report.accept(Setback.UNKNOWN);
                return;
            }
            order.get(next).run();
            if (refused.isEmpty() || node.breaks(Mutant.DROPPED_REFUSALS)) {
                step(order, next + 1);
            } else {
                // What is written is there, and its legs are open yet.
                node.halfCommitted(lives());
                report.accept(new Setback(refused, written()));
            }
        });
    }

    /**
     * The legs that it copies, but for those that a letter of a whole stretch tells of; a leg of which there were several copies
     * already is there as often.
     */
    private List<LegLife> lives() {
        List<LegLife> lives = new ArrayList<>();
        for (Copy copy : checkpoint.copies()) {
            boolean one = !(copy.to() instanceof Copy.Dead dead) || dead.range() == null;
            if (one) {
                lives.add(life(copy.leg()));
            }
        }
        return lives;
    }

    private LegLife life(Leg leg) {
        return world.ledger().leg(SimEvents.index(leg.event()), leg.destination());
    }

    private void state() {
        open();
        cursors();
        marks();
    }

    private Set<Copy> written() {
        Set<Copy> written = Collections.newSetFromMap(new IdentityHashMap<>());
        checkpoint.copies().stream().filter(copy -> !refused.containsKey(copy)).forEach(written::add);
        return written;
    }

    /** But for those that are there already, and those that are refused. */
    private void copies() {
        refused = world.outlets().refused(checkpoint.copies());
        Set<SimPartition> touched = new HashSet<>();
        for (Copy copy : checkpoint.copies()) {
            if (copy.form() == Copy.Form.WRITTEN || refused.containsKey(copy)) {
                continue;
            }
            if (copy.to() instanceof Copy.Dead dead) {
                world.witness().died(copy.leg(), dead);
            } else if (copy.to() instanceof Copy.Delayed delayed) {
                touched.add(delay(copy.leg(), SimLog.retry(delayed.delay())));
            }
        }
        if (world.group() != null) {
            touched.forEach(SimPartition::marker);
        }
    }

    private SimPartition delay(Leg leg, String topic) {
        SimPartition partition = world.log().partition(topic, leg.origin().partition());
        long offset = partition.append(world.clock().millis(), leg.event(), leg.destination(), trail(leg));
        life(leg).copies().add(new LegLife.Place(topic, offset));
        return partition;
    }

    /** Says where the event is. */
    private static Trail trail(Leg leg) {
        Trail trail = leg.trail();
        long eventAt = leg.origin().topic().equals(SimLog.EVENTS) ? leg.origin().offset() : trail.eventAt();
        return new Trail(
                trail.attempts(),
                trail.firstAt(),
                trail.lastAt(),
                trail.status(),
                trail.cause(),
                trail.excerpt(),
                eventAt);
    }

    private void open() {
        each((state, changes) -> {
            Map<Long, byte @Nullable []> chunks =
                    new HashMap<>(changes.progress().chunks());
            if (node.breaks(Mutant.UNLISTED_LEGS) && world.random().nextInt(3) == 0) {
                chunks.replaceAll((chunk, value) -> null);
            }
            state.open(chunks);
        });
    }

    private void cursors() {
        each((state, changes) -> {
            if (!node.breaks(Mutant.FORGOTTEN_CURSORS)) {
                state.cursors(changes.cursors());
            }
        });
    }

    private void marks() {
        each((state, changes) -> {
            state.mark(changes.progress().mark(), knownCuts);
            state.count(node.breaks(Mutant.FORGOTTEN_COUNTS) ? List.of() : changes.counts());
        });
        Set<Integer> partitions = new HashSet<>();
        checkpoint.changes().keySet().forEach(lane -> partitions.add(lane.partition()));
        world.committed(node, partitions);
    }

    private void each(Write write) {
        checkpoint.changes().entrySet().stream()
                .sorted(Map.Entry.comparingByKey(
                        Comparator.comparing(Lane::topic).thenComparing(Lane::partition)))
                .forEach(change -> write.to(state(change.getKey()), change.getValue()));
    }

    private SimState state(Lane lane) {
        return world.log().state(lane.topic(), lane.partition());
    }

    private interface Write {
        void to(SimState state, Checkpoint.Changes changes);
    }
}
