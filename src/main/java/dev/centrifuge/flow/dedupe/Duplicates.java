package dev.centrifuge.flow.dedupe;

import dev.centrifuge.event.Event;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which records of one partition are duplicates. The main reader decides, once for each offset, by what it has read before;
 * whoever reads an offset again is told what was decided.
 *
 * <p>Belongs to the log thread.
 */
public final class Duplicates {
    private final SeenIds ids;
    private final Seen seen;
    private final Suppressed suppressed;

    Duplicates(SeenIds ids, Seen seen, Suppressed suppressed) {
        this.ids = ids;
        this.seen = seen;
        this.suppressed = suppressed;
    }

    /**
     * The main reader's next record: whether it is a duplicate of one with a lower offset, and to be suppressed.
     *
     * @param appendedAt the broker's time, in milliseconds
     * @param now milliseconds of any clock, the same for all calls
     */
    public boolean read(Event event, long offset, long appendedAt, long now) {
        if (ids.off() || !seen.duplicate(event, offset, appendedAt, now)) {
            return false;
        }
        suppressed.add(offset);
        return true;
    }

    /**
     * Whether a record was suppressed, by what somebody committed.
     *
     * @param mark below it the record is
     * @param chunks as {@link #takeChanges} gave them
     */
    public static boolean suppressed(long mark, Map<Long, byte[]> chunks, long offset) {
        return Suppressed.restored(mark, chunks).contains(offset);
    }

    /** Whether the main reader has suppressed a record, in this process or before. */
    public boolean suppressed(long offset) {
        return suppressed.contains(offset);
    }

    /** A record that a main reader has decided about before, in the order of the log: after a restart, to know its id. */
    public void recall(Event event, long offset, long appendedAt, long now) {
        if (!suppressed.contains(offset)) {
            seen.enter(event, offset, appendedAt, now);
        }
    }

    /** Not all that was appended before then is recalled. */
    public void recallsFrom(long appendedAt) {
        seen.startsBehind(appendedAt);
    }

    /** The log starts there now. */
    public void startAt(long start) {
        suppressed.startAt(start);
    }

    /** The log was cut there: other records get these offsets. */
    public void cut(long end) {
        seen.cut(end);
        suppressed.cut(end);
    }

    /** What the suppressed offsets take of memory, roughly. */
    long bytes() {
        return suppressed.bytes();
    }

    /** Forgets the oldest suppressed offsets, for lack of memory: whoever reads them again takes them for new. */
    boolean forgetOldest() {
        return suppressed.forgetOldest();
    }

    public boolean changed() {
        return suppressed.changed();
    }

    /** What to write: chunks of suppressed offsets, by number, absolute; null for those that are no more. */
    public Map<Long, byte @Nullable []> takeChanges() {
        return suppressed.takeChanges();
    }

    /** The write failed, or its end is unknown: all of it is to be written again. */
    public void giveBack(Map<Long, byte @Nullable []> changes) {
        suppressed.giveBack(changes);
    }

    /** The partition is another's now. */
    public void close() {
        ids.close(this, seen);
    }
}
