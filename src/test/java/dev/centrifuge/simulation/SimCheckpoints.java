package dev.centrifuge.simulation;

import dev.centrifuge.flow.SendLease;
import dev.centrifuge.flow.lane.Checkpoint;
import dev.centrifuge.flow.lane.Lanes;
import dev.centrifuge.flow.outlet.Refusal;
import dev.centrifuge.flow.outlet.Setback;
import java.time.Duration;
import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/** When a node makes checkpoints: one at a time, every so often, and now and then one that says nothing, for the lease. */
final class SimCheckpoints {
    static final Duration INTERVAL = Duration.ofMillis(200);
    private static final long MOST_COPIED = 64 * 1024;

    private final World world;
    private final SimNode node;
    private final Lanes lanes;
    private final SimMailbox mailbox;
    private final SendLease lease;
    private final SimOutletWatch outlets;
    private boolean underWay;
    private long nextAt;

    SimCheckpoints(World world, SimNode node, Lanes lanes, SimMailbox mailbox, SendLease lease) {
        this.world = world;
        this.node = node;
        this.lanes = lanes;
        this.mailbox = mailbox;
        this.lease = lease;
        this.outlets = new SimOutletWatch(world, node, lanes, mailbox);
    }

    void maybe() {
        if (!underWay && world.clock().nanos() >= nextAt) {
            start();
        }
    }

    /** What the lease to send is to know, too: or a lazy node would send little instead of repeating much. */
    static Duration interval(World world) {
        return INTERVAL.multipliedBy(world.breaks(Mutant.LAZY_CHECKPOINTS) ? 50 : 1);
    }

    /** Begins one now, if none is under way and something changed. */
    void hurry() {
        if (!underWay && lanes.changed()) {
            start();
        }
    }

    private void start() {
        long startedAt = world.clock().nanos();
        nextAt = startedAt + interval(world).toNanos();
        mailbox.drain();
        outlets.ask();
        Checkpoint checkpoint = lanes.begin(MOST_COPIED);
        if (checkpoint.isEmpty()) {
            lease.recorded(startedAt);
            if (!lease.wantsContact(startedAt)) {
                return;
            }
        }
        underWay = true;
        new SimCommit(
                        world,
                        node,
                        checkpoint,
                        node.memberEpoch(),
                        setback -> mailbox.post(() -> ended(checkpoint, setback, startedAt)))
                .start();
    }

    /** @param setback null where it is committed */
    private void ended(Checkpoint checkpoint, @Nullable Setback setback, long startedAt) {
        underWay = false;
        if (setback == null) {
            lease.recorded(startedAt);
            lease.contact(startedAt);
            lanes.committed(checkpoint);
            outlets.committed();
        } else {
            boolean apart = !node.breaks(Mutant.WHOLE_OR_NOTHING);
            lanes.giveBack(checkpoint, apart ? setback : new Setback(new IdentityHashMap<>(), setback.written()));
            outlets.failed(checkpoint.copies(), setback);
            if (setback.refused().containsValue(Refusal.TOO_LARGE)) {
                nextAt = world.clock().nanos();
            }
        }
    }

    boolean settled() {
        return !underWay && !lanes.changed();
    }
}
