package dev.centrifuge.flow.count;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one node knows of the funnel of all nodes. Each partition is counted once: as it is in memory where this node reads it,
 * else as of its last checkpoint. Immutable.
 *
 * @param funnel of all partitions but the unknown ones
 * @param here partitions that this node reads
 * @param elsewhere the others, whose checkpoints are known: another node reads them, or nobody does at the moment
 * @param unknown those whose checkpoints were not read yet, or cannot be; they are not counted
 * @param checkpointAt when the newest of the checkpoints elsewhere was written, in milliseconds since the epoch; 0 where there is
 *     none
 * @param behind legs of partitions elsewhere that were open or left to cursors at their last checkpoint, by destination; none
 *     where a destination has none
 */
public record Group(
        Funnel funnel, int here, int elsewhere, int unknown, long checkpointAt, Map<String, Behind> behind) {
    /** Before anything is known of so many partitions. */
    public static Group unknown(int partitions) {
        return new Group(Funnel.EMPTY, 0, 0, partitions, 0, Map.of());
    }

    /** Of a node that reads all partitions there are. */
    public static Group alone(Share share, int partitions) {
        int here = share.partitions().size();
        return new Group(share.funnel(), here, 0, partitions - here, 0, Map.of());
    }

    /**
     * What a node reads itself, at a moment.
     *
     * @param partitions those that are in the funnel, all of their delay topics with them
     */
    public record Share(Set<Integer> partitions, Funnel funnel) {
        public static final Share NOTHING = new Share(Set.of(), Funnel.EMPTY);
    }

    /**
     * Legs that wait elsewhere.
     *
     * @param open that were open: with the node that reads them
     * @param skipped that were left to cursors
     */
    public record Behind(long open, long skipped) {
        public long legs() {
            return open + skipped;
        }

        public Behind plus(Behind other) {
            return new Behind(open + other.open, skipped + other.skipped);
        }
    }

    /** A destination's row; null where it had no leg. */
    public @Nullable FunnelRow destination(String id) {
        return funnel.destinations().stream()
                .filter(row -> row.destination().equals(id))
                .findFirst()
                .orElse(null);
    }
}
