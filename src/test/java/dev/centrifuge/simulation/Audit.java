package dev.centrifuge.simulation;

import dev.centrifuge.flow.Origin;
import dev.centrifuge.flow.lane.Lane;
import dev.centrifuge.simulation.check.BrokenPromise;
import dev.centrifuge.simulation.check.EventLife;
import dev.centrifuge.simulation.check.Ledger;
import dev.centrifuge.simulation.check.LegLife;
import dev.centrifuge.simulation.check.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Holds what is not finished against what the log and the nodes say of it. */
final class Audit {
    /** Both checks look at everything that is unfinished: one checkpoint in so many is enough. */
    private static final int EVERY = 4;

    private final SimLog log;
    private final Ledger ledger;
    private final boolean countable;

    /** For each partition, how many legs the events below an offset have. */
    private final List<List<Long>> legsBelow = new ArrayList<>();

    private long checks;

    /** @param countable whether it is known how many legs there are */
    Audit(SimLog log, Ledger ledger, int partitions, boolean countable) {
        this.log = log;
        this.ledger = ledger;
        this.countable = countable;
        for (int i = 0; i < partitions; i++) {
            legsBelow.add(new ArrayList<>(List.of(0L)));
        }
    }

    /** The next event of a partition has so many legs. */
    void appended(int partition, int legs) {
        List<Long> below = legsBelow.get(partition);
        below.add(below.get(below.size() - 1) + legs);
    }

    /** A partition has nothing from {@code end} on any more. */
    void cut(int partition, long end) {
        List<Long> below = legsBelow.get(partition);
        below.subList((int) end + 1, below.size()).clear();
    }

    /** A node's checkpoint is in the log. */
    void committed(SimNode node, Set<Integer> partitions) {
        node.traffic().recorded(this::recorded);
        if (checks++ % EVERY == 0) {
            partitions.forEach(this::checkMarks);
            partitions.forEach(partition -> checkFunnel(node, partition));
        }
    }

    private boolean recorded(Traffic.Read read) {
        LegLife leg = read.leg();
        Origin origin = read.origin();
        EventLife event = leg.event();
        return event.lost()
                || !log.state(origin.topic(), origin.partition())
                        .pending(origin.offset(), leg.destination(), event.source(), event.key());
    }

    /** Whoever took this partition over now would find each unfinished leg. */
    void checkMarks(int partition) {
        long startsAt = recovered(partition);
        for (LegLife leg : ledger.unsettled(partition)) {
            if (leg.event().offset() < startsAt && !leg.optional() && !accounted(leg)) {
                throw new BrokenPromise(Promise.MARK, "%s is not delivered, and nothing in the log says so", leg);
            }
        }
    }

    /** From here on whoever takes this partition over reads all. Most of what is unsettled is there: it is not asked for one by one. */
    private long recovered(int partition) {
        SimPartition events = log.partition(SimLog.EVENTS, partition);
        SimState state = log.state(SimLog.EVENTS, partition);
        return Math.max(events.start(), Math.min(state.mark(), events.cutSince(state.cuts())));
    }

    /** received = delivered + dead + pending: what the node counts as pending is no less than what is not finished. */
    private void checkFunnel(SimNode node, int partition) {
        Lane lane = node.lanes().get(SimLog.EVENTS, partition);
        if (lane == null || !countable) {
            return;
        }
        List<Long> below = legsBelow.get(partition);
        long unread = below.get(below.size() - 1) - below.get((int) lane.mark());
        long pending = node.lanes().all().stream()
                .filter(each -> each.partition() == partition)
                .mapToLong(each -> each.openLegs() + each.skipped())
                .sum();
        long delayed = delayedUnread(node, partition);
        long unfinished = ledger.unsettled(partition).size();
        if (unread + pending + delayed < unfinished) {
            throw new BrokenPromise(
                    Promise.FUNNEL,
                    "partition %d: %d unread + %d pending + %d delayed, but %d legs are not finished",
                    partition,
                    unread,
                    pending,
                    delayed,
                    unfinished);
        }
    }

    private long delayedUnread(SimNode node, int partition) {
        long unread = 0;
        for (Lane lane : node.lanes().all()) {
            if (lane.partition() == partition && lane.delay() != null) {
                unread += log.partition(lane.topic(), partition).end() - lane.mark();
            }
        }
        return unread;
    }

    private boolean accounted(LegLife leg) {
        EventLife event = leg.event();
        if (pending(SimLog.EVENTS, event.offset(), leg)) {
            return true;
        }
        for (int i = leg.copies().size() - 1; i >= 0; i--) {
            LegLife.Place place = leg.copies().get(i);
            if (pending(place.topic(), place.offset(), leg)) {
                return true;
            }
        }
        return false;
    }

    private boolean pending(String topic, long offset, LegLife leg) {
        EventLife event = leg.event();
        SimPartition records = log.partition(topic, event.partition());
        if (offset < records.start()) {
            return false;
        }
        SimState state = log.state(topic, event.partition());
        // Whoever starts from what was written before a cut is told of that.
        return offset >= records.cutSince(state.cuts())
                || state.pending(offset, leg.destination(), event.source(), event.key());
    }
}
