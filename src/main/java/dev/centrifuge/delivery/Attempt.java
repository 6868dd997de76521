package dev.centrifuge.delivery;

import dev.centrifuge.event.Event;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One try to deliver an event, or several in one request, to a destination.
 *
 * @param events what to deliver, one at least; not to be changed
 * @param number 1 for the first try
 * @param leaving run each time that a request for it is about to be written: once, or not at all, or again where a
 *     kept connection turned out dead, or a fetched token was refused
 * @param traceparent what the destination is told of the trace; null for the event's own with another span
 * @param trial for what an operator sends to see what comes back, it is marked as such, and the answer's first KiB is kept
 *     whatever it is: told of each request that is about to be written. Null for all others
 */
public record Attempt(
        List<Event> events,
        int number,
        Runnable leaving,
        @Nullable String traceparent,
        @Nullable Consumer<Sent> trial) {
    public Attempt(List<Event> events, int number, Runnable leaving) {
        this(events, number, leaving, null, null);
    }

    public Attempt(List<Event> events, int number) {
        this(events, number, Attempt::nobodyAsks);
    }

    public Attempt(Event event, int number) {
        this(List.of(event), number);
    }

    /** The first, which is the only one but in a batch. */
    public Event event() {
        return events.get(0);
    }

    /** Nobody asks when it leaves. */
    public static void nobodyAsks() {}
}
