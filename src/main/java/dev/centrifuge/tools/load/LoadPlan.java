package dev.centrifuge.tools.load;

import java.time.Duration;

/**
 * What to send where.
 *
 * @param connections at least 1; each has at most one request on its way
 * @param duration how long requests are sent; the last answers are waited for
 * @param most how many requests at most; {@link Long#MAX_VALUE} for no limit
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
        Listener listener) {

    /** Told how requests ended. */
    public interface Listener {
        Listener NONE = (number, status) -> {};

        /**
         * @param number of the request, from 0, as {@link Payload#next} got it
         * @param status of the answer, or 0 where the connection broke before there was one: nobody knows what became of
         *     its events
         */
        void ended(long number, int status);
    }

    /** As fast as it goes. */
    public static LoadPlan closed(int port, int connections, Payload payload, Duration duration) {
        return new LoadPlan(
                "127.0.0.1", port, connections, payload, new Pace.Closed(), duration, Long.MAX_VALUE, Listener.NONE);
    }

    /** So many requests a second. */
    public static LoadPlan open(int port, int connections, Payload payload, double perSecond, Duration duration) {
        return new LoadPlan(
                "127.0.0.1",
                port,
                connections,
                payload,
                new Pace.Open(perSecond),
                duration,
                Long.MAX_VALUE,
                Listener.NONE);
    }

    public LoadPlan withMost(long other) {
        return new LoadPlan(host, port, connections, payload, pace, duration, other, listener);
    }

    public LoadPlan withListener(Listener other) {
        return new LoadPlan(host, port, connections, payload, pace, duration, most, other);
    }
}
