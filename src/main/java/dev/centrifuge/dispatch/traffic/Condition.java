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

    /** What a destination has waiting. */
    record Waiting(boolean behind, boolean tooLong) {}

    static Condition initial() {
        return new Condition(DestinationState.OK, 0, LASTING);
    }

    Condition next(Outlook outlook, Waiting waiting, long millis) {
        DestinationState now = state(outlook, waiting, state);
        if (now == state) {
            return good == 0 ? this : new Condition(state, since, 0);
        }
        boolean lasts = now != DestinationState.OK || good + 1 >= LASTING;
        return lasts ? new Condition(now, millis, 0) : new Condition(state, since, good + 1);
    }

    private static DestinationState state(Outlook outlook, Waiting waiting, DestinationState before) {
        DestinationState shut = shut(outlook);
        if (shut != null) {
            return shut;
        }
        if (outlook.breaker() != Outlook.Breaking.CLOSED) {
            return DestinationState.DOWN;
        }
        if (outlook.gateNanos() > 0 || outlook.rateLimited()) {
            return DestinationState.THROTTLED;
        }
        if (waiting.behind()) {
            return before == DestinationState.SLOW ? before : DestinationState.RECOVERING;
        }
        return outlook.crowded() || waiting.tooLong() ? DestinationState.SLOW : DestinationState.OK;
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
