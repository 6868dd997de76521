package dev.centrifuge.flow.count;

import java.util.Comparator;

/**
 * What became of legs, over all partitions and delay topics that were counted: {@code received = delivered + filtered + dead +
 * lost + pending}, and + {@code missing} in the row of a destination.
 *
 * @param destination empty in a source's row and in the total
 * @param source empty in a destination's row and in the total
 * @param received legs that were met, before filters, those that were replayed, and those that were repeated
 * @param replayed of these, legs that a replay or a redrive made
 * @param repeated of these, legs that a crash made two of: their copy for a delay topic was written, and not that it was
 * @param filtered not for the destination
 * @param dead among the dead letters; a letter for a stretch of the log counts as many as it stands for
 * @param lost gone with the log: 0, or an alarm
 * @param pending open, left to cursors, or in a delay topic. In a destination's row counted for itself, in others what is left
 * @param missing received, and nothing is known of them: 0, or an alarm; 0 where pending is what is left
 */
public record FunnelRow(
        String destination,
        String source,
        long received,
        long replayed,
        long repeated,
        long delivered,
        long filtered,
        long dead,
        long lost,
        long pending,
        long missing) {

    static final Comparator<FunnelRow> ORDER =
            Comparator.comparing(FunnelRow::destination).thenComparing(FunnelRow::source);

    FunnelRow plus(FunnelRow other) {
        return new FunnelRow(
                destination,
                source,
                received + other.received,
                replayed + other.replayed,
                repeated + other.repeated,
                delivered + other.delivered,
                filtered + other.filtered,
                dead + other.dead,
                lost + other.lost,
                pending + other.pending,
                missing + other.missing);
    }

    FunnelRow named(String ofDestination, String ofSource) {
        return new FunnelRow(
                ofDestination,
                ofSource,
                received,
                replayed,
                repeated,
                delivered,
                filtered,
                dead,
                lost,
                pending,
                missing);
    }

    /** The same, of which so many are pending beyond what is left, or fewer. */
    FunnelRow pendingMore(long legs) {
        return new FunnelRow(
                destination,
                source,
                received,
                replayed,
                repeated,
                delivered,
                filtered,
                dead,
                lost,
                pending + legs,
                missing - legs);
    }

    /** Of which nothing was counted. */
    public static FunnelRow none(String destination, String source) {
        return new FunnelRow(destination, source, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }
}
