package dev.centrifuge.flow.lane;

import dev.centrifuge.flow.count.Tally;
import dev.centrifuge.flow.handover.Copy;
import dev.centrifuge.flow.outlet.Refusal;
import dev.centrifuge.flow.outlet.Setback;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One checkpoint after the other: what each takes along, and what becomes of that when it is committed or has failed.
 *
 * <p>Belongs to the log thread.
 */
final class Commits {
    private final Node node;
    private final Partitions partitions;

    /** Those of the checkpoint under way whose legs it resolves. */
    private final Set<Copy> ended = Collections.newSetFromMap(new IdentityHashMap<>());

    Commits(Node node, Partitions partitions) {
        this.node = node;
        this.partitions = partitions;
    }

    /** Whether something is to be committed. */
    boolean changed() {
        return !node.copies.isEmpty() || partitions.all().stream().anyMatch(Lane::changed);
    }

    /** See {@link Lanes#begin}. */
    Checkpoint begin(long mostCopied) {
        node.seen.bound();
        List<Copy> copies = node.copies.take(mostCopied, node.nanos, this::takeBack);
        Set<Lane> concerned = new HashSet<>();
        ended.clear();
        for (Copy copy : copies) {
            Lane owner = partitions.owned(copy.leg());
            if (owner == null) {
                continue;
            }
            concerned.add(owner);
            if (endsItsLeg(copy, owner)
                    && owner.progress.resolve(
                            copy.leg().origin().offset(), copy.leg().destination())) {
                ended.add(copy);
                count(copy, owner, 1);
            }
        }
        Map<Lane, Checkpoint.Changes> changes = new HashMap<>();
        for (Lane lane : partitions.all()) {
            if (lane.changed() || concerned.contains(lane)) {
                changes.put(lane, lane.takeChanges());
            }
        }
        return new Checkpoint(copies, changes);
    }

    /** A leg that has waited here for its delay, or a stretch, neither of which can be written. */
    private void takeBack(Copy copy) {
        Lane lane = partitions.owned(copy.leg());
        if (lane == null || copy.ofStretch()) {
            node.letters.unbury(copy, lane);
            node.release(copy.leg());
        } else {
            lane.inMemory++;
            node.router.deliver(copy.leg());
        }
    }

    /** The checkpoint is committed. */
    void committed(Checkpoint checkpoint) {
        for (Copy copy : checkpoint.copies()) {
            node.release(copy.leg());
            if (copy.leg().awaited()) {
                node.router.deliver(copy.leg());
            }
        }
        node.copies.written(checkpoint.copies());
        checkpoint.changes().forEach(Lane::committed);
    }

    /** See {@link Lanes#giveBack(Checkpoint, Setback)}. */
    void giveBack(Checkpoint checkpoint, Setback setback) {
        List<Copy> again = new ArrayList<>();
        for (Copy copy : checkpoint.copies()) {
            Lane owner = partitions.owned(copy.leg());
            if (owner == null) {
                node.copies.refused().forget(copy);
                node.release(copy.leg());
                continue;
            }
            if (ended.contains(copy) && endsItsLeg(copy, owner)) {
                owner.progress.take(copy.leg().origin().offset(), copy.leg().destination());
                count(copy, owner, -1);
            }
            Refusal refusal = setback.refused().get(copy);
            if (refusal == null) {
                again.add(
                        setback.written().contains(copy) ? node.copies.refused().alreadyWritten(copy) : copy);
            } else if (node.copies.refuse(copy, refusal, node.nanos)) {
                takeBack(copy);
            }
        }
        node.copies.giveBack(again, node.nanos, !setback.refused().isEmpty());
        checkpoint.changes().forEach(Lane::giveBack);
    }

    /** Counts legs that left the lane {@code owner} with a copy; {@code by} -1 takes it back. */
    private static void count(Copy copy, Lane owner, int by) {
        if (copy.leg().destination().equals(Node.NOBODY)) {
            return;
        }
        Tally tally = owner.pair(copy.leg()).tally();
        if (copy.to() instanceof Copy.Delayed) {
            tally.delay(by);
        } else {
            tally.die(by);
        }
    }

    /** Not where it stands for a stretch, nor where another record has the leg's offset now. */
    private static boolean endsItsLeg(Copy copy, Lane owner) {
        return !copy.ofStretch() && owner.bounds.have(copy.leg().origin());
    }
}
