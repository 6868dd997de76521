package dev.centrifuge.flow.lane;

import dev.centrifuge.flow.handover.CursorState;
import dev.centrifuge.flow.handover.Scope;
import org.jspecify.annotations.Nullable;

/**
 * Where a detached scope stands in a partition: the bookmark that takes the place of a queue.
 *
 * <pre>
 *             open ones are listed          not read for this scope, skipped by the main reader
 *   offset  … 5  6  7  8  9 | 10 11 12 13 14 15 16 17 18 | 19 …
 *                ^ position   ^ mark                        ^ front: the main reader's mark, or an enclosing scope's
 * </pre>
 *
 * <p>Invariants: position ≤ mark ≤ front; each open leg of the scope that is not in memory is at or above the position. While
 * a sweep carries the cursor both move with it. The scope is live again when its mark meets the front.
 *
 * <p>Belongs to the log thread.
 */
final class Cursor {
    final Scope scope;
    private long mark;
    private long position;

    /** About when the event at the position was received, in milliseconds since the epoch; 0 where nobody knows. */
    long oldestAt;

    /** The bytes that sweeps have read for it, shared with whom they carried beside it: the least charged is served next. */
    double charged;

    /** It filled its share, and joins again when that is nearly empty. */
    boolean full;

    boolean dirty = true;

    /** The offset of a leg in memory that must end before the scope is read on, or −1. */
    long waitsAt = -1;

    /** The sweep that takes it on board when it comes to its position. */
    @Nullable
    Sweep expectedBy;

    private @Nullable Sweep sweep;
    private double boardedAtCost;

    Cursor(Scope scope, long mark, long position) {
        this.scope = scope;
        this.mark = mark;
        this.position = position;
    }

    /** Below it the scope's legs are resolved unless they are open. */
    long mark() {
        Sweep by = sweep;
        return by == null ? mark : Math.max(mark, by.next());
    }

    /** From here on a sweep must read for it. */
    long position() {
        Sweep by = sweep;
        return by == null ? position : by.next();
    }

    @Nullable
    Sweep sweep() {
        return sweep;
    }

    void board(Sweep by) {
        sweep = by;
        boardedAtCost = by.costEach();
        dirty = true;
    }

    /** The sweep goes on without it; it stays where the sweep is now. */
    void leave() {
        Sweep by = sweep;
        if (by != null) {
            mark = mark();
            position = by.next();
            charged = chargedSoFar();
            sweep = null;
            dirty = true;
        }
    }

    /** What it is charged, with what the sweep that carries it has read. */
    double chargedSoFar() {
        Sweep by = sweep;
        return by == null ? charged : charged + by.costEach() - boardedAtCost;
    }

    /** An open leg of the scope is not in memory any more. */
    void rewind(long offset) {
        if (offset < position()) {
            waitsAt = -1;
            Sweep by = sweep;
            if (by != null) {
                by.drop(this);
            }
            Sweep coming = expectedBy;
            if (coming != null) {
                coming.forget(this);
            }
            position = offset;
        }
    }

    /** The log was cut, or begins later now: nothing of the scope is below {@code start} or above {@code end}. */
    void fit(long start, long end) {
        mark = Math.min(Math.max(mark, start), end);
        position = Math.min(Math.max(position, start), mark);
        dirty = true;
    }

    CursorState state() {
        return new CursorState(mark());
    }
}
