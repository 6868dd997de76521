package dev.centrifuge.flow;

import java.util.HashMap;
import java.util.Map;

/**
 * The node's one byte budget for legs in memory, with a dynamic threshold per destination (Choudhury and Hahne, 1998):
 * a destination may hold as much as is still free. So one may take half of an empty budget, and each of n busy ones
 * settles at 1/(n+1), without a figure to configure.
 *
 * <pre>
 *   |==== A ====|== B ==|.......... free ..........|     A and B may grow to the length of "free"
 * </pre>
 *
 * <p>Invariant: used = the sum of the bytes of events that have a leg in memory, each once; a destination's share counts
 * the full event for each of its legs. Belongs to the log thread.
 */
public final class Budget {
    /** A destination that got nothing for so long does not count as waiting for the reader. */
    private static final long ACTIVE_NANOS = 1_000_000_000L;

    private final long limit;
    private final Map<String, Share> shares = new HashMap<>();
    private long used;

    /** @param limit in bytes; more than one event may overshoot it by what one poll returns */
    public Budget(long limit) {
        this.limit = limit;
    }

    public void charge(Leg leg, long nowNanos) {
        if (leg.charge().join()) {
            used += leg.charge().bytes();
        }
        Share share = shares.computeIfAbsent(leg.destination(), d -> new Share());
        share.bytes += leg.charge().bytes();
        share.lastNanos = nowNanos;
    }

    public void release(Leg leg) {
        if (leg.charge().leave()) {
            used -= leg.charge().bytes();
        }
        Share share = shares.get(leg.destination());
        if (share != null) {
            share.bytes -= leg.charge().bytes();
        }
    }

    public long used() {
        return used;
    }

    /** Nothing more may be read until {@link #relaxed()}. */
    public boolean exhausted() {
        return used >= limit;
    }

    /** Enough is free again to read on: hysteresis, so that the reader does not flap. */
    public boolean relaxed() {
        return used < limit - limit / 4;
    }

    /** Whether a destination holds more than what is free. */
    public boolean overShare(String destination) {
        Share share = shares.get(destination);
        return share != null && share.bytes > limit - used;
    }

    /**
     * Whether some destination that took events within the last second would starve if the reader paused: then holding
     * the others' legs back in the log instead would help nobody but the one that is over its share.
     */
    public boolean someoneHungry(long nowNanos) {
        for (Share share : shares.values()) {
            if (nowNanos - share.lastNanos < ACTIVE_NANOS && share.bytes < (limit - used) / 8) {
                return true;
            }
        }
        return false;
    }

    private static final class Share {
        long bytes;
        long lastNanos;
    }
}
