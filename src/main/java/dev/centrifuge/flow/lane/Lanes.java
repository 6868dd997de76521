package dev.centrifuge.flow.lane;

import dev.centrifuge.flow.Budget;
import dev.centrifuge.flow.Delay;
import dev.centrifuge.flow.count.Backlog;
import dev.centrifuge.flow.count.Folding;
import dev.centrifuge.flow.count.Pair;
import dev.centrifuge.flow.count.Row;
import dev.centrifuge.flow.count.Tallies;
import dev.centrifuge.flow.dedupe.Duplicates;
import dev.centrifuge.flow.dedupe.SeenIds;
import dev.centrifuge.flow.handover.CursorState;
import dev.centrifuge.flow.handover.Entry;
import dev.centrifuge.flow.handover.LegEnds;
import dev.centrifuge.flow.handover.LegRouter;
import dev.centrifuge.flow.handover.Scope;
import dev.centrifuge.flow.outlet.Refused;
import dev.centrifuge.flow.outlet.Setback;
import dev.centrifuge.flow.progress.Progress;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The partitions that this node reads, and what becomes of their records: a record opens its legs and hands them over, or
 * skips those of detached scopes; a leg's end resolves it, at once or by a copy that the next checkpoint commits.
 *
 * <pre>
 *                        live ──────▶ handed over ──▶ resolved · copied · returned (open, to be read again)
 *   main reader ──▶ leg ┤                 ▲
 *                        detached ──▶ skipped, counted ──▶ a sweep comes by
 * </pre>
 *
 * <p>Tell it the time by {@link #at} before each step. Belongs to the log thread.
 */
public final class Lanes {
    private final Partitions partitions = new Partitions();
    private final Node node;
    private final Intake intake;
    private final Ends ends;
    private final Commits commits;

    /** Without de-duplication. */
    public Lanes(Budget budget, LegRouter router) {
        this(budget, router, SeenIds.none());
    }

    /** @param seen the ids that duplicates are known by */
    public Lanes(Budget budget, LegRouter router, SeenIds seen) {
        this.node = new Node(budget, router, seen);
        this.intake = new Intake(node);
        this.ends = new Ends(node, partitions);
        this.commits = new Commits(node, partitions);
    }

    /** What time it is, until the next call. */
    public void at(long nanos, long millis) {
        node.nanos = nanos;
        node.millis = millis;
    }

    /** Takes a partition over of which nothing was suppressed or counted. */
    public Lane own(
            String topic,
            int partition,
            int epoch,
            @Nullable Delay delay,
            Progress progress,
            Map<Scope, CursorState> cursors) {
        return own(topic, partition, epoch, delay, progress, cursors, Map.of(), List.of());
    }

    /**
     * Takes a partition over.
     *
     * @param epoch which assignment of it to this node, growing
     * @param progress as it was committed, or new
     * @param cursors as they were committed
     * @param suppressed as it was committed; see {@link Checkpoint.Changes#suppressed}
     * @param counts as they were committed; see {@link Checkpoint.Changes#counts}
     */
    public Lane own(
            String topic,
            int partition,
            int epoch,
            @Nullable Delay delay,
            Progress progress,
            Map<Scope, CursorState> cursors,
            Map<Long, byte[]> suppressed,
            List<Row> counts) {
        Duplicates duplicates = node.seen.partition(progress.mark(), suppressed);
        Tallies tallies = Tallies.restored(counts);
        Lane lane = new Lane(topic, partition, epoch, delay, progress, cursors, duplicates, tallies, node);
        partitions.add(lane);
        List.copyOf(lane.cursors.all()).forEach(cursor -> node.meet(cursor.scope.destination()));
        return lane;
    }

    /** The partition goes elsewhere; ends of its legs that come later are stale. */
    public void disown(Lane lane) {
        partitions.remove(lane);
        lane.gone = true;
        lane.duplicates.close();
        node.copies.removeIf(copy -> lane.read(copy.leg().origin()), node::release);
        if (partitions.all().stream().noneMatch(other -> other.partition() == lane.partition())) {
            node.copies.forget(lane.partition());
        }
    }

    public @Nullable Lane get(String topic, int partition) {
        return partitions.get(topic, partition);
    }

    public Collection<Lane> all() {
        return partitions.all();
    }

    /** What destinations have behind them; those that are live everywhere have nothing. */
    public Map<String, Backlog> backlogs() {
        Map<String, Backlog> all = new HashMap<>();
        partitions.all().forEach(lane -> lane.scopes.backlog(all, node.millis));
        return all;
    }

    public Budget budget() {
        return node.budget;
    }

    /** The ids that duplicates are known by. */
    public SeenIds seen() {
        return node.seen;
    }

    /** Records that sweeps have read since the start. */
    public long scanned() {
        return node.scanned;
    }

    /** Legs that sweeps have handed over or ended since the start. */
    public long caughtUp() {
        return node.used;
    }

    /** What dispatch tells of legs and destinations. */
    public LegEnds ends() {
        return ends;
    }

    /** The main reader's next record of a lane. */
    public void take(Lane lane, Entry entry) {
        intake.take(lane, entry);
    }

    /**
     * Rows of the funnel that nobody asks for any more become one, where nothing of them is pending in any lane of their partition.
     * Not for each record.
     */
    public void fold(Predicate<Pair> expired) {
        Map<Integer, List<Folding.Part>> parts = partitions.all().stream()
                .collect(Collectors.groupingBy(
                        Lane::partition,
                        Collectors.mapping(
                                lane -> new Folding.Part(lane.tallies, lane.takesUp()), Collectors.toList())));
        parts.values().forEach(lanes -> Folding.fold(lanes, expired));
        partitions.all().forEach(lane -> lane.pairs.forget());
    }

    /** Decides where sweeps go; every few milliseconds. */
    public void plan() {
        List<Lane> all = partitions.all();
        for (int i = 0; i < all.size(); i++) {
            all.get(i).scopes.plan();
        }
    }

    /** Whether dispatch still has legs of these partitions. */
    public boolean inMemory(Set<Integer> numbers) {
        return partitions.all().stream().anyMatch(lane -> lane.inMemory > 0 && numbers.contains(lane.partition()));
    }

    /** Whether something is to be committed. */
    public boolean changed() {
        return commits.changed();
    }

    /** Whether a key's later legs wait for a checkpoint. */
    public boolean awaited() {
        return node.copies.awaited();
    }

    /**
     * Begins a checkpoint: a leg whose copy is in it is resolved in the progress that it writes. One at a time; its end must be
     * told.
     *
     * @param mostCopied the most bytes of copies, so that no checkpoint takes long; at least one copy goes with it
     */
    public Checkpoint begin(long mostCopied) {
        return commits.begin(mostCopied);
    }

    /** The checkpoint is committed. */
    public void committed(Checkpoint checkpoint) {
        commits.committed(checkpoint);
    }

    /** The checkpoint failed, or its end is unknown: all of it goes with the next. */
    public void giveBack(Checkpoint checkpoint) {
        giveBack(checkpoint, Setback.UNKNOWN);
    }

    /** The same, where some of its copies were refused: they hold up nothing but their own legs. */
    public void giveBack(Checkpoint checkpoint, Setback setback) {
        commits.giveBack(checkpoint, setback);
    }

    /** Copies that cannot be written. */
    public Refused refused() {
        return node.copies.refused();
    }
}
