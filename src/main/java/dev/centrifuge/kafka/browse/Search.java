package dev.centrifuge.kafka.browse;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What to search, newest first.
 *
 * @param partitions those to search; empty for all
 * @param since records appended then or later, in milliseconds since the epoch; 0 for all there are
 * @param until records appended before then; the time of the call, or later, for the newest
 * @param limit when to stop, at least 1
 * @param patience after which it stops with what it has found
 * @param from where an earlier search with the same bounds stopped; null to begin
 */
public record Search(
        String topic,
        Set<Integer> partitions,
        long since,
        long until,
        int limit,
        Duration patience,
        @Nullable Position from) {
    /** Somebody waits. */
    public static final Duration PATIENCE = Duration.ofSeconds(4);

    public Search {
        partitions = Set.copyOf(partitions);
        if (limit < 1) {
            throw new IllegalArgumentException("limit " + limit);
        }
    }

    /** All of a topic's partitions, with the usual patience. */
    public static Search of(String topic, long since, long until, int limit, @Nullable Position from) {
        return new Search(topic, Set.of(), since, until, limit, PATIENCE, from);
    }

    /** The same in one partition only. */
    public Search in(int partition) {
        return new Search(topic, Set.of(partition), since, until, limit, patience, from);
    }
}
