package dev.centrifuge.admin.destinations;

import dev.centrifuge.admin.destinations.DestinationView.Elsewhere;
import dev.centrifuge.flow.count.FunnelRow;
import dev.centrifuge.flow.count.Group;
import dev.centrifuge.flow.count.Group.Behind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What is known of destinations on all nodes, for one answer.
 *
 * @param rows of the funnel, by destination
 */
record Known(Group group, Map<String, FunnelRow> rows) {
    private static final Behind NOTHING = new Behind(0, 0);

    /** What checkpoints say nothing of. */
    private static final List<String> UNTOLD = List.of(
            "state",
            "reason",
            "ratePerSecond",
            "p50Millis",
            "p99Millis",
            "errorShare",
            "drainSeconds",
            "inFlight",
            "queued",
            "unwritten");

    static Known all(Group group) {
        Map<String, FunnelRow> rows = new HashMap<>();
        group.funnel().destinations().forEach(row -> rows.put(row.destination(), row));
        return new Known(group, rows);
    }

    /** Without counts. */
    static Known none(Group group) {
        return new Known(group, Map.of());
    }

    static Known one(Group group, String id) {
        FunnelRow row = group.destination(id);
        return new Known(group, row == null ? Map.of() : Map.of(id, row));
    }

    /** Whether this node reads something: else it has no say in how a destination does. */
    boolean seesAny() {
        return group.here() > 0 || others() == 0;
    }

    FunnelRow counts(String id) {
        FunnelRow row = rows.get(id);
        return row == null ? FunnelRow.none(id, "") : row;
    }

    private int others() {
        return group.elsewhere() + group.unknown();
    }

    Behind behind(String id) {
        return group.behind().getOrDefault(id, NOTHING);
    }

    /** @param oldestAt when the oldest event that waits elsewhere was received, where that was found out */
    @Nullable
    Elsewhere elsewhere(String id, OptionalLong oldestAt, long nowMillis) {
        if (others() == 0) {
            return null;
        }
        Behind behind = behind(id);
        List<String> unknown = new ArrayList<>(UNTOLD);
        boolean waits = behind.legs() > 0;
        if (waits && oldestAt.isEmpty()) {
            unknown.add("backlogAgeSeconds");
        }
        if (group.unknown() > 0) {
            unknown.addAll(List.of("backlog", "counts"));
        }
        Double age = waits && oldestAt.isPresent()
                ? (Double) Views.rounded(Math.max(0, nowMillis - oldestAt.getAsLong()) / 1e3)
                : null;
        return new Elsewhere(others(), behind.legs(), behind.skipped(), age, List.copyOf(unknown));
    }
}
