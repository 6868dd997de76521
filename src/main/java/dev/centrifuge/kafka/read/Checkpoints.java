package dev.centrifuge.kafka.read;

import dev.centrifuge.fault.Failpoint;
import dev.centrifuge.flow.SendLease;
import dev.centrifuge.flow.handover.Copy;
import dev.centrifuge.flow.lane.Checkpoint;
import dev.centrifuge.flow.lane.Lane;
import dev.centrifuge.flow.lane.Lanes;
import dev.centrifuge.flow.outlet.Refusal;
import dev.centrifuge.flow.outlet.Setback;
import dev.centrifuge.flow.progress.Progress;
import dev.centrifuge.kafka.Topics;
import dev.centrifuge.kafka.commit.Committer;
import dev.centrifuge.kafka.commit.Writes;
import dev.centrifuge.kafka.outlet.OutletWatch;
import dev.centrifuge.kafka.read.past.LegCodec;
import dev.centrifuge.kafka.state.Books;
import dev.centrifuge.time.Ticker;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

    /** The least between two that start, where keys wait for one. */
    private static final long HURRY_NANOS = 50_000_000;

    private final Lanes lanes;
    private final Books books;
    private final Epochs epochs;
    private final Topics topics;
    private final LegCodec codec;
    private final Committer committer;
    private final Mailbox mailbox;
    private final Ticker ticker;
    private final ReaderListener listener;
    private final SendLease lease;
    private final OutletWatch outlets;
    private final long intervalNanos;
    private final Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();

    /** The epochs that the one under way writes. */
    private final Map<Lane, Integer> writing = new HashMap<>();

    private @Nullable CompletableFuture<Boolean> underWay;
    private long nextAt;
    private long hurryAt;

    /**
     * How much earlier than the interval's end a checkpoint starts, so that it has ended by then: twice what the slowest of
     * late took, half of the interval at most, and as much until the first was measured.
     */
    private long lead;

    Checkpoints(
            Lanes lanes,
            Books books,
            Epochs epochs,
            Topics topics,
            Committer committer,
            Mailbox mailbox,
            Ticker ticker,
            ReaderListener listener,
            SendLease lease,
            OutletWatch outlets,
            Duration interval) {
        this.lanes = lanes;
        this.books = books;
        this.epochs = epochs;
        this.topics = topics;
        this.codec = new LegCodec(topics);
        this.committer = committer;
        this.mailbox = mailbox;
        this.ticker = ticker;
        this.listener = listener;
        this.lease = lease;
        this.outlets = outlets;
        this.intervalNanos = interval.toNanos();
        this.lead = intervalNanos / 2;
        this.nextAt = ticker.nanos();
        this.hurryAt = nextAt;
    }

    /** Starts one if it is time and something changed; sooner where keys wait for it. */
    void maybe(@Nullable ConsumerGroupMetadata group) {
        long at = lanes.awaited() && hurryAt - nextAt < 0 ? hurryAt : nextAt;
        if (group != null && underWay == null && ticker.nanos() - at >= 0) {
            start(group);
        }
    }

    private void start(ConsumerGroupMetadata group) {
        long startedAt = ticker.nanos();
        nextAt = startedAt + intervalNanos - lead;
        hurryAt = startedAt + HURRY_NANOS;
        mailbox.drain();
        outlets.ask();
        Checkpoint checkpoint = lanes.begin(MOST_COPIED);
        Writes writes = encode(checkpoint, group);
        if (checkpoint.isEmpty() && !books.brings()) {
            lease.recorded(startedAt);
            if (!lease.wantsContact(startedAt)) {
                return;
            }
            lanes.all().stream().filter(lane -> lane.delay() == null).forEach(lane -> keepOffset(lane, writes));
        }
        // The stage after the report, so that whoever awaits it finds the report in the mailbox.
        underWay = committer
                .commit(writes)
                .whenComplete((done, failure) ->
                        mailbox.post(() -> ended(checkpoint, writes, failure == null && done, startedAt)));
    }

    private Writes encode(Checkpoint checkpoint, ConsumerGroupMetadata group) {
        Writes writes = Writes.none(group);
        unwritten(checkpoint).forEach(copy -> writes.copies().add(codec.encode(copy)));
        books.bring(writes).forEach(lane -> keepOffset(lane, writes));
        checkpoint.changes().forEach((lane, changes) -> encode(lane, changes, writes));
        return writes;
    }

    private static List<Copy> unwritten(Checkpoint checkpoint) {
        return checkpoint.copies().stream()
                .filter(copy -> copy.form() != Copy.Form.WRITTEN)
                .toList();
    }

    private void encode(Lane lane, Checkpoint.Changes changes, Writes writes) {
        TopicPartition read = new TopicPartition(lane.topic(), lane.partition());
        Progress.Changes progress = changes.progress();
        if (changes.cursors().values().stream().anyMatch(Objects::nonNull)) {
            Failpoint.DETACHED_UNCOMMITTED.pass();
        }
        books.write(lane, changes, writes);
        Integer epoch = epochs.unwritten(lane);
        if (epoch != null) {
            // Before the mark: one that is older than the mark's would be taken for a log that was cut.
            writes.aside().add(books.epoch(lane, epoch));
            writing.put(lane, epoch);
        }
        writes.offsets().put(read, new OffsetAndMetadata(progress.mark()));
        TopicPartition fence = new TopicPartition(topics.events(), lane.partition());
        Lane owner = lanes.get(topics.events(), lane.partition());
        if (owner != null) {
            writes.offsets().putIfAbsent(fence, new OffsetAndMetadata(owner.mark()));
        }
    }

    /** Nothing changed: the offset as it stands, for the answer that this node is still a member. */
    private static void keepOffset(Lane lane, Writes writes) {
        writes.offsets().put(new TopicPartition(lane.topic(), lane.partition()), new OffsetAndMetadata(lane.mark()));
    }

    private void ended(Checkpoint checkpoint, Writes writes, boolean done, long startedAt) {
        underWay = null;
        books.ended(done);
        long took = ticker.nanos() - startedAt;
        lead = Math.min(intervalNanos / 2, Math.max(2 * took, lead - lead / 8));
        if (done) {
            lease.recorded(startedAt);
            lease.contact(startedAt);
            lanes.committed(checkpoint);
            outlets.committed();
            committed.putAll(writes.offsets());
            writing.forEach(epochs::written);
        } else {
            Setback setback = writes.refusals().of(unwritten(checkpoint));
            lanes.giveBack(checkpoint, setback);
            if (!setback.refused().isEmpty()) {
                outlets.refused(writes.refusals());
                if (setback.refused().containsValue(Refusal.TOO_LARGE)) {
                    // The others need not wait for an interval.
                    nextAt = ticker.nanos();
                } else {
                    outlets.lookAt(checkpoint.copies());
                }
            } else {
                outlets.suspect(checkpoint.copies());
            }
        }
        writing.clear();
        listener.checkpoint(done, writes.stateRecords(), checkpoint.copies().size(), took);
    }

    /** The offsets that were committed since the last call. */
    Map<TopicPartition, OffsetAndMetadata> takeCommitted() {
        Map<TopicPartition, OffsetAndMetadata> taken = Map.copyOf(committed);
        committed.clear();
        return taken;
    }

    /** Waits for the one under way and commits until nothing is left to write, or the time is over. */
    void settle(@Nullable ConsumerGroupMetadata group, Duration patience) {
        long deadline = ticker.nanos() + patience.toNanos();
        await(deadline);
        while (group != null && ticker.nanos() - deadline < 0 && lanes.changed()) {
            start(group);
            await(deadline);
        }
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
