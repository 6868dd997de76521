package dev.centrifuge.dispatch.traffic;

import org.jspecify.annotations.Nullable;

/**
 * How a destination does, within the last second.
 *
 * @param since when the state began, in milliseconds since the epoch; 0 where it was never another
 * @param trouble the last, or null
 * @param in events that came, a second
 * @param out events that were delivered, a second
 * @param latency of the last minute
 * @param backlog events that wait: those in memory, and those left behind, these before filters
 * @param oldestAt when the oldest of them was received, in milliseconds since the epoch; 0 where none waits
 */
public record Sample(
        DestinationState state,
        long since,
        @Nullable Trouble trouble,
        double in,
        double out,
        Latency latency,
        long backlog,
        long oldestAt) {

    /** Of a destination that had no traffic and that nothing held back. */
    public static final Sample IDLE = idle(0);

    /** Of a destination without traffic that nothing holds back. */
    public static Sample idle(long since) {
        return new Sample(DestinationState.OK, since, null, 0, 0, Latency.NONE, 0, 0);
    }

    /** How long the backlog takes at the present rates, in seconds; null where it does not shrink. */
    public @Nullable Double drainSeconds() {
        double net = out - in;
        return backlog > 0 && net > 0 ? Double.valueOf(backlog / net) : null;
    }
}
