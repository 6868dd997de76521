package dev.centrifuge.flow.count;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Rows that nobody asks for any more become one, where nothing of them is pending in any lane of their partition. */
public final class Folding {
    private Folding() {}

    /**
     * One lane's rows.
     *
     * @param takesUp whether its legs have left another lane of the partition
     */
    public record Part(Tallies tallies, boolean takesUp) {}

    /** @param lanes all of one partition; to be called on the log thread, not for each record */
    public static void fold(List<Part> lanes, Predicate<Pair> expired) {
        Map<Pair, Long> pending = new HashMap<>();
        for (Part lane : lanes) {
            for (Row row : lane.tallies.rows()) {
                if (expired.test(row.pair()) && row.counts() != null) {
                    pending.merge(row.pair(), pending(lane, row), Long::sum);
                }
            }
        }
        lanes.forEach(lane -> lane.tallies.fold(pair -> pending.getOrDefault(pair, 1L) <= 0));
    }

    /** What is left for a delay topic is pending until it is taken in there. */
    private static long pending(Part lane, Row row) {
        Counts counts = row.counts();
        if (counts == null || row.pair().ofEvents()) {
            return 0;
        }
        long left = counts.delayed() - (lane.takesUp ? counts.received() : 0);
        boolean ended = counts.skipped() == 0 && counts.open() == 0;
        return ended ? left : Long.MAX_VALUE / 8;
    }
}
