package dev.centrifuge.kafka.state;

import dev.centrifuge.flow.count.Tallies;
import dev.centrifuge.flow.handover.CursorState;
import dev.centrifuge.flow.handover.Scope;
import dev.centrifuge.flow.lane.Checkpoint;
import dev.centrifuge.flow.progress.Progress;
import dev.centrifuge.kafka.commit.Writes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** A lane of some node, as far as its checkpoints go: what is on record of it is what a gateway would have written. */
public final class CountedLane {
    public final Progress progress;
    public final Tallies tallies;
    public final Map<Scope, @Nullable CursorState> cursors = new HashMap<>();
    public final Map<Long, byte @Nullable []> suppressed = new HashMap<>();
    private final Book book;

    /** Taken over, as it was committed; of a lane that was never read, where nothing was. */
    public CountedLane(TopicPartition read, StateCodec.Restorer restored) {
        Progress known = restored.progress(read.topic());
        progress = known == null ? new Progress(0) : known;
        tallies = Tallies.restored(restored.counts(read.topic()));
        book = restored.book(read);
    }

    /** What a checkpoint writes, in its order; it is committed, whole. */
    public List<ProducerRecord<byte[], byte[]>> checkpoint() {
        Writes writes = Writes.none(new MockConsumer<byte[], byte[]>("none").groupMetadata());
        Checkpoint.Changes changes = new Checkpoint.Changes(
                progress.takeChanges(),
                new HashMap<>(cursors),
                new HashMap<>(suppressed),
                tallies.takeChanges(),
                progress.lowestOpen());
        cursors.clear();
        suppressed.clear();
        book.write("state", changes, writes);
        book.ended(true);
        List<ProducerRecord<byte[], byte[]>> all = new ArrayList<>(writes.aside());
        all.addAll(writes.heads());
        return all;
    }
}
