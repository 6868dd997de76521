package dev.centrifuge.flow.job;

import dev.centrifuge.event.Event;
import java.util.function.Predicate;

/** What a job needs to know of the configuration. Any thread. */
public interface Rules {

    /** Whether there is such a destination. */
    boolean configured(String destination);

    /**
     * Whether a destination would get an event that came now: its sources, the event's own wish, its filter.
     *
     * @throws RuntimeException where its filter fails
     */
    boolean wants(Event event, String destination);

    /** Events a second that a destination takes; 0 where there is no limit. */
    double rate(String destination);

    /**
     * What an expression selects; a failure on an event is a {@link RuntimeException}.
     *
     * @throws IllegalArgumentException where it is none, with the reason for people
     */
    Predicate<Event> filter(String expression);
}
