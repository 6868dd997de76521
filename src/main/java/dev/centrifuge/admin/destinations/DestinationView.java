package dev.centrifuge.admin.destinations;

import dev.centrifuge.flow.count.FunnelRow;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One destination in a list. {@code backlog} and {@code counts} are of all nodes, other figures of the one that is asked.
 *
 * @param url without user, query and fragment; null where nobody configures it
 * @param state {@link dev.centrifuge.dispatch.traffic.DestinationState} as a word, or {@code unknown} on a node that does not
 *     deliver
 * @param since when that began
 * @param reason null where it is ok
 * @param p50Millis of the last minute's attempts, as the next two; null where there were none
 * @param backlog events that wait: those in memory, and those left in the log, these before filters
 * @param backlogAgeSeconds of the oldest of them that is known of; null where none waits, or its age is not known
 * @param drainSeconds how long those of this node take at the present rates; null where they do not shrink
 * @param unwritten what stays open on this node because it cannot be written; null where nothing does
 * @param elsewhere what is known of partitions that this node does not read; null where there are none
 */
record DestinationView(
        String destination,
        @Nullable String url,
        @Nullable Set<String> sources,
        String state,
        String since,
        @Nullable Reason reason,
        Rates ratePerSecond,
        @Nullable Double p50Millis,
        @Nullable Double p99Millis,
        @Nullable Double errorShare,
        long backlog,
        @Nullable Double backlogAgeSeconds,
        @Nullable Double drainSeconds,
        int inFlight,
        int queued,
        @Nullable Unwritten unwritten,
        FunnelRow counts,
        @Nullable Elsewhere elsewhere) {

    /**
     * A destination in partitions that this node does not read.
     *
     * @param partitions how many these are
     * @param backlog events that waited there at their last checkpoint
     * @param detached of these, events that were left to cursors: it is behind there
     * @param backlogAgeSeconds of the oldest of them; null where none waits, or {@code unknown} says so
     * @param unknown what cannot be told from here, by the names of its fields: what there is of them in the answer is of this node
     *     alone
     */
    record Elsewhere(
            int partitions,
            long backlog,
            long detached,
            @Nullable Double backlogAgeSeconds,
            List<String> unknown) {}

    /**
     * Legs whose dead letter, or whose copy for a delay topic, Kafka refuses: they wait in memory and are tried again.
     *
     * @param reason why a copy was refused last on this node, whosever it was; null where that is not known
     */
    record Unwritten(int legs, @Nullable String reason) {}

    /** Events a second. */
    record Rates(double in, double out) {}

    /**
     * Why a destination is not ok.
     *
     * @param cause {@code paused}, or that of the last attempt that failed, from a small fixed set
     * @param status of its answer; null where there was none
     */
    record Reason(
            String cause,
            @Nullable Integer status,
            String at,
            @Nullable String by,
            @Nullable String note) {}
}
