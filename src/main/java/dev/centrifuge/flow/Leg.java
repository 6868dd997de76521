package dev.centrifuge.flow;

import dev.centrifuge.event.Envelope;
import dev.centrifuge.event.Event;
import org.jspecify.annotations.Nullable;

/**
 * One event on its way to one destination.
 *
 * <p>Threading: made by the log thread, then owned by the destination's event loop until it reports the leg's end; the
 * hand-overs are messages, so the mutable fields need no lock.
 */
public final class Leg {
    private static final Origin NOWHERE = new Origin("", -1, -1, 0);
    private static final Event NOTHING =
            new Event(new Envelope("", "", "fence", 0, null, null), new byte[0], new byte[0]);

    private final Origin origin;
    private final Event event;
    private final String destination;
    private final Charge charge;
    private final @Nullable Home home;
    private final int round;
    private final int weight;
    private Trail trail;
    private boolean awaited;

    // Of the one queue that holds it: a leg that waits needs no other object for it.
    private @Nullable Leg next;
    private long since;

    /** What the log thread need not look up when the leg ends. */
    public interface Home {

        /** Whether the leg was read from {@code events}, and not from a delay topic: its offset is one of these. */
        boolean isEvents();
    }

    /** @param round of the destination when the log thread handed the leg over */
    public Leg(Origin origin, Event event, String destination, Charge charge, Trail trail, int round) {
        this(origin, event, destination, charge, trail, round, null);
    }

    /** @param home see {@link #home} */
    public Leg(
            Origin origin,
            Event event,
            String destination,
            Charge charge,
            Trail trail,
            int round,
            @Nullable Home home) {
        this.home = home;
        this.origin = origin;
        this.event = event;
        this.destination = destination;
        this.charge = charge;
        this.trail = trail;
        this.round = round;
        this.weight = event.weight();
    }

    /**
     * No leg, but what the log sends after those that it has handed over: no round is as low, so the loop returns it, behind
     * all that was under way.
     */
    public static Leg fence(String destination) {
        return new Leg(NOWHERE, NOTHING, destination, new Charge(0), Trail.NONE, -1);
    }

    /** Whether it is a {@link #fence}: it has no event, and no lane. */
    public boolean isFence() {
        return round < 0;
    }

    public Origin origin() {
        return origin;
    }

    public Event event() {
        return event;
    }

    public String destination() {
        return destination;
    }

    /** What the node's budget holds for it; for the log thread alone. */
    public Charge charge() {
        return charge;
    }

    /** What whoever made it knows of it; null where that is to be looked up. For the log thread alone. */
    public @Nullable Home home() {
        return home;
    }

    /** How many closings and blockings of its destination the log thread had heard of when it handed the leg over. */
    public int round() {
        return round;
    }

    public Trail trail() {
        return trail;
    }

    /** Says what happened; by the owner alone. */
    public void trail(Trail now) {
        trail = now;
    }

    /** Whether the log is to hand it over once more, when its end is on record: its key waits for that. */
    public boolean awaited() {
        return awaited;
    }

    /** By the owner alone, before it tells the leg's end. */
    public void markAwaited() {
        awaited = true;
    }

    /** The event's weight, in bytes. */
    public int weight() {
        return weight;
    }

    /** The leg behind it in its queue; for that queue alone. */
    public @Nullable Leg next() {
        return next;
    }

    /** For the queue that holds it alone. */
    public void next(@Nullable Leg behind) {
        next = behind;
    }

    /** Since when it is in its queue, in monotonic nanoseconds. */
    public long since() {
        return since;
    }

    /** For the queue that holds it alone. */
    public void since(long now) {
        since = now;
    }
}
