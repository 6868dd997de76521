package dev.centrifuge.flow.lane;

import dev.centrifuge.flow.Origin;
import dev.centrifuge.flow.count.LaneCount;
import java.util.ArrayList;
import java.util.List;

/**
 * What the log still has of a lane's records: where it was cut, what that takes along of what is known, and below which offset all
 * of it is done with. Belongs to the log thread.
 */
final class Bounds {
    private final Lane lane;
    private final LaneCount count;

    /** For each time that the log was cut, the lowest end that it has had since. */
    private final List<Long> cuts = new ArrayList<>();

    /** The checkpoint under way may speak of more than there is since the log was cut. */
    private long resolvable = Long.MAX_VALUE;

    /** Below it every record is resolved, and that is committed: nobody will read it again but replays. */
    private long resolvedBelow;

    Bounds(Lane lane, LaneCount count) {
        this.lane = lane;
        this.count = count;
    }

    long resolvedBelow() {
        return resolvedBelow;
    }

    /** A checkpoint begins. */
    void begin() {
        resolvable = Long.MAX_VALUE;
    }

    /** The checkpoint is committed, which says that all is resolved below that offset. */
    void committed(long resolved) {
        resolvedBelow = Math.min(resolved, resolvable);
    }

    /** Whether the record at that origin is still there. */
    boolean have(Origin origin) {
        return origin.cuts() == cuts.size() || origin.offset() < cuts.get(origin.cuts());
    }

    /** See {@link Lane#fit}. */
    long fit(long start, long end) {
        lane.duplicates.startAt(start);
        boolean cut = end < lane.progress.mark();
        long unread = lane.delay() == null ? 0 : Math.max(0, start - lane.progress.mark());
        if (unread > 0) {
            lane.tallies.lostUnread(unread);
        }
        long lost = lane.progress.startAt(start, count::lost) + (cut ? cut(end) : 0);
        for (Cursor cursor : lane.cursors.all()) {
            long left = lane.tallies.skipped(cursor.scope.destination(), cursor.scope.source());
            lost += left > 0 ? Math.max(0, start - cursor.mark()) : 0;
        }
        for (Cursor cursor : lane.cursors.all()) {
            if (cut || start > cursor.mark()) {
                lane.tallies.mayBeLost(cursor.scope.destination());
            }
            cursor.fit(start, lane.progress.mark());
            lane.cursors.doubt(cursor.scope.destination());
        }
        lane.cursors.fit(lane.progress.mark());
        lane.scopes.sweeps().forEach(sweep -> sweep.passed(start));
        return lost;
    }

    /** How many times the log was cut since this node took the lane over. */
    int cuts() {
        return cuts.size();
    }

    private long cut(long end) {
        cuts.add(end);
        cuts.replaceAll(before -> Math.min(before, end));
        lane.scopes.sweeps().forEach(sweep -> sweep.cut(end));
        lane.ages.cut(end);
        lane.duplicates.cut(end);
        resolvable = Math.min(resolvable, end);
        resolvedBelow = Math.min(resolvedBelow, end);
        return lane.progress.endAt(end, count::lost);
    }
}
