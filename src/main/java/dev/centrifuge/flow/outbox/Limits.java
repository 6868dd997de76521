package dev.centrifuge.flow.outbox;

import dev.centrifuge.flow.Leg;
import dev.centrifuge.flow.limit.Backoff;
import org.jspecify.annotations.Nullable;

/**
 * What a destination's configuration means for its {@link Outbox}.
 *
 * @param enabled where false nothing is sent
 * @param ordered whether the legs of a key go one at a time, in the order in which they come
 * @param maxInFlight the most requests in flight
 * @param adaptive whether the limit moves below that
 * @param rate null where there is none
 * @param backoff the waits between attempts
 * @param ttlMillis how long after it was received an event is given up
 * @param batch null where each event has a request of its own
 */
public record Limits(
        boolean enabled,
        boolean ordered,
        int maxInFlight,
        boolean adaptive,
        @Nullable Rate rate,
        Backoff backoff,
        long ttlMillis,
        @Nullable Batching batch) {

    /** An event a request. */
    public Limits(
            boolean enabled,
            boolean ordered,
            int maxInFlight,
            boolean adaptive,
            @Nullable Rate rate,
            Backoff backoff,
            long ttlMillis) {
        this(enabled, ordered, maxInFlight, adaptive, rate, backoff, ttlMillis, null);
    }

    /** Of a destination that nobody configures: it takes nothing, and after ten minutes of it its legs are given up. */
    public static final Limits ABSENT =
            new Limits(false, false, 1, false, null, new Backoff(1_000, 2, 900_000), Long.MAX_VALUE);

    /** How many milliseconds a leg has left before it is given up; 0 or less where it is past its time. */
    public long left(Leg leg, long millis) {
        return ttlMillis - (millis - leg.event().envelope().liveSince());
    }

    /** How many events a request has at most: no more than a rate lets go at once. */
    int mostInBatch() {
        int most = batch == null ? 1 : batch.maxEvents();
        return rate == null ? most : (int) Math.min(most, rate.burst());
    }

    /**
     * Several events a request: until there are {@code maxEvents}, or their weights come to {@code maxBytes}, or the first of
     * them has waited for {@code lingerNanos}.
     */
    public record Batching(int maxEvents, long maxBytes, long lingerNanos) {}

    /** At most {@code limit} events per {@code perNanos}, {@code burst} at once. */
    public record Rate(long limit, long perNanos, long burst) {}
}
