package dev.centrifuge.admin.destinations;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One destination in a list; figures are of the node that is asked.
 *
 * @param url without user, query and fragment; null where nobody configures it
 * @param state {@link dev.centrifuge.dispatch.traffic.DestinationState} as a word, or {@code unknown} on a node that does not
 *     deliver
 * @param since when that began
 * @param reason null where it is ok
 * @param p50Millis of the last minute's attempts, as the next two; null where there were none
 * @param backlog events that wait: those in memory, and those left in the log, these before filters
 * @param drainSeconds how long these take at the present rates; null where they do not shrink
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
        int queued) {

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
