package dev.centrifuge.flow.lane;

import dev.centrifuge.flow.Delay;
import dev.centrifuge.flow.count.Counts;
import dev.centrifuge.flow.count.Pair;
import dev.centrifuge.flow.count.Row;
import dev.centrifuge.flow.handover.CursorState;
import dev.centrifuge.flow.handover.Scope;
import dev.centrifuge.flow.progress.Progress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What is committed of a lane that reads the log, and of one that reads a delay topic. */
final class CommittedLanes {
    private final State events = new State();
    private final State delays = new State();

    /** Of one lane. */
    static final class State {
        final Map<Scope, CursorState> cursors = new HashMap<>();
        final Map<Long, byte[]> suppressed = new HashMap<>();
        private long mark;
        private final Map<Long, byte[]> chunks = new TreeMap<>();
        private final Map<Pair, Counts> counts = new HashMap<>();

        Progress progress() {
            return Progress.restored(mark, chunks);
        }

        List<Row> rows() {
            return counts.entrySet().stream()
                    .map(row -> new Row(row.getKey(), row.getValue()))
                    .toList();
        }

        private void count(List<Row> rows) {
            rows.forEach(row -> put(counts, row.pair(), row.counts()));
        }
    }

    State state(Delay of) {
        return of == null ? events : delays;
    }

    /** A write for each lane. */
    List<Runnable> inOne(Checkpoint checkpoint, boolean forgetful) {
        List<Runnable> steps = new ArrayList<>();
        checkpoint.changes().forEach((lane, changes) -> steps.add(() -> write(lane, changes, forgetful)));
        return steps;
    }

    private void write(Lane lane, Checkpoint.Changes changes, boolean forgetful) {
        State to = state(lane.delay());
        changes.progress().chunks().forEach((chunk, bytes) -> put(to.chunks, chunk, bytes));
        changes.suppressed().forEach((chunk, bytes) -> put(to.suppressed, chunk, bytes));
        changes.cursors()
                .forEach(
                        (scope, cursor) -> put(to.cursors, scope, forgetful ? uncounted(lane, scope, cursor) : cursor));
        to.mark = changes.progress().mark();
        to.count(forgetful ? List.of() : changes.counts());
    }

    /** As a version wrote it that had no funnel. */
    private static CursorState uncounted(Lane lane, Scope scope, CursorState cursor) {
        return cursor == null
                ? null
                : new CursorState(cursor.mark(), lane.tallies().skipped(scope.destination(), scope.source()));
    }

    /** A write for each key, of all lanes, in the order of the kinds: the mark and the counts are last. */
    List<Runnable> oneByOne(Checkpoint checkpoint) {
        List<Runnable> steps = new ArrayList<>();
        checkpoint
                .changes()
                .forEach((lane, changes) -> changes.progress()
                        .chunks()
                        .forEach((chunk, bytes) -> steps.add(() -> put(state(lane.delay()).chunks, chunk, bytes))));
        checkpoint
                .changes()
                .forEach((lane, changes) -> changes.suppressed()
                        .forEach((chunk, bytes) -> steps.add(() -> put(state(lane.delay()).suppressed, chunk, bytes))));
        checkpoint
                .changes()
                .forEach((lane, changes) -> changes.cursors()
                        .forEach((scope, cursor) -> steps.add(() -> put(state(lane.delay()).cursors, scope, cursor))));
        checkpoint
                .changes()
                .forEach((lane, changes) -> steps.add(() -> {
                    state(lane.delay()).mark = changes.progress().mark();
                    state(lane.delay()).count(changes.counts());
                }));
        return steps;
    }

    private static <K, V> void put(Map<K, V> map, K key, V value) {
        if (value == null) {
            map.remove(key);
        } else {
            map.put(key, value);
        }
    }
}
