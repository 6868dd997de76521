package dev.centrifuge.simulation;

import dev.centrifuge.event.Event;
import dev.centrifuge.flow.count.Counts;
import dev.centrifuge.flow.count.Pair;
import dev.centrifuge.flow.count.Row;
import dev.centrifuge.flow.handover.CursorState;
import dev.centrifuge.flow.handover.Entry;
import dev.centrifuge.flow.handover.Scope;
import dev.centrifuge.flow.progress.Progress;
import dev.centrifuge.route.Routes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Hours of an outage that nobody looks at, in one partition: the mark goes on, what is skipped is counted, what is down keeps
 * its cursor and its open legs, and all the others got their events.
 */
final class ScaleGap {
    private final ScaleWorld plan;
    private final ScaleTraffic traffic;
    private final int partition;
    private final Map<Pair, Long> routed = new HashMap<>();

    ScaleGap(ScaleWorld plan, ScaleTraffic traffic, int partition) {
        this.plan = plan;
        this.traffic = traffic;
        this.partition = partition;
    }

    /** Writes what is committed afterwards. */
    void pass(SimState state, long end) {
        count(state.mark(), end);
        Map<Scope, @Nullable CursorState> cursors = new HashMap<>();
        state.cursors().forEach((scope, cursor) -> cursors.put(scope, plan.ill(scope.destination()) ? cursor : null));
        state.cursors(cursors);
        Map<Pair, Counts> counts = new HashMap<>();
        state.counts().forEach(row -> counts.put(row.pair(), row.counts()));
        routed.forEach((pair, legs) -> counts.merge(pair, later(pair, legs), Counts::plus));
        Progress progress = state.restored();
        forgetDelivered(progress);
        progress.advance(end - 1);
        state.open(progress.takeChanges().chunks());
        state.mark(end, state.cuts());
        // What was open there and is delivered now is not: the funnel of a destination that is well is not looked at.
        state.count(counts.entrySet().stream()
                .map(each -> new Row(each.getKey(), each.getValue()))
                .toList());
    }

    private void count(long from, long end) {
        Routes routes = new Routes(plan.configuration(traffic, plan.sample()).values());
        Entry entry = traffic.entry(partition, from);
        while (entry.offset() < end) {
            Event event = entry.event();
            List<String> destinations = event == null ? List.of() : routes.destinations(event.envelope());
            for (String destination : destinations) {
                routed.merge(new Pair(event.envelope().source(), destination), 1L, Long::sum);
            }
            entry = traffic.entry(partition, entry.offset() + 1);
        }
    }

    private Counts later(Pair pair, long legs) {
        return plan.ill(pair.destination())
                ? new Counts(legs, 0, 0, 0, 0, 0, legs)
                : new Counts(legs, legs, 0, 0, 0, 0, 0);
    }

    private void forgetDelivered(Progress progress) {
        for (long offset = progress.lowestOpen(); offset < progress.mark(); offset++) {
            List<String> open = new ArrayList<>();
            progress.forEachOpen(offset, open::add);
            for (String destination : open) {
                if (!plan.ill(destination)) {
                    progress.resolve(offset, destination);
                }
            }
        }
    }
}
