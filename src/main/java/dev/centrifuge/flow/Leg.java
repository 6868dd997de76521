package dev.centrifuge.flow;

import dev.centrifuge.event.Event;

/**
 * One event on its way to one destination.
 *
 * <p>Threading: made by the log thread, then owned by the destination's event loop until it reports the leg's end; the
 * hand-overs are messages, so the one mutable field needs no lock.
 */
public final class Leg {
    private final Origin origin;
    private final Event event;
    private final String destination;
    private final Charge charge;
    private final int round;
    private Trail trail;

    /** @param round of the destination when the log thread handed the leg over */
    public Leg(Origin origin, Event event, String destination, Charge charge, Trail trail, int round) {
        this.origin = origin;
        this.event = event;
        this.destination = destination;
        this.charge = charge;
        this.trail = trail;
        this.round = round;
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
}
