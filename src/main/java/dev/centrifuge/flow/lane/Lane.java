package dev.centrifuge.flow.lane;

import dev.centrifuge.event.Event;
import dev.centrifuge.flow.Delay;
import dev.centrifuge.flow.Leg;
import dev.centrifuge.flow.Origin;
import dev.centrifuge.flow.count.Balance;
import dev.centrifuge.flow.count.LaneCount;
import dev.centrifuge.flow.count.Tallies;
import dev.centrifuge.flow.dedupe.Duplicates;
import dev.centrifuge.flow.handover.CursorState;
import dev.centrifuge.flow.handover.Scope;
import dev.centrifuge.flow.handover.Whereabouts;
import dev.centrifuge.flow.progress.AgeIndex;
import dev.centrifuge.flow.progress.Progress;
import java.util.List;
import java.util.Map;
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
    final Scopes scopes;
    private final LaneCount count;
    private final String topic;
    private final int partition;
    private final int epoch;
    private final @Nullable Delay delay;
    final Bounds bounds;
    private final long reopenedBelow;

    /** Legs handed to dispatch that have not ended. */
    int inMemory;

    /** The partition has gone elsewhere. */
    boolean gone;

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
        this.reopenedBelow = progress.mark();
        scopes = new Scopes(this, node);
        scopes.restore(committed);
        count = new LaneCount(tallies, progress, Node.NOBODY);
        if (tallies.isEmpty()) {
            count.find();
            countWhatIsLeft(committed);
        }
        bounds = new Bounds(this, count);
    }

    /** A version that counted no legs was here before: what is pending is somebody's. */
    private void countWhatIsLeft(Map<Scope, CursorState> committed) {
        committed.forEach((scope, state) -> {
            if (state.uncounted() > 0) {
                tallies.found(scope.destination(), 0, state.uncounted());
            }
        });
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
        return scopes.sweeps();
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
        return bounds.resolvedBelow();
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
        return bounds.fit(start, end);
    }

    /** How many times the log was cut since this node took it over; what was read before may not be what is there. */
    public int cuts() {
        return bounds.cuts();
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
        return scopes.find(offset, event, destination);
    }

    /** Whether a leg of that origin was read here. */
    boolean read(Origin origin) {
        return origin.epoch() == epoch
                && origin.partition() == partition
                && origin.topic().equals(topic);
    }

    Origin origin(long offset) {
        return new Origin(topic, partition, offset, epoch, bounds.cuts());
    }

    boolean changed() {
        return progress.changed() || cursors.changed() || duplicates.changed() || tallies.changed();
    }

    void committed(Checkpoint.Changes changes) {
        bounds.committed(changes.resolvedBelow());
    }

    Checkpoint.Changes takeChanges() {
        bounds.begin();
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
