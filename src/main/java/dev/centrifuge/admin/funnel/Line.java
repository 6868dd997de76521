package dev.centrifuge.admin.funnel;

import dev.centrifuge.flow.count.FunnelRow;
import org.jspecify.annotations.Nullable;

/**
 * A row of the funnel as the API says it; see {@link FunnelRow}.
 *
 * @param destination absent in the total, and with the line of what was removed
 * @param source absent where it is of all sources, and where nobody knows whose the legs are
 * @param removed true with the line of what was removed from the configuration, absent with all others
 */
record Line(
        @Nullable String destination,
        @Nullable String source,
        @Nullable Boolean removed,
        long received,
        long replayed,
        long repeated,
        long delivered,
        long filtered,
        long dead,
        long lost,
        long pending,
        long missing) {

    static Line total(FunnelRow row) {
        return of(row, null);
    }

    static Line of(FunnelRow row) {
        boolean removed = row.destination().isEmpty() && row.source().isEmpty();
        return of(row, removed ? true : null);
    }

    private static Line of(FunnelRow row, @Nullable Boolean removed) {
        return new Line(
                row.destination().isEmpty() ? null : row.destination(),
                row.source().isEmpty() ? null : row.source(),
                removed,
                row.received(),
                row.replayed(),
                row.repeated(),
                row.delivered(),
                row.filtered(),
                row.dead(),
                row.lost(),
                row.pending(),
                row.missing());
    }
}
