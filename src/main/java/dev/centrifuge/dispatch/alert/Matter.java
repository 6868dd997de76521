package dev.centrifuge.dispatch.alert;

import org.jspecify.annotations.Nullable;

/**
 * One thing about a destination that may be well or in one of several troubles, and what was told of it.
 *
 * <pre>
 *   well ──▶ trouble, for 2 s, and an interval after the last time ──▶ told
 *     ▲                                                                 │
 *     └───────────── told ◀── well, for 5 s ◀───────────────────────────┘
 * </pre>
 *
 * What it is and what was told are compared, not what happened in between: whatever flaps yields a pair in each interval, and
 * what could not be told yet is told later, or never where it has passed by then.
 */
final class Matter {
    private static final long BAD_NANOS = 2_000_000_000L;
    private static final long GOOD_NANOS = 5_000_000_000L;

    private @Nullable Kind told;
    private @Nullable Kind seen;
    private boolean ever;
    private boolean held;
    private long toldAt;
    private long seenAt;
    private long seenMillis;
    private long begun;
    private long troubleSince;
    private int times;

    /**
     * It was looked at.
     *
     * @param now null where it is well
     * @return whether trouble passed that waited for the limit of all, and was never told
     */
    boolean see(@Nullable Kind now, long nanos, long millis) {
        if (now == seen) {
            return false;
        }
        times += now == null ? 0 : 1;
        seen = now;
        seenAt = nanos;
        seenMillis = millis;
        boolean missed = held && now == told;
        held = held && !missed;
        return missed;
    }

    /** Whether there is something to tell. */
    boolean due(Pace pace, long nanos) {
        boolean something = seen == null ? told != null : seen != told || pace.repeat() > 0;
        return something && overdue(pace, nanos) >= 0;
    }

    /** For how long there is something to tell, in nanoseconds. */
    long overdue(Pace pace, long nanos) {
        if (seen == null) {
            return nanos - seenAt - GOOD_NANOS;
        }
        if (repeats()) {
            return nanos - toldAt - pace.repeat();
        }
        long lasts = nanos - seenAt - BAD_NANOS;
        return ever ? Math.min(lasts, nanos - toldAt - pace.interval()) : lasts;
    }

    /** Whether what there is to tell was told before. */
    boolean repeats() {
        return seen != null && seen == told;
    }

    /** It is {@link #due}, and has to wait for others. */
    void hold() {
        held = true;
    }

    /** What is told now. */
    Told tell(Kind well, long nanos, long millis) {
        boolean repeated = repeats();
        if (told == null) {
            begun = millis;
        }
        long lasted = seen == null ? seenMillis - troubleSince : 0;
        Told now = new Told(seen == null ? well : seen, seenMillis, begun, repeated, times, lasted);
        if (seen != null) {
            ever = true;
            toldAt = nanos;
            troubleSince = told == null ? seenMillis : troubleSince;
        }
        times = 0;
        held = false;
        told = seen;
        return now;
    }

    /** See {@link Alert}. */
    record Told(Kind kind, long since, long begun, boolean repeated, int times, long lastedMillis) {}

    /** Whether forgetting it changes nothing. */
    boolean blank(Pace pace, long nanos) {
        return told == null && seen == null && (!ever || nanos - toldAt >= pace.interval());
    }
}
