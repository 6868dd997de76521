package dev.centrifuge.simulation;

import dev.centrifuge.flow.count.Balance;
import dev.centrifuge.flow.count.Counts;
import dev.centrifuge.flow.count.Row;
import dev.centrifuge.flow.lane.Lane;
import dev.centrifuge.flow.lane.Lanes;
import dev.centrifuge.simulation.check.BrokenPromise;
import dev.centrifuge.simulation.check.Ledger;
import dev.centrifuge.simulation.check.Promise;
import java.util.List;

/**
 * What a node counts balances at each moment, over crashes and takeovers; and in the end it is what the log and the destinations
 * have seen.
 */
final class FunnelCheck {
    /** It looks at everything that is open: one step in so many is enough. */
    private static final int EVERY = 4;

    private final SimLog log;
    private final Lanes lanes;
    private int steps;

    FunnelCheck(SimLog log, Lanes lanes) {
        this.log = log;
        this.lanes = lanes;
    }

    void check() {
        if (steps++ % EVERY > 0) {
            return;
        }
        for (Lane lane : lanes.all()) {
            List<Balance.Gap> gaps = lane.gaps();
            if (!gaps.isEmpty() && !log.state(lane.topic(), lane.partition()).torn()) {
                throw new BrokenPromise(Promise.FUNNEL, "%s-%d: %s", lane.topic(), lane.partition(), gaps);
            }
        }
    }

    /** What is committed when nothing is pending. */
    static void quiet(SimLog log, Ledger ledger, Scenario scenario) {
        Counts events = Counts.NONE;
        Counts delays = Counts.NONE;
        boolean torn = false;
        long unread = 0;
        for (String topic : log.topics()) {
            for (int i = 0; i < log.partitions(); i++) {
                Counts sum = sum(log.state(topic, i).counts());
                events = topic.equals(SimLog.EVENTS) ? events.plus(sum) : events;
                delays = topic.equals(SimLog.EVENTS) ? delays : delays.plus(sum);
                torn |= log.state(topic, i).torn();
                unread += topic.equals(SimLog.EVENTS) ? 0 : unread(log.partition(topic, i), log.state(topic, i));
            }
        }
        if (!torn && scenario.countable()) {
            equal("received", events.received(), ledger.legs());
            equal("lost or filtered", events.lost() + delays.lost() + events.filtered() + delays.filtered(), 0);
            long left = events.delayed() + delays.delayed();
            // More where a checkpoint was written once more, since nobody heard of its end.
            if (delays.received() + unread < left) {
                equal("in delay topics", delays.received() + unread, left);
            } else if (delays.received() == left && unread == 0 && scenario.nodes() > 1) {
                long died = events.dead() + delays.dead();
                // A letter of a commit that nobody heard of is there; what was refused since and read by another may be
                // delivered.
                long atLeast = ledger.dead() - (scenario.logFaults() ? ledger.deliveredAndDead() : 0);
                equal("died", died, Math.max(atLeast, Math.min(died, ledger.dead())));
            }
        }
    }

    private static long unread(SimPartition records, SimState state) {
        long unread = 0;
        for (long offset = Math.max(records.start(), state.mark()); offset < records.end(); offset++) {
            unread += records.at(offset) == null ? 0 : 1;
        }
        return unread;
    }

    private static Counts sum(List<Row> rows) {
        Counts sum = Counts.NONE;
        for (Row row : rows) {
            Counts counts = row.counts();
            sum = row.pair().ofEvents() || counts == null ? sum : sum.plus(counts);
        }
        return sum;
    }

    private static void equal(String what, long counted, long seen) {
        if (counted != seen) {
            throw new BrokenPromise(Promise.FUNNEL, "%d legs %s, but %d were seen", counted, what, seen);
        }
    }
}
