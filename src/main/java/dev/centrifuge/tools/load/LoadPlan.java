package dev.centrifuge.tools.load;

import java.time.Duration;

/**
 * What to send where.
 *
 * @param connections at least 1; each has at most one request on its way
 * @param duration how long requests are sent; the last answers are waited for
 * @param most how many requests at most; {@link Long#MAX_VALUE} for no limit
 * @param patience how long a request may take; then its connection is closed, and nobody knows what became of it
 * @param listener told of each end of a request, on the run's event loop: must be quick
 */
public record LoadPlan(
        String host,
        int port,
        int connections,
        Payload payload,
        Pace pace,
        Duration duration,
        long most,
        Duration patience,
        Listener listener) {
    private static final Duration LONG = Duration.ofHours(1);

    /** Told how a run goes. */
    public interface Listener {
        Listener NONE = (number, status, due, now) -> {};

        /**
         * @param number of the request, from 0, as {@link Payload#next} got it
         * @param status of the answer, or 0 where the connection broke before there was one: nobody knows what became of
         *     its events
         * @param due when the request was due (open loop) or sent (closed loop), in the ticker's nanoseconds
         * @param now when it ended
         */
        void ended(long number, int status, long due, long now);

        /** @param nanos when the first request is due */
        default void started(long nanos) {}
    }

    /** As fast as it goes. */
    public static LoadPlan closed(int port, int connections, Payload payload, Duration duration) {
        return of("127.0.0.1", port, connections, payload, new Pace.Closed(), duration);
    }

    /** So many requests a second. */
    public static LoadPlan open(int port, int connections, Payload payload, double perSecond, Duration duration) {
        return of("127.0.0.1", port, connections, payload, new Pace.Open(perSecond), duration);
    }

    /** With patience for an hour, and nobody who listens. */
    public static LoadPlan of(String host, int port, int connections, Payload payload, Pace pace, Duration duration) {
        return new LoadPlan(host, port, connections, payload, pace, duration, Long.MAX_VALUE, LONG, Listener.NONE);
    }

    public LoadPlan withMost(long other) {
        return new LoadPlan(host, port, connections, payload, pace, duration, other, patience, listener);
    }

    public LoadPlan withPatience(Duration other) {
        return new LoadPlan(host, port, connections, payload, pace, duration, most, other, listener);
    }

    public LoadPlan withListener(Listener other) {
        return new LoadPlan(host, port, connections, payload, pace, duration, most, patience, other);
    }
}
