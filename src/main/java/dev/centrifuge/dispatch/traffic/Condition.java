package dev.centrifuge.dispatch.traffic;

import dev.centrifuge.flow.outbox.Outlook;
import org.jspecify.annotations.Nullable;

/**
 * A state, and since when it lasts. A good one has to last for a moment before it counts: where a rate is reached now and then
 * the state would change each second.
 *
 * @param since in milliseconds since the epoch; 0 where it was never another
 * @param good how many times in a row it looked well since
 */
record Condition(DestinationState state, long since, int good) {
    private static final int LASTING = 3;

    /**
     * What its events told.
     *
     * @param refused most of them
     * @param behind some are left behind in the log
     * @param waitLong some wait in memory for long
     */
    record Events(boolean refused, boolean behind, boolean waitLong) {}

    static Condition initial() {
        return new Condition(DestinationState.OK, 0, LASTING);
    }

    Condition next(Outlook outlook, Events events, long millis) {
        DestinationState now = state(outlook, events, state);
        if (now == state) {
            return good == 0 ? this : new Condition(state, since, 0);
        }
        boolean lasts = now != DestinationState.OK || good + 1 >= LASTING;
        return lasts ? new Condition(now, millis, 0) : new Condition(state, since, good + 1);
    }

    private static DestinationState state(Outlook outlook, Events events, DestinationState before) {
        DestinationState shut = shut(outlook);
        if (shut != null) {
            return shut;
        }
        if (outlook.breaker() != Outlook.Breaking.CLOSED) {
            return DestinationState.DOWN;
        }
        if (events.refused()) {
            return DestinationState.REFUSING;
        }
        if (outlook.gateNanos() > 0 || outlook.rateLimited()) {
            return DestinationState.THROTTLED;
        }
        if (events.behind()) {
            return before == DestinationState.SLOW ? before : DestinationState.RECOVERING;
        }
        return outlook.crowded() || events.waitLong() ? DestinationState.SLOW : DestinationState.OK;
    }

    /** Whether nothing is sent, for as long as somebody wishes. */
    static boolean isShut(Outlook outlook) {
        return shut(outlook) != null;
    }

    private static @Nullable DestinationState shut(Outlook outlook) {
        if (outlook.absent()) {
            return DestinationState.ABSENT;
        }
        if (!outlook.enabled()) {
            return DestinationState.DISABLED;
        }
        if (outlook.paused()) {
            return DestinationState.PAUSED;
        }
        return outlook.gone() ? DestinationState.GONE : null;
    }
}
