package dev.centrifuge.dispatch.traffic;

import java.util.Locale;

/** How a destination does; those in trouble come first. */
public enum DestinationState {
    /** Its failures opened the breaker: one probe at a time is sent. */
    DOWN,
    /** It answered 410; nothing is sent until it is configured anew or resumed. */
    GONE,
    /** It refuses most events for good, or they cannot be made requests: they become dead letters at once. */
    REFUSING,
    /** It takes less than there is: events wait in memory for more than a second, or are left behind. */
    SLOW,
    /** Its rate limit or its {@code Retry-After} holds it back. */
    THROTTLED,
    /** It takes events again and catches up with those that were left behind. */
    RECOVERING,
    /** An operator wants nothing sent. */
    PAUSED,
    /** Nobody configures it, but it has events that wait. */
    ABSENT,
    /** Its configuration says {@code "enabled": false}. */
    DISABLED,
    OK;

    /** As the API writes it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
