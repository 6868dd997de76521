package dev.centrifuge.admin.funnel;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
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
        @JsonUnwrapped FunnelRow counts) {

    /** Of a source without legs. */
    static Line none(String source) {
        return new Line(null, source, null, FunnelRow.none("", source));
    }

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
                row);
    }
}
