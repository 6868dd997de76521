package dev.centrifuge.simulation;

import dev.centrifuge.flow.count.Counts;
import dev.centrifuge.flow.count.Pair;
import dev.centrifuge.flow.count.Row;
import dev.centrifuge.flow.handover.CursorState;
import dev.centrifuge.flow.handover.Scope;
import dev.centrifuge.flow.lane.Checkpoint;
import dev.centrifuge.flow.progress.Progress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What {@code state} says of one partition of one topic: the latest value of each key. */
final class SimState {
    private static final long NEVER = -1;

    private final TreeMap<Long, byte[]> chunks = new TreeMap<>();
    private final Map<Scope, CursorState> cursors = new HashMap<>();

    /** How many cursors a destination has: mostly none, which is asked of each unfinished leg. */
    private final Map<String, Integer> detached = new HashMap<>();

    private final Map<Pair, Counts> counts = new HashMap<>();
    private boolean half;
    private boolean torn;
    private long mark = NEVER;
    private @Nullable Progress view;
    private long bytes;
    private int cuts;

    /** Whether a mark was ever written: otherwise reading begins at the start of the log. */
    boolean known() {
        return mark != NEVER;
    }

    long mark() {
        return mark;
    }

    Map<Scope, CursorState> cursors() {
        return new HashMap<>(cursors);
    }

    /** What a new owner starts from; its own copy. */
    Progress restored() {
        return Progress.restored(mark, new HashMap<>(chunks));
    }

    /** How many cuts of the log whoever wrote this knew of. */
    int cuts() {
        return cuts;
    }

    /** The funnel's rows; whoever asks starts from here. */
    List<Row> counts() {
        torn |= half;
        return counts.entrySet().stream()
                .map(row -> new Row(row.getKey(), row.getValue()))
                .toList();
    }

    /**
     * Whether somebody started from a checkpoint of which a part was written: in life a lane's is one record. What was counted
     * before does not fit what is open then.
     */
    boolean torn() {
        return torn;
    }

    /** The rows of the funnel go with the mark, in one record. */
    void count(List<Row> rows) {
        half = false;
        rows.forEach(row -> {
            Counts now = row.counts();
            if (now == null) {
                counts.remove(row.pair());
            } else {
                counts.put(row.pair(), now);
            }
        });
    }

    void mark(long value, int knownCuts) {
        mark = value;
        cuts = knownCuts;
        view = null;
        bytes += 40;
    }

    void open(Map<Long, byte @Nullable []> changes) {
        half = true;
        changes.forEach((chunk, value) -> {
            bytes += 30;
            if (value == null) {
                chunks.remove(chunk);
            } else {
                chunks.put(chunk, value);
                bytes += value.length;
            }
        });
        view = null;
    }

    void cursors(Map<Scope, @Nullable CursorState> changes) {
        changes.forEach((scope, state) -> {
            bytes += 60;
            CursorState before = state == null ? cursors.remove(scope) : cursors.put(scope, state);
            int more = (state == null ? 0 : 1) - (before == null ? 0 : 1);
            if (more != 0) {
                detached.merge(scope.destination(), more, (now, change) -> now + change == 0 ? null : now + change);
            }
        });
    }

    /** All of a checkpoint's changes at once. */
    void write(Checkpoint.Changes changes) {
        open(changes.progress().chunks());
        cursors(changes.cursors());
        mark(changes.progress().mark(), cuts);
        count(changes.counts());
    }

    /** Bytes that were written to it, roughly. */
    long bytes() {
        return bytes;
    }

    /** Whether whoever starts from here would deliver this leg: it is not read yet, or open. */
    boolean pending(long offset, String destination, String source, String key) {
        if (offset >= mark) {
            return true;
        }
        Progress current = view;
        if (current == null) {
            current = belowMark();
            view = current;
        }
        if (current.isOpen(offset, destination)) {
            return true;
        }
        CursorState cursor = cursor(destination, source, key);
        return cursor != null && offset >= cursor.mark();
    }

    /** Only offsets below the mark are asked for: what is open from there on, which is resolved one by one, may stay. */
    private Progress belowMark() {
        long end = chunks.isEmpty() ? mark : Math.max(mark, (chunks.lastKey() + 1) * Progress.CHUNK);
        return Progress.restored(end, chunks);
    }

    /** Of the smallest scope that has one. */
    private @Nullable CursorState cursor(String destination, String source, String key) {
        if (!detached.containsKey(destination)) {
            return null;
        }
        CursorState own = cursors.get(new Scope(destination, source, key));
        CursorState pair = own == null ? cursors.get(Scope.pair(destination, source)) : own;
        return pair == null ? cursors.get(Scope.destination(destination)) : pair;
    }
}
