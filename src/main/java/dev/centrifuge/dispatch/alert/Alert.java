package dev.centrifuge.dispatch.alert;

import dev.centrifuge.dispatch.traffic.Sample;
import org.jspecify.annotations.Nullable;

/**
 * One alert.
 *
 * @param at when it is raised, in milliseconds since the epoch
 * @param since when what it tells began, likewise
 * @param begun when the trouble that it tells, or the end of, was told first; {@code at} for all else
 * @param repeated whether it was told before, and lasts
 * @param sample how the destination does
 * @param reason a word from a small fixed set; null where there is none
 * @param count of dead letters since the last alert; else how often the trouble began since then
 * @param lastedMillis of what has ended: how long it lasted; else 0
 * @param held how many other alerts wait for the limit of all
 */
record Alert(
        Kind kind,
        String destination,
        long at,
        long since,
        long begun,
        boolean repeated,
        Sample sample,
        @Nullable String reason,
        long count,
        long lastedMillis,
        int held) {}
