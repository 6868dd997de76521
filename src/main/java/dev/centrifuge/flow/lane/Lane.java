package dev.centrifuge.flow.lane;

import dev.centrifuge.event.Event;
import dev.centrifuge.flow.Delay;
import dev.centrifuge.flow.Leg;
import dev.centrifuge.flow.Origin;
import dev.centrifuge.flow.count.Backlog;
import dev.centrifuge.flow.count.Balance;
import dev.centrifuge.flow.count.LaneCount;
import dev.centrifuge.flow.count.Tallies;
import dev.centrifuge.flow.dedupe.Duplicates;
import dev.centrifuge.flow.handover.CursorState;
import dev.centrifuge.flow.handover.Readiness;
import dev.centrifuge.flow.handover.Scope;
import dev.centrifuge.flow.handover.Whereabouts;
import dev.centrifuge.flow.progress.AgeIndex;
import dev.centrifuge.flow.progress.Progress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One partition that this node reads, {@code events-i} or a delay topic's, for as long as it owns it.
 *
 * <p>The main reader begins at the mark and never goes back. What is open below it after a restart is read again by a sweep,
 * like everything else that has fallen behind: each destination with an open leg starts out detached.
 *
 * <p>Belongs to the log thread.
 */
public final class Lane {
    /** Sweeps a lane; each costs a consumer for the node. */
    public static final int SWEEPS = 2;

    final Cursors cursors = new Cursors();
    final Progress progress;
    final AgeIndex ages = new AgeIndex();
    final Duplicates duplicates;
    final Tallies tallies;
    final Pairs pairs;
    private final LaneCount count;
    private final String topic;
    private final int partition;
    private final int epoch;
    private final @Nullable Delay delay;
    private final List<Sweep> sweeps;
    private final Sweeper sweeper;
    private final Node node;
    private final long reopenedBelow;

    /** For each time that the log was cut, the lowest end that it has had since. */
    private final List<Long> cuts = new ArrayList<>();

    /** The checkpoint under way may speak of more than there is since the log was cut. */
    private long resolvable = Long.MAX_VALUE;

    /** Legs handed to dispatch that have not ended. */
    int inMemory;

    /** The partition has gone elsewhere. */
    boolean gone;

    /** Below it every record is resolved, and that is committed: nobody will read it again but replays. */
    private long resolvedBelow;

    /**
     * @param epoch which assignment of the partition to this node it is
     * @param progress as it was committed
     * @param committed the cursors as they were committed
     * @param duplicates what was suppressed of it, as it was committed
     * @param tallies what became of its legs, as it was committed
     */
    Lane(
            String topic,
            int partition,
            int epoch,
            @Nullable Delay delay,
            Progress progress,
            Map<Scope, CursorState> committed,
            Duplicates duplicates,
            Tallies tallies,
            Node node) {
        this.topic = topic;
        this.partition = partition;
        this.epoch = epoch;
        this.delay = delay;
        this.progress = progress;
        this.duplicates = duplicates;
        this.tallies = tallies;
        this.pairs = new Pairs(this, node);
        this.node = node;
        this.reopenedBelow = progress.mark();
        committed.keySet().stream()
                .sorted(Comparator.comparingInt(Scope::size).reversed())
                .forEach(scope -> restore(scope, Objects.requireNonNull(committed.get(scope))));
        for (String destination : progress.openDestinations()) {
            if (cursors.get(Scope.destination(destination)) == null) {
                cursors.add(
                        new Cursor(Scope.destination(destination), progress.mark(), progress.firstUnheld(destination)));
            }
        }
        count = new LaneCount(tallies, progress, Node.NOBODY);
        if (tallies.isEmpty()) {
            count.find();
            countWhatIsLeft(committed);
        }
        sweeps = Stream.generate(() -> new Sweep(this, node)).limit(SWEEPS).toList();
        sweeper = new Sweeper(sweeps, cursors, progress, node);
    }

    /** A version that counted no legs was here before: what is pending is somebody's. */
    private void countWhatIsLeft(Map<Scope, CursorState> committed) {
        committed.forEach((scope, state) -> {
            if (state.uncounted() > 0) {
                tallies.found(scope.destination(), 0, state.uncounted());
            }
        });
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

    public String topic() {
        return topic;
    }

    public int partition() {
        return partition;
    }

    public int epoch() {
        return epoch;
    }

    /** Null for {@code events}. */
    public @Nullable Delay delay() {
        return delay;
    }

    /** Whether its legs have left another lane; those of a replay begin anew, and are received once more. */
    public boolean takesUp() {
        return delay != null && delay != Delay.REPLAY;
    }

    /** The next offset that the main reader reads. */
    public long mark() {
        return progress.mark();
    }

    /** Below it a leg may have been open when this node took over. */
    long reopenedBelow() {
        return reopenedBelow;
    }

    /** The sweeps that catch up in this partition, each to be read with a position of its own. */
    public List<Sweep> sweeps() {
        return sweeps;
    }

    /** A record was appended about then; see {@link AgeIndex}. */
    public long appendedAt(long offset, long unknown) {
        return ages.appendedAt(offset, unknown);
    }

    /** The lowest offset that somebody must read again or has not read. */
    public long lowest() {
        return cursors.lowestMark(progress.lowestOpen());
    }

    public int openLegs() {
        return progress.openLegs();
    }

    public int inMemory() {
        return inMemory;
    }

    public int detached() {
        return cursors.all().size();
    }

    /**
     * A record below the mark, in the order of the log, from the first that a duplicate may be measured by: what is read next
     * must not be read before all of these are.
     *
     * @param now milliseconds, as told to {@link Lanes#at}
     */
    public void recall(Event event, long offset, long appendedAt, long now) {
        duplicates.recall(event, offset, appendedAt, now);
    }

    /** Not all that was appended before then, by the broker's clock, is recalled. */
    public void recallsFrom(long appendedAt) {
        duplicates.recallsFrom(appendedAt);
    }

    /** What is below {@code start} was deleted, as somebody decided who knows that it is resolved. */
    public void trimmed(long start) {
        duplicates.startAt(start);
    }

    /** Adds to each destination's what its cursors have behind them, and what is open and was given back. */
    void backlog(Map<String, Backlog> to, long now) {
        AgeIndex.View known = ages.view();
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
            to.computeIfPresent(destination, (id, behind) -> behind.and(tallies.skipped(id), behind.oldestAt()));
        }
    }

    /** Legs that the main reader skipped and no sweep has read since, before filters. */
    public long skipped() {
        return tallies.skipped();
    }

    /** What became of the legs. */
    public Tallies tallies() {
        return tallies;
    }

    /** The pair of a leg, which is somebody's. */
    Pairs.Pair pair(Leg leg) {
        return leg.home() instanceof Pairs.Pair pair
                ? pair
                : pairs.of(leg.event().envelope().source()).of(leg.destination());
    }

    /** Where the funnel does not balance: nowhere, if all is well. */
    public List<Balance.Gap> gaps() {
        return count.gaps();
    }

    /** See {@link LaneCount#settle}. */
    public void settle() {
        count.settle();
    }

    /** See {@link Checkpoint.Changes#resolvedBelow}, of the last commit. */
    public long resolvedBelow() {
        return resolvedBelow;
    }

    /**
     * Fits what is known to what the log has. Where it was cut, what was read behind the cut is forgotten: other records get
     * these offsets and are read as new. Legs in memory from there have no record any more to be read again from: they are
     * delivered, copied or given up as they come, and say nothing of those that have their offsets now.
     *
     * @param start the first offset there is
     * @param end the offset behind the last one
     * @return how many open legs and unread records are gone; anything but 0 is an alarm
     */
    public long fit(long start, long end) {
        duplicates.startAt(start);
        boolean cut = end < progress.mark();
        long unread = delay == null ? 0 : Math.max(0, start - progress.mark());
        if (unread > 0) {
            tallies.lostUnread(unread);
        }
        long lost = progress.startAt(start, count::lost) + (cut ? cut(end) : 0);
        for (Cursor cursor : cursors.all()) {
            long left = tallies.skipped(cursor.scope.destination(), cursor.scope.source());
            lost += left > 0 ? Math.max(0, start - cursor.mark()) : 0;
        }
        for (Cursor cursor : cursors.all()) {
            if (cut || start > cursor.mark()) {
                tallies.mayBeLost(cursor.scope.destination());
            }
            cursor.fit(start, progress.mark());
            cursors.doubt(cursor.scope.destination());
        }
        cursors.fit(progress.mark());
        sweeps.forEach(sweep -> sweep.passed(start));
        return lost;
    }

    /** How many times the log was cut since this node took it over; what was read before may not be what is there. */
    public int cuts() {
        return cuts.size();
    }

    private long cut(long end) {
        cuts.add(end);
        cuts.replaceAll(before -> Math.min(before, end));
        sweeps.forEach(sweep -> sweep.cut(end));
        ages.cut(end);
        duplicates.cut(end);
        resolvable = Math.min(resolvable, end);
        resolvedBelow = Math.min(resolvedBelow, end);
        return progress.endAt(end, count::lost);
    }

    /** Where a leg of the event at {@code offset} is; for somebody who asks, so nothing comes to be by it. */
    public Whereabouts find(long offset, Event event, String destination) {
        if (offset >= progress.mark()) {
            return Whereabouts.at(Whereabouts.State.UNREAD);
        } else if (duplicates.suppressed(offset)) {
            return Whereabouts.at(Whereabouts.State.SUPPRESSED);
        } else if (progress.holds(offset, destination)) {
            return Whereabouts.at(Whereabouts.State.IN_MEMORY);
        }
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

    /** Whether the record that a leg of this lane was read from is still there. */
    boolean has(Origin origin) {
        return origin.cuts() == cuts.size() || origin.offset() < cuts.get(origin.cuts());
    }

    /** Whether a leg of that origin was read here. */
    boolean read(Origin origin) {
        return origin.epoch() == epoch
                && origin.partition() == partition
                && origin.topic().equals(topic);
    }

    Origin origin(long offset) {
        return new Origin(topic, partition, offset, epoch, cuts.size());
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
            tallies.caughtUp(cursor.scope.destination());
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

    void plan() {
        if (!cursors.isEmpty()) {
            sweeper.plan();
        }
    }

    boolean changed() {
        return progress.changed() || cursors.changed() || duplicates.changed() || tallies.changed();
    }

    void committed(Checkpoint.Changes changes) {
        resolvedBelow = Math.min(changes.resolvedBelow(), resolvable);
    }

    Checkpoint.Changes takeChanges() {
        resolvable = Long.MAX_VALUE;
        Progress.Changes taken = progress.takeChanges();
        long resolved = cursors.lowestMark(taken.lowestOpen());
        return new Checkpoint.Changes(
                taken, cursors.takeChanges(), duplicates.takeChanges(), tallies.takeChanges(), resolved);
    }

    void giveBack(Checkpoint.Changes changes) {
        progress.giveBack(changes.progress());
        cursors.giveBack(changes.cursors());
        duplicates.giveBack(changes.suppressed());
        tallies.giveBack(changes.counts());
    }
}
