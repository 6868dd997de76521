package dev.centrifuge.kafka.read;

import dev.centrifuge.flow.SendLease;
import dev.centrifuge.flow.progress.Progress;
import dev.centrifuge.kafka.Topics;
import dev.centrifuge.kafka.commit.Committer;
import dev.centrifuge.kafka.commit.StateCodec;
import dev.centrifuge.kafka.commit.Writes;
import dev.centrifuge.time.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * When checkpoints are made, of what, and what their end means. One at a time. Belongs to the log thread.
 *
 * <p>A leg whose copy is in a checkpoint is resolved in the progress which that checkpoint writes, and opened again if
 * the checkpoint fails: so what is committed is always whole.
 */
final class Checkpoints {
    /** The most bytes of copies in one transaction, so that none takes long; the rest goes with the next. */
    private static final long MOST_COPIED = 8 * 1024 * 1024;

    private final Lanes lanes;
    private final Topics topics;
    private final Committer committer;
    private final Mailbox mailbox;
    private final Ticker ticker;
    private final ReaderListener listener;
    private final SendLease lease;
    private final long intervalNanos;
    private final Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
    private @Nullable CompletableFuture<Boolean> underWay;
    private long nextAt;

    /**
     * How much earlier than the interval's end a checkpoint starts, so that it has ended by then: twice what the slowest of
     * late took, half of the interval at most, and as much until the first was measured.
     */
    private long lead;

    Checkpoints(
            Lanes lanes,
            Topics topics,
            Committer committer,
            Mailbox mailbox,
            Ticker ticker,
            ReaderListener listener,
            SendLease lease,
            Duration interval) {
        this.lanes = lanes;
        this.topics = topics;
        this.committer = committer;
        this.mailbox = mailbox;
        this.ticker = ticker;
        this.listener = listener;
        this.lease = lease;
        this.intervalNanos = interval.toNanos();
        this.lead = intervalNanos / 2;
        this.nextAt = ticker.nanos();
    }

    /** Starts one if it is time and something changed. */
    void maybe(@Nullable ConsumerGroupMetadata group) {
        if (group != null && underWay == null && ticker.nanos() - nextAt >= 0) {
            start(group);
        }
    }

    private void start(ConsumerGroupMetadata group) {
        long startedAt = ticker.nanos();
        nextAt = startedAt + intervalNanos - lead;
        mailbox.drain();
        Checkpoint checkpoint = assemble(group);
        if (checkpoint.changes().isEmpty()) {
            lease.recorded(startedAt);
            if (!lease.wantsContact(startedAt)) {
                return;
            }
            lanes.all().stream().filter(lane -> lane.delay == null).forEach(lane -> keepOffset(lane, checkpoint));
        }
        // The stage after the report, so that whoever awaits it finds the report in the mailbox.
        underWay = committer
                .commit(checkpoint.writes())
                .whenComplete(
                        (done, failure) -> mailbox.post(() -> ended(checkpoint, failure == null && done, startedAt)));
    }

    private Checkpoint assemble(ConsumerGroupMetadata group) {
        List<Copy> copies = lanes.copies().take(MOST_COPIED);
        Writes writes = new Writes(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new HashMap<>(), group);
        for (Copy copy : copies) {
            writes.copies().add(copy.record());
            Lane lane = lanes.current(copy.leg());
            if (lane != null) {
                lane.progress.resolve(copy.leg().origin().offset(), copy.leg().destination());
            }
        }
        Checkpoint checkpoint = new Checkpoint(copies, new HashMap<>(), writes);
        lanes.all().stream().filter(lane -> lane.progress.changed()).forEach(lane -> include(lane, checkpoint));
        return checkpoint;
    }

    private void include(Lane lane, Checkpoint checkpoint) {
        Progress.Changes changes = lane.progress.takeChanges();
        Writes writes = checkpoint.writes();
        TopicPartition read = lane.partition;
        checkpoint.changes().put(lane, changes);
        writes.open().addAll(StateCodec.open(topics.state(), read, changes.chunks()));
        writes.marks().add(StateCodec.mark(topics.state(), read, changes.mark()));
        writes.offsets().put(read, new OffsetAndMetadata(changes.mark()));
        TopicPartition fence = new TopicPartition(topics.events(), read.partition());
        Lane owner = lanes.get(fence);
        if (owner != null) {
            writes.offsets().putIfAbsent(fence, new OffsetAndMetadata(owner.progress.mark()));
        }
    }

    /** Nothing changed: the offset as it stands, for the answer that this node is still a member. */
    private static void keepOffset(Lane lane, Checkpoint checkpoint) {
        checkpoint.writes().offsets().put(lane.partition, new OffsetAndMetadata(lane.progress.mark()));
    }

    private void ended(Checkpoint checkpoint, boolean done, long startedAt) {
        underWay = null;
        long took = ticker.nanos() - startedAt;
        lead = Math.min(intervalNanos / 2, Math.max(2 * took, lead - lead / 8));
        if (done) {
            lease.recorded(startedAt);
            lease.contact(startedAt);
            checkpoint.copies().forEach(copy -> lanes.budget().release(copy.leg()));
            checkpoint.changes().forEach((lane, changes) -> lane.resolvedBelow = changes.lowestOpen());
            committed.putAll(checkpoint.writes().offsets());
        } else {
            giveBack(checkpoint);
        }
        int state =
                checkpoint.writes().open().size() + checkpoint.writes().marks().size();
        listener.checkpoint(done, state, checkpoint.copies().size(), took);
    }

    /** The offsets that were committed since the last call. */
    Map<TopicPartition, OffsetAndMetadata> takeCommitted() {
        Map<TopicPartition, OffsetAndMetadata> taken = Map.copyOf(committed);
        committed.clear();
        return taken;
    }

    private void giveBack(Checkpoint checkpoint) {
        List<Copy> again = new ArrayList<>();
        for (Copy copy : checkpoint.copies()) {
            Lane lane = lanes.current(copy.leg());
            if (lane == null) {
                lanes.budget().release(copy.leg());
            } else {
                lane.progress.open(copy.leg().origin().offset(), copy.leg().destination());
                again.add(copy);
            }
        }
        lanes.copies().giveBack(again);
        checkpoint.changes().forEach((lane, changes) -> lane.progress.giveBack(changes));
    }

    /** Waits for the one under way and commits until nothing is left to write, or the time is over. */
    void settle(@Nullable ConsumerGroupMetadata group, Duration patience) {
        long deadline = ticker.nanos() + patience.toNanos();
        await(deadline);
        while (group != null && ticker.nanos() - deadline < 0 && unsettled()) {
            start(group);
            await(deadline);
        }
    }

    private boolean unsettled() {
        return !lanes.copies().isEmpty() || lanes.all().stream().anyMatch(lane -> lane.progress.changed());
    }

    private void await(long deadline) {
        CompletableFuture<Boolean> current = underWay;
        if (current == null) {
            return;
        }
        try {
            current.get(Math.max(1, deadline - ticker.nanos()), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // Its end is reported through the mailbox, or was not known in time: then it stays unsettled.
        }
        mailbox.drain();
    }
}
