package dev.centrifuge.flow.count;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whether {@code received = delivered + filtered + dead + delayed + lost + pending} holds for each destination of a lane, where
 * what is pending is counted by others: open legs by the lane's progress, skipped ones as they are left to cursors and read again. A checker: for tests, the
 * simulation, and the running gateway.
 */
public final class Balance {
    private Balance() {}

    /**
     * Where it does not hold.
     *
     * @param counts what the tallies say
     * @param pending what others say
     */
    public record Gap(String destination, Counts counts, long pending) {

        /** Legs that were received and of which nothing is known; negative: that ended and were not received. */
        public long legs() {
            return counts.open() + counts.skipped() - pending;
        }

        @Override
        public String toString() {
            return destination + ": " + counts + ", but " + pending + " are pending";
        }
    }

    /**
     * @param rows of one lane
     * @param pending open and skipped legs by destination, as others know them
     * @return nothing where all is well
     */
    public static List<Gap> gaps(Collection<Row> rows, Map<String, Long> pending) {
        Map<String, Counts> sums = new HashMap<>();
        for (Row row : rows) {
            Counts counts = row.counts();
            if (counts != null && !row.pair().ofEvents()) {
                sums.merge(row.pair().destination(), counts, Counts::plus);
            }
        }
        List<Gap> gaps = new ArrayList<>();
        Set<String> all = new HashSet<>(sums.keySet());
        all.addAll(pending.keySet());
        for (String destination : all) {
            Counts counts = sums.getOrDefault(destination, Counts.NONE);
            Gap gap = new Gap(destination, counts, pending.getOrDefault(destination, 0L));
            if (gap.legs() != 0) {
                gaps.add(gap);
            }
        }
        return gaps;
    }
}
