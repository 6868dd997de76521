package dev.centrifuge.simulation;

import dev.centrifuge.event.Event;
import dev.centrifuge.flow.lane.CursorState;
import dev.centrifuge.flow.lane.Entry;
import dev.centrifuge.flow.lane.Scope;
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
    private final Map<String, Long> skipped = new HashMap<>();

    ScaleGap(ScaleWorld plan, ScaleTraffic traffic, int partition) {
        this.plan = plan;
        this.traffic = traffic;
        this.partition = partition;
    }

    /** Writes what is committed afterwards. */
    void pass(SimState state, long end) {
        count(state.mark(), end);
        Map<Scope, @Nullable CursorState> cursors = new HashMap<>();
        state.cursors().forEach((scope, cursor) -> cursors.put(scope, later(scope, cursor)));
        state.cursors(cursors);
        Progress progress = state.restored();
        forgetDelivered(progress);
        progress.advance(end - 1);
        state.open(progress.takeChanges().chunks());
        state.mark(end, state.cuts());
    }

    private void count(long from, long end) {
        Routes routes = new Routes(plan.configuration(traffic, plan.sample()).values());
        Entry entry = traffic.entry(partition, from);
        while (entry.offset() < end) {
            Event event = entry.event();
            List<String> destinations = event == null ? List.of() : routes.destinations(event.envelope());
            destinations.forEach(destination -> skipped.merge(destination, 1L, Long::sum));
            entry = traffic.entry(partition, entry.offset() + 1);
        }
    }

    private @Nullable CursorState later(Scope scope, CursorState cursor) {
        if (!plan.ill(scope.destination())) {
            return null;
        }
        long more = scope.source() == null ? skipped.getOrDefault(scope.destination(), 0L) : 0;
        return new CursorState(cursor.mark(), cursor.skipped() + more, cursor.countsFrom());
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
