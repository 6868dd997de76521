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
 * @param left run each time that a request for it has been written, or may have been when it ended: once, or not at all, or again
 *     where a kept connection turned out dead, or a fetched token was refused. Before the attempt's end; null where nobody asks
 * @param traceparent what the destination is told of the trace; null for the event's own with another span
 * @param trial for what an operator sends to see what comes back, it is marked as such, and the answer's first KiB is kept
 *     whatever it is: told of each request that is about to be written. Null for all others
 */
public record Attempt(
        List<Event> events,
        int number,
        @Nullable Runnable left,
        @Nullable String traceparent,
        @Nullable Consumer<Sent> trial) {
    public Attempt(List<Event> events, int number) {
        this(events, number, null, null, null);
    }

    public Attempt(Event event, int number) {
        this(List.of(event), number);
    }

    /** The first, which is the only one but in a batch. */
    public Event event() {
        return events.get(0);
    }

    /** Tells whoever asks that a request has left. */
    public void tellLeft() {
        if (left != null) {
            left.run();
        }
    }
}
