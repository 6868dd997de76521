package dev.centrifuge.flow.lane;

import dev.centrifuge.event.Event;
import dev.centrifuge.flow.Budget;
import dev.centrifuge.flow.Charge;
import dev.centrifuge.flow.Delay;
import dev.centrifuge.flow.Leg;
import dev.centrifuge.flow.Origin;
import dev.centrifuge.flow.count.Backlog;
import dev.centrifuge.flow.count.Folding;
import dev.centrifuge.flow.count.Pair;
import dev.centrifuge.flow.count.Row;
import dev.centrifuge.flow.count.Tallies;
import dev.centrifuge.flow.count.Tally;
import dev.centrifuge.flow.dedupe.Duplicates;
import dev.centrifuge.flow.dedupe.SeenIds;
import dev.centrifuge.flow.handover.Copy;
import dev.centrifuge.flow.handover.CursorState;
import dev.centrifuge.flow.handover.Entry;
import dev.centrifuge.flow.handover.LegEnds;
import dev.centrifuge.flow.handover.LegRouter;
import dev.centrifuge.flow.handover.Readiness;
import dev.centrifuge.flow.handover.Scope;
import dev.centrifuge.flow.outlet.Copies;
import dev.centrifuge.flow.outlet.Refusal;
import dev.centrifuge.flow.outlet.Refused;
import dev.centrifuge.flow.outlet.Setback;
import dev.centrifuge.flow.progress.Progress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
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
public final class Lanes implements LegEnds {
    private final Map<String, Map<Integer, Lane>> byTopic = new HashMap<>();
    private final List<Lane> all = new ArrayList<>();
    private final Node node;

    /** Those of the checkpoint under way whose legs it resolves. */
    private final Set<Copy> ended = Collections.newSetFromMap(new IdentityHashMap<>());

    /** Without de-duplication. */
    public Lanes(Budget budget, LegRouter router) {
        this(budget, router, SeenIds.none());
    }

    /** @param seen the ids that duplicates are known by */
    public Lanes(Budget budget, LegRouter router, SeenIds seen) {
        this.node = new Node(budget, router, seen);
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
        byTopic.computeIfAbsent(topic, t -> new HashMap<>()).put(partition, lane);
        all.add(lane);
        List.copyOf(lane.cursors.all()).forEach(cursor -> node.meet(cursor.scope.destination()));
        return lane;
    }

    /** The partition goes elsewhere; ends of its legs that come later are stale. */
    public void disown(Lane lane) {
        byTopic.getOrDefault(lane.topic(), Map.of()).remove(lane.partition());
        all.remove(lane);
        lane.gone = true;
        lane.duplicates.close();
        node.copies.removeIf(copy -> lane.read(copy.leg().origin()), this::release);
        if (all.stream().noneMatch(other -> other.partition() == lane.partition())) {
            node.copies.forget(lane.partition());
        }
    }

    public @Nullable Lane get(String topic, int partition) {
        Map<Integer, Lane> lanes = byTopic.get(topic);
        return lanes == null ? null : lanes.get(partition);
    }

    public Collection<Lane> all() {
        return all;
    }

    /** What destinations have behind them; those that are live everywhere have nothing. */
    public Map<String, Backlog> backlogs() {
        Map<String, Backlog> all = new HashMap<>();
        this.all.forEach(lane -> lane.backlog(all, node.millis));
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

    /** The lane that a leg was read from, or null where it has gone to another owner since. */
    private @Nullable Lane owned(Leg leg) {
        if (leg.home() instanceof Pairs.Pair pair) {
            return pair.lane.gone ? null : pair.lane;
        }
        Origin origin = leg.origin();
        Lane lane = get(origin.topic(), origin.partition());
        return lane != null && lane.epoch() == origin.epoch() ? lane : null;
    }

    /** The lane that a leg was read from, or null where its record is no more, or another owner's. */
    @Nullable
    Lane current(Leg leg) {
        Lane lane = owned(leg);
        return lane != null && lane.has(leg.origin()) ? lane : null;
    }

    /** The main reader's next record of a lane. */
    public void take(Lane lane, Entry entry) {
        long offset = entry.offset();
        lane.ages.read(offset, entry.appendedAt());
        Event event = entry.event();
        String delayedFor = lane.delay() == null ? Node.NOBODY : entry.destination();
        if (event == null || delayedFor == null) {
            node.poison(lane, entry);
        } else if (lane.delay() != null) {
            Pairs.Pair pair = lane.pairs.of(event.envelope().source()).of(delayedFor);
            route(entry, event, pair, lane.origin(offset), new Charge(event.weight()));
        } else if (lane.duplicates.read(event, offset, entry.appendedAt(), node.millis)) {
            node.router.deduplicated(event.envelope());
            lane.tallies.source(event.envelope().source()).duplicate();
        } else {
            List<String> destinations = node.router.destinations(event.envelope());
            List<String> unwanted = node.router.routed(event.envelope(), destinations.size());
            Pairs.OfSource of = lane.pairs.of(event.envelope().source());
            of.tallies().routed(unwanted);
            node.router.show(event, destinations.size());
            if (!destinations.isEmpty()) {
                route(entry, event, of.of(destinations), lane.origin(offset));
            }
        }
        lane.progress.advance(offset);
    }

    private void route(Entry entry, Event event, Pairs.Pair[] pairs, Origin origin) {
        Charge charge = new Charge(event.weight());
        for (Pairs.Pair pair : pairs) {
            route(entry, event, pair, origin, charge);
        }
    }

    private void route(Entry entry, Event event, Pairs.Pair pair, Origin origin, Charge charge) {
        Lane lane = pair.lane;
        Cursor cursor = detached(pair, event);
        Tally tally = pair.tally();
        tally.receive();
        if (cursor != null) {
            tally.skip();
        } else if ((lane.delay() != null || node.admits(pair, origin.offset(), event, charge))
                && lane.progress.take(origin.offset(), pair.destination)) {
            node.hand(pair, origin, event, charge, entry.trail());
        }
    }

    /** The cursor that a leg is left to, or null where it is to be handed over. */
    private @Nullable Cursor detached(Pairs.Pair pair, Event event) {
        Lane lane = pair.lane;
        Account account = pair.account;
        String source = pair.source;
        String destination = pair.destination;
        Cursor known = lane.cursors.isEmpty() ? null : lane.cursors.find(destination, source, event.key());
        if (known != null) {
            return known;
        }
        if (!account.ready()) {
            return lane.detach(Scope.destination(destination), event.envelope().liveSince());
        }
        if (account.blocks(destination, source, event.key())) {
            return lane.detach(
                    Scope.key(destination, source, event.key()),
                    event.envelope().liveSince());
        }
        return node.budget.overShare(account.share, source, node.nanos)
                        && node.budget.wouldHelp(account.share, node.nanos)
                ? lane.detach(Scope.pair(destination, source), event.envelope().liveSince())
                : null;
    }

    /**
     * Rows of the funnel that nobody asks for any more become one, where nothing of them is pending in any lane of their partition.
     * Not for each record.
     */
    public void fold(Predicate<Pair> expired) {
        Map<Integer, List<Folding.Part>> partitions = all.stream()
                .collect(Collectors.groupingBy(
                        Lane::partition,
                        Collectors.mapping(
                                lane -> new Folding.Part(lane.tallies, lane.takesUp()), Collectors.toList())));
        partitions.values().forEach(lanes -> Folding.fold(lanes, expired));
        all.forEach(lane -> lane.pairs.forget());
    }

    /** Decides where sweeps go; every few milliseconds. */
    public void plan() {
        for (int i = 0; i < all.size(); i++) {
            all.get(i).plan();
        }
    }

    @Override
    public void resolved(Leg leg) {
        Lane lane = end(leg);
        if (lane != null && lane.progress.resolve(leg.origin().offset(), leg.destination())) {
            lane.pair(leg).tally().deliver();
        }
        release(leg);
    }

    @Override
    public void filtered(Leg leg) {
        Lane lane = end(leg);
        if (lane != null && lane.progress.resolve(leg.origin().offset(), leg.destination())) {
            lane.pair(leg).tally().filter();
        }
        release(leg);
    }

    @Override
    public void returned(Leg leg) {
        if (leg.isFence()) {
            node.passed(leg);
            return;
        }
        Lane lane = end(leg);
        release(leg);
        if (lane == null) {
            return;
        }
        long offset = leg.origin().offset();
        String destination = leg.destination();
        long receivedAt = leg.event().envelope().liveSince();
        lane.progress.letGo(offset, destination);
        Cursor known = lane.cursors.find(
                destination, leg.event().envelope().source(), leg.event().key());
        Cursor cursor = known == null ? lane.detach(Scope.destination(destination), receivedAt) : known;
        cursor.rewind(offset);
        cursor.oldestAt = Math.min(cursor.oldestAt, receivedAt);
    }

    @Override
    public void put(Leg leg, Delay delay) {
        copy(leg, new Copy.Delayed(delay));
    }

    @Override
    public void dead(Leg leg, String reason) {
        copy(leg, new Copy.Dead(reason, node.millis, null));
    }

    private void copy(Leg leg, Copy.To to) {
        end(leg);
        if (owned(leg) == null) {
            release(leg);
        } else {
            node.copies.add(new Copy(leg, to));
        }
    }

    private Account account(Leg leg) {
        return leg.home() instanceof Pairs.Pair pair ? pair.account : node.account(leg.destination());
    }

    private void release(Leg leg) {
        node.budget.release(leg, account(leg).share);
    }

    private @Nullable Lane end(Leg leg) {
        Account account = account(leg);
        if (account.readiness == Readiness.PROBE) {
            account.probing = false;
        }
        Lane lane = owned(leg);
        if (lane != null) {
            lane.inMemory--;
        }
        return current(leg);
    }

    @Override
    public void readiness(String destination, Readiness readiness, int round) {
        node.stands(destination, readiness, round);
        if (readiness == Readiness.CLOSED) {
            node.fence(destination);
            all.forEach(lane -> lane.disembark(destination));
        }
    }

    @Override
    public void behind(String destination, String source) {
        Scope pair = Scope.pair(destination, source);
        for (Lane lane : all) {
            // One that has nothing in memory has nothing in the queue, and its cursor would be gone with the next
            // checkpoint.
            boolean queued = lane.inMemory > 0;
            if (queued && lane.cursors.get(pair) == null && lane.cursors.around(pair) == null) {
                lane.detach(pair, node.millis);
            }
        }
    }

    @Override
    public void blocked(Leg leg, int round) {
        Account account = node.account(leg.destination());
        account.round = Math.max(account.round, round);
        Lane lane = owned(leg);
        if (lane != null) {
            Scope scope = scope(leg);
            account.blocked.add(scope);
            // Later legs of the key may be on their way to dispatch: the sweep waits at each until it has come back.
            lane.detach(scope, leg.event().envelope().liveSince())
                    .rewind(leg.origin().offset() + 1);
        }
    }

    @Override
    public void unblocked(Leg leg) {
        node.account(leg.destination()).blocked.remove(scope(leg));
    }

    private static Scope scope(Leg leg) {
        return Scope.key(
                leg.destination(), leg.event().envelope().source(), leg.event().key());
    }

    /** Whether dispatch still has legs of these partitions. */
    public boolean inMemory(Set<Integer> partitions) {
        return all.stream().anyMatch(lane -> lane.inMemory > 0 && partitions.contains(lane.partition()));
    }

    /** Whether something is to be committed. */
    public boolean changed() {
        return !node.copies.isEmpty() || all.stream().anyMatch(Lane::changed);
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
        node.seen.bound();
        List<Copy> copies = node.copies.take(mostCopied, node.nanos, this::takeBack);
        Set<Lane> concerned = new HashSet<>();
        ended.clear();
        for (Copy copy : copies) {
            Lane owner = owned(copy.leg());
            if (owner == null) {
                continue;
            }
            concerned.add(owner);
            if (endsItsLeg(copy, owner)
                    && owner.progress.resolve(
                            copy.leg().origin().offset(), copy.leg().destination())) {
                ended.add(copy);
                count(copy, owner, 1);
            }
        }
        Map<Lane, Checkpoint.Changes> changes = new HashMap<>();
        for (Lane lane : all) {
            if (lane.changed() || concerned.contains(lane)) {
                changes.put(lane, lane.takeChanges());
            }
        }
        return new Checkpoint(copies, changes);
    }

    /** A leg that has waited here for its delay, or a stretch, neither of which can be written. */
    private void takeBack(Copy copy) {
        Lane lane = owned(copy.leg());
        if (lane == null || copy.ofStretch()) {
            node.unbury(copy, lane);
            release(copy.leg());
        } else {
            lane.inMemory++;
            node.router.deliver(copy.leg());
        }
    }

    /** The checkpoint is committed. */
    public void committed(Checkpoint checkpoint) {
        for (Copy copy : checkpoint.copies()) {
            release(copy.leg());
            if (copy.leg().awaited()) {
                node.router.deliver(copy.leg());
            }
        }
        node.copies.written(checkpoint.copies());
        checkpoint.changes().forEach(Lane::committed);
    }

    /** The checkpoint failed, or its end is unknown: all of it goes with the next. */
    public void giveBack(Checkpoint checkpoint) {
        giveBack(checkpoint, Setback.UNKNOWN);
    }

    /** The same, where some of its copies were refused: they hold up nothing but their own legs. */
    public void giveBack(Checkpoint checkpoint, Setback setback) {
        List<Copy> again = new ArrayList<>();
        for (Copy copy : checkpoint.copies()) {
            Lane owner = owned(copy.leg());
            if (owner == null) {
                node.copies.refused().forget(copy);
                release(copy.leg());
                continue;
            }
            if (ended.contains(copy) && endsItsLeg(copy, owner)) {
                owner.progress.take(copy.leg().origin().offset(), copy.leg().destination());
                count(copy, owner, -1);
            }
            Refusal refusal = setback.refused().get(copy);
            if (refusal == null) {
                again.add(setback.written().contains(copy) ? refused().alreadyWritten(copy) : copy);
            } else if (node.copies.refuse(copy, refusal, node.nanos)) {
                takeBack(copy);
            }
        }
        node.copies.giveBack(again, node.nanos, !setback.refused().isEmpty());
        checkpoint.changes().forEach(Lane::giveBack);
    }

    /** Counts legs that left the lane {@code owner} with a copy; {@code by} -1 takes it back. */
    private static void count(Copy copy, Lane owner, int by) {
        if (copy.leg().destination().equals(Node.NOBODY)) {
            return;
        }
        Tally tally = owner.pair(copy.leg()).tally();
        if (copy.to() instanceof Copy.Delayed) {
            tally.delay(by);
        } else {
            tally.die(by);
        }
    }

    /** Not where it stands for a stretch, nor where another record has the leg's offset now. */
    private static boolean endsItsLeg(Copy copy, Lane owner) {
        return !copy.ofStretch() && owner.has(copy.leg().origin());
    }

    /** Copies that cannot be written. */
    public Refused refused() {
        return node.copies.refused();
    }
}
