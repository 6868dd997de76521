package dev.centrifuge.flow.job;

import dev.centrifuge.flow.limit.TokenBucket;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * How fast a job copies, for each destination: a fifth of what it is configured to take, so that live traffic is not starved,
 * or what somebody asked for. Times are monotonic nanoseconds.
 */
public final class Pacer {
    /** Of a destination's configured rate. */
    public static final double SHARE = 0.2;

    /** Legs a second to a destination without a rate: with its limits and the bound of unfinished legs behind it. */
    public static final double UNLIMITED = 1_000;

    private static final long SECOND = 1_000_000_000L;
    private static final int SCALE = 1_000;

    private final double asked;
    private final ToDoubleFunction<String> configured;
    private final Map<String, TokenBucket> buckets = new HashMap<>();

    /**
     * @param asked legs a second; 0 for the share
     * @param configured events a second that a destination takes; 0 where there is no limit
     */
    public Pacer(double asked, ToDoubleFunction<String> configured) {
        this.asked = asked;
        this.configured = configured;
    }

    /** Legs a second. */
    public double rate(String destination) {
        double limit = configured.applyAsDouble(destination);
        return asked > 0 ? asked : limit > 0 ? limit * SHARE : UNLIMITED;
    }

    /** How long until a leg may be copied; where that is 0, it is spent. */
    public long nanosUntil(String destination, long now) {
        TokenBucket bucket = buckets.computeIfAbsent(destination, id -> bucket(rate(id), now));
        long wait = bucket.nanosUntil(1, 0, now);
        if (wait == 0) {
            bucket.spend(1, now);
        }
        return wait;
    }

    /** A quarter of a second at once, since a step is not made for each leg. */
    private static TokenBucket bucket(double rate, long now) {
        long limit = Math.max(1, Math.round(rate * SCALE));
        return new TokenBucket(limit, SCALE * SECOND, Math.max(1, Math.round(rate / 4)), now);
    }
}
