package dev.centrifuge.admin.http;

import dev.centrifuge.flow.count.FunnelRow;

/** What became of legs, on all nodes and since ever, as the API says it; see {@link FunnelRow}. */
public record Counted(
        long received,
        long replayed,
        long repeated,
        long delivered,
        long filtered,
        long dead,
        long lost,
        long pending,
        long missing) {
    public static final Counted NONE = new Counted(0, 0, 0, 0, 0, 0, 0, 0, 0);

    public static Counted of(FunnelRow row) {
        return new Counted(
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
