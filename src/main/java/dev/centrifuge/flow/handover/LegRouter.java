package dev.centrifuge.flow.handover;

import dev.centrifuge.event.Envelope;
import dev.centrifuge.event.Event;
import dev.centrifuge.flow.Leg;
import java.util.List;
import java.util.Set;

/** What the lanes need of dispatch. Called on the log thread; nothing here may block. */
public interface LegRouter {

    /** The ids of the destinations that get a new event, sorted. A list that nobody changes; best the same for the same. */
    List<String> destinations(Envelope envelope);

    /**
     * An event was read for the first time, and is routed to {@code legs} destinations. For counting.
     *
     * @return the destinations that its source feeds and that it does not want to go to
     */
    List<String> routed(Envelope envelope, int legs);

    /** The same event itself, for whoever looks on. */
    default void show(Event event, int legs) {}

    /** An event was read for the first time, and is a duplicate: nobody gets it. For counting. */
    void deduplicated(Envelope envelope);

    /**
     * Whether a destination wants an event that is routed to it: asked once for each leg, when nothing keeps it from being
     * handed over, be that when the event is read for the first time or when it is read again for a scope that was detached.
     * Not asked of a leg that was open before. A leg that is not wanted never comes to be, and is counted here.
     */
    Screened screen(Event event, String destination);

    /** A leg that was never handed over, or not again, was given up for that reason while its destination took nothing. For counting. */
    default void died(Event event, String destination, String reason) {}

    /**
     * Whether a destination is configured. One that is not counts as closed from now on, until its loop tells how it stands,
     * which it does in any case.
     */
    boolean meet(String destination);

    /** How long after it was received an event is given up, in milliseconds, for legs that wait while nobody takes them. */
    long ttlMillis(String destination);

    /**
     * A leg to deliver. May be kept until {@link #flush}. It ends with exactly one call of {@link LegEnds}. A destination's legs
     * come to its loop in the order in which they are given here, {@link Leg#fence fences} among them, and those that were {@link Leg#awaited awaited},
     * which have no further end.
     */
    void deliver(Leg leg);

    /** The records of one poll are handed over. */
    void flush();

    /**
     * Gives back ({@link LegEnds#returned}) what was read from these partitions in this epoch or before and is not in
     * flight; what is in flight ends as it ends, and is not tried again here.
     */
    void recall(Set<Integer> partitions, int epoch);
}
