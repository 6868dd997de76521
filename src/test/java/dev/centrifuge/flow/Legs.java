package dev.centrifuge.flow;

import dev.centrifuge.event.Envelope;
import dev.centrifuge.event.Event;

/** Legs for tests. */
public final class Legs {
    public static final long RECEIVED_AT = 1_000_000;

    private Legs() {}

    public static Leg leg(String source, int offset) {
        return leg(source, offset, 100);
    }

    public static Leg leg(String source, int offset, int bytes) {
        Envelope envelope = new Envelope(source, "m" + offset, "track", RECEIVED_AT, null, null);
        Event event = new Event(envelope, new byte[0], new byte[bytes]);
        return new Leg(new Origin("events", 0, offset, 1), event, "crm", new Charge(event.weight()), Trail.NONE, 0);
    }

    public static Leg to(String destination, Event event, Charge charge) {
        return new Leg(new Origin("events", 0, 0, 1), event, destination, charge, Trail.NONE, 0);
    }
}
