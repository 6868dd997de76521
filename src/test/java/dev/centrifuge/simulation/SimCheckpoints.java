package dev.centrifuge.simulation;

import dev.centrifuge.flow.lane.Checkpoint;
import dev.centrifuge.flow.lane.Lanes;

/** When a node makes checkpoints: one at a time, every so often. */
final class SimCheckpoints {
    static final long INTERVAL_NANOS = 200_000_000;
    private static final long MOST_COPIED = 64 * 1024;

    private final World world;
    private final SimNode node;
    private final Lanes lanes;
    private final SimMailbox mailbox;
    private boolean underWay;
    private long nextAt;

    SimCheckpoints(World world, SimNode node, Lanes lanes, SimMailbox mailbox) {
        this.world = world;
        this.node = node;
        this.lanes = lanes;
        this.mailbox = mailbox;
    }

    void maybe() {
        if (world.clock().nanos() >= nextAt) {
            hurry();
        }
    }

    /** Begins one now, if none is under way and something changed. */
    void hurry() {
        if (underWay || !lanes.changed()) {
            return;
        }
        nextAt = world.clock().nanos() + INTERVAL_NANOS * (node.breaks(Mutant.LAZY_CHECKPOINTS) ? 50 : 1);
        underWay = true;
        Checkpoint checkpoint = lanes.begin(MOST_COPIED);
        new SimCommit(world, node, checkpoint, node.memberEpoch(), done -> mailbox.post(() -> ended(checkpoint, done)))
                .start();
    }

    private void ended(Checkpoint checkpoint, boolean done) {
        underWay = false;
        if (done) {
            lanes.committed(checkpoint);
        } else {
            lanes.giveBack(checkpoint);
        }
    }

    boolean settled() {
        return !underWay && !lanes.changed();
    }
}
