package dev.centrifuge.flow;

import dev.centrifuge.flow.limit.Backoff;
import org.jspecify.annotations.Nullable;

/**
 * What a destination's configuration means for its {@link Outbox}.
 *
 * @param enabled where false nothing is sent
 * @param maxInFlight the most requests in flight
 * @param adaptive whether the limit moves below that
 * @param rate null where there is none
 * @param backoff the waits between attempts
 * @param ttlMillis how long after it was received an event is given up
 */
public record Limits(
        boolean enabled,
        int maxInFlight,
        boolean adaptive,
        @Nullable Rate rate,
        Backoff backoff,
        long ttlMillis) {

    /** At most {@code limit} per {@code perNanos}, {@code burst} at once. */
    public record Rate(long limit, long perNanos, long burst) {}
}
