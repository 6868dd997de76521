package dev.centrifuge.flow.count;

import dev.centrifuge.flow.progress.Progress;
import java.util.List;
import java.util.Map;

/**
 * The funnel of one lane beside what its progress says of open legs: what is pending, and whether that fits what was counted. Asked
 * every second, not for each record. Belongs to the log thread.
 */
public final class LaneCount {
    private final Tallies tallies;
    private final Progress progress;
    private final String nobody;

    /** @param nobody the destination that holds open what is nobody's leg */
    public LaneCount(Tallies tallies, Progress progress, String nobody) {
        this.tallies = tallies;
        this.progress = progress;
        this.nobody = nobody;
    }

    private Map<String, Long> open() {
        Map<String, Long> open = progress.openByDestination();
        open.remove(nobody);
        return open;
    }

    /** A version that counted no legs was here before: what is open is somebody's. */
    public void find() {
        open().forEach((destination, legs) -> tallies.found(destination, legs, 0));
    }

    /** An open leg is gone with its record. */
    public void lost(String destination) {
        if (!destination.equals(nobody)) {
            tallies.lost(destination, 1);
        }
    }

    /** Legs that are open or left to cursors, by destination. */
    private Map<String, Long> pending() {
        Map<String, Long> pending = open();
        for (String destination : tallies.destinations()) {
            long skipped = tallies.skipped(destination);
            if (skipped != 0) {
                pending.merge(destination, skipped, Long::sum);
            }
        }
        return pending;
    }

    /** Where the funnel does not balance: nowhere, if all is well. */
    public List<Balance.Gap> gaps() {
        return Balance.gaps(tallies.rows(), pending());
    }

    /** Legs of unknown sources are counted where they belong, once that shows. */
    public void settle() {
        List<String> unsettled = tallies.unsettled();
        if (!unsettled.isEmpty()) {
            Map<String, Long> pending = pending();
            unsettled.stream()
                    .filter(destination -> !pending.containsKey(destination))
                    .forEach(tallies::settle);
        }
    }
}
