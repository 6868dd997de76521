package dev.centrifuge.simulation;

import dev.centrifuge.event.Event;
import dev.centrifuge.flow.Trail;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One partition of a topic: records at ascending offsets, with gaps where a transaction left its marker. */
final class SimPartition {
    private final List<@Nullable SimRecord> records = new ArrayList<>();
    private final TreeMap<Integer, Long> cuts = new TreeMap<>();
    private long start;

    long append(long nowMillis, Event event, @Nullable String destination, Trail trail) {
        long offset = records.size();
        records.add(new SimRecord(offset, nowMillis, event, destination, trail));
        return offset;
    }

    /** What a transaction leaves at its end. */
    void marker() {
        records.add(null);
    }

    /** The offset of the first record that is still there. */
    long start() {
        return start;
    }

    /** The offset that the next record gets. */
    long end() {
        return records.size();
    }

    /** The record at an offset; null in a gap, and outside of what is there. */
    @Nullable
    SimRecord at(long offset) {
        return offset < start || offset >= end() ? null : records.get((int) offset);
    }

    /** Loses what is not below {@code end}. {@code number}: how many cuts there were in the log by then. */
    void cut(long end, int number) {
        records.subList((int) end, records.size()).clear();
        cuts.put(number, end);
    }

    /** The lowest end that it has had since so many cuts; no end at all if it was not cut. */
    long cutSince(int number) {
        if (cuts.isEmpty() || cuts.lastKey() <= number) {
            return Long.MAX_VALUE;
        }
        return cuts.tailMap(number, false).values().stream().min(Long::compare).orElse(Long.MAX_VALUE);
    }

    /** Deletes what is below. */
    void trim(long below) {
        for (long offset = start; offset < Math.min(below, end()); offset++) {
            records.set((int) offset, null);
        }
        start = Math.max(start, Math.min(below, end()));
    }
}
