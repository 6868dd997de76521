package dev.centrifuge.kafka.state;

import dev.centrifuge.flow.handover.CursorState;
import dev.centrifuge.flow.handover.Scope;
import dev.centrifuge.flow.lane.Checkpoint;
import dev.centrifuge.kafka.commit.Writes;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What is on record of one lane, and what a checkpoint has to write: mostly one small record, the head, with the mark and
 * whatever changed lately. Everything else that it writes changes nothing until the head is there; so where there is no
 * transaction, a lane's checkpoint is whole or not at all, too.
 *
 * <p>Belongs to the log thread.
 */
final class Book {
    private final TopicPartition read;
    private final boolean together;
    private final Shelf<Long, byte[]> chunks = new Shelf<>((index, bytes) -> 4 + (bytes == null ? 0 : bytes.length));
    private final Shelf<Scope, CursorState> cursors = new Shelf<>(
            (scope, state) -> 5 + (scope.key() == null ? 0 : scope.key().length()));

    /** All cursors that are of no user, as the next head and their own records have them. */
    private final Map<Scope, CursorState> standing = new HashMap<>();

    private final Pages pages;
    private final Names names;
    private final Parts parts;

    /** Of a lane that was never read. */
    Book(TopicPartition read) {
        this.read = read;
        this.together = false;
        this.pages = new Pages();
        this.names = new Names();
        this.parts = new Parts();
    }

    /**
     * As it was committed.
     *
     * @param together whether its records are with those of all other lanes
     * @param all cursors
     */
    Book(
            TopicPartition read,
            boolean together,
            Head head,
            Map<Scope, CursorState> all,
            Set<Long> ownChunks,
            Set<Scope> ownCursors,
            Pages pages,
            Names names,
            Parts parts) {
        this.read = read;
        this.together = together;
        this.pages = pages;
        this.names = names;
        this.parts = parts;
        chunks.restore(head.chunks(), ownChunks);
        cursors.restore(head.cursors(), ownCursors);
        all.forEach(this::stand);
    }

    private void stand(Scope scope, @Nullable CursorState state) {
        if (scope.key() == null) {
            standing.compute(scope, (same, before) -> state);
        }
    }

    StateRecords records(String stateTopic) {
        return new StateRecords(stateTopic, read, together);
    }

    /** Adds the records of a lane's changes; to be told how that ended before the next. */
    void write(String stateTopic, Checkpoint.Changes changes, Writes writes) {
        StateRecords records = records(stateTopic);
        chunks.turn(changes.progress().chunks())
                .forEach((index, bytes) -> writes.aside().add(records.chunk(index, bytes)));
        cursors.turn(changes.cursors()).forEach((scope, state) -> writes.aside().add(records.cursor(scope, state)));
        changes.cursors().forEach(this::stand);
        changes.suppressed().forEach((chunk, offsets) -> writes.aside().add(records.suppressed(chunk, offsets)));
        pages.turn(changes.counts(), names)
                .forEach((number, bytes) -> writes.aside().add(records.counts(number, bytes)));
        Head head = new Head(
                changes.progress().mark(),
                chunks.listed(),
                cursors.listed(),
                pages.listed(changes.progress().open(), changes.progress().mark(), standing, names));
        Map<Long, byte @Nullable []> cut = new TreeMap<>();
        byte[] record = parts.cut(head.encode(names), cut);
        cut.forEach((number, bytes) -> writes.aside().add(records.part(number, bytes)));
        byte[] known = names.changed();
        if (known != null) {
            writes.aside().add(records.names(known));
        }
        writes.heads().add(records.head(record));
    }

    void ended(boolean committed) {
        pages.ended(committed);
        if (committed) {
            chunks.committed();
            cursors.committed();
            names.committed();
            parts.committed();
        } else {
            chunks.giveBack();
            cursors.giveBack();
        }
    }
}
