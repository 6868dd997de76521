package dev.centrifuge.flow.lane;

import dev.centrifuge.event.Event;
import dev.centrifuge.flow.count.Backlog;
import dev.centrifuge.flow.handover.CursorState;
import dev.centrifuge.flow.handover.Readiness;
import dev.centrifuge.flow.handover.Scope;
import dev.centrifuge.flow.handover.Whereabouts;
import dev.centrifuge.flow.progress.AgeIndex;
import dev.centrifuge.flow.progress.Progress;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The detached scopes of a lane and the sweeps that carry them: how a scope comes to have a cursor, leaves its sweep, and is
 * attached to what is around it.
 *
 * <p>Belongs to the log thread.
 */
final class Scopes {
    private final Lane lane;
    private final Node node;
    private final Progress progress;
    private final Cursors cursors;
    private final List<Sweep> sweeps;
    private final Sweeper sweeper;

    /** @param lane with its progress, tallies, ages and cursors */
    Scopes(Lane lane, Node node) {
        this.lane = lane;
        this.node = node;
        this.progress = lane.progress;
        this.cursors = lane.cursors;
        this.sweeps =
                Stream.generate(() -> new Sweep(lane, node)).limit(Lane.SWEEPS).toList();
        this.sweeper = new Sweeper(sweeps, cursors, progress, node);
    }

    /** The sweeps that catch up in this partition. */
    List<Sweep> sweeps() {
        return sweeps;
    }

    /** As they were committed; and what has an open leg starts out detached. */
    void restore(Map<Scope, CursorState> committed) {
        committed.keySet().stream()
                .sorted(Comparator.comparingInt(Scope::size).reversed())
                .forEach(scope -> restore(scope, Objects.requireNonNull(committed.get(scope))));
        for (String destination : progress.openDestinations()) {
            if (cursors.get(Scope.destination(destination)) == null) {
                cursors.add(
                        new Cursor(Scope.destination(destination), progress.mark(), progress.firstUnheld(destination)));
            }
        }
    }

    /** Where writes were cut off half-way a scope may be ahead of what is around it: it is taken back to that. */
    private void restore(Scope scope, CursorState state) {
        Cursor around = cursors.around(scope);
        long front = around == null ? progress.mark() : around.mark();
        long mark = Math.min(state.mark(), front);
        Cursor cursor = new Cursor(scope, mark, mark);
        cursor.rewind(progress.firstUnheld(scope.destination()));
        cursors.add(cursor);
        if (mark < progress.mark()) {
            cursors.doubt(scope.destination());
        }
    }

    /** The scope's cursor; detaches it, where it is live, from what is around it. */
    Cursor detach(Scope scope, long oldestAt) {
        Cursor known = cursors.get(scope);
        if (known != null) {
            return known;
        }
        Cursor around = cursors.around(scope);
        long mark = around == null ? progress.mark() : around.mark();
        Cursor cursor = new Cursor(scope, mark, around == null ? mark : around.position());
        cursor.oldestAt = oldestAt;
        cursor.charged = sweeper.floor();
        cursors.add(cursor);
        return cursor;
    }

    /** The scope has caught up: it is live, or its legs belong to the scope around it. */
    void attach(Cursor cursor) {
        leave(cursor);
        Sweep coming = cursor.expectedBy;
        if (coming != null) {
            coming.forget(cursor);
        }
        cursors.remove(cursor);
        Cursor around = cursors.around(cursor.scope);
        if (around != null) {
            around.rewind(cursor.position());
        } else if (cursors.of(cursor.scope.destination()).isEmpty()) {
            lane.tallies.caughtUp(cursor.scope.destination());
        }
    }

    /** What a scope is said to have read from there on it has not; whatever it was told of is not told. */
    void unread(Scope scope, long from, long oldestAt) {
        disembark(scope.destination());
        Cursor known = cursors.get(scope);
        long mark = known == null ? from : Math.min(from, known.mark());
        if (known != null) {
            if (known.expectedBy != null) {
                known.expectedBy.forget(known);
            }
            cursors.remove(known);
        }
        Cursor cursor = new Cursor(scope, mark, mark);
        cursor.oldestAt = oldestAt;
        cursor.charged = sweeper.floor();
        cursors.add(cursor);
        cursors.untell(scope.destination(), mark);
    }

    /**
     * The destination's scopes leave their sweeps. It may not be configured any more: then nothing that comes by would be
     * known for theirs, and they would be carried past it.
     */
    void disembark(String destination) {
        cursors.of(destination).forEach(this::leave);
    }

    /** The scope leaves its sweep, if it is on board of one, and stays where that is. */
    void leave(Cursor cursor) {
        Sweep sweep = cursor.sweep();
        if (sweep != null) {
            sweep.drop(cursor);
        }
    }

    /** Decides where the sweeps go. */
    void plan() {
        if (!cursors.isEmpty()) {
            sweeper.plan();
        }
    }

    /** Adds to each destination's what its cursors have behind them, and what is open and was given back. */
    void backlog(Map<String, Backlog> to, long now) {
        AgeIndex.View known = lane.ages.view();
        progress.unheldByDestination()
                .forEach((destination, legs) -> to.merge(
                        destination,
                        new Backlog(legs, known.appendedAt(progress.firstUnheld(destination), now)),
                        (one, other) -> one.and(other.legs(), other.oldestAt())));
        for (Cursor cursor : cursors.all()) {
            long at = cursor.oldestAt > 0 ? cursor.oldestAt : known.appendedAt(cursor.position(), now);
            to.merge(
                    cursor.scope.destination(),
                    new Backlog(0, at),
                    (one, other) -> one.and(other.legs(), other.oldestAt()));
        }
        for (String destination : cursors.destinations()) {
            to.computeIfPresent(destination, (id, behind) -> behind.and(lane.tallies.skipped(id), behind.oldestAt()));
        }
    }

    /** Where a leg is that was read, is not in memory, and is of no duplicate. */
    Whereabouts find(long offset, Event event, String destination) {
        Cursor cursor = cursors.find(destination, event.envelope().source(), event.key());
        boolean waits = progress.isOpen(offset, destination) || (cursor != null && offset >= cursor.mark());
        return waits
                ? new Whereabouts(
                        Whereabouts.State.DETACHED,
                        why(cursor == null ? 2 : cursor.scope.size(), node.stands(destination)))
                : Whereabouts.at(Whereabouts.State.RESOLVED);
    }

    /** Of a scope of that size, which is the smallest that has a cursor. */
    private static String why(int size, Readiness stands) {
        return switch (stands) {
            case READY -> size == 0 ? "key" : size == 1 ? "pair" : "catching_up";
            case PROBE -> "probing";
            case CLOSED -> "closed";
            case REMOVED -> "removed";
        };
    }
}
