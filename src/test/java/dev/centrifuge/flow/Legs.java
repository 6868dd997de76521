package dev.centrifuge.flow;

import dev.centrifuge.event.Envelope;
import dev.centrifuge.event.Event;
import java.nio.charset.StandardCharsets;

/** Legs for tests. */
public final class Legs {
    public static final long RECEIVED_AT = 1_000_000;

    private Legs() {}

    public static Leg leg(String source, int offset) {
        return leg(source, offset, 100);
    }

    public static Leg leg(String source, int offset, int bytes) {
        Event event = event(source, "", offset, bytes);
        return new Leg(origin(offset), event, "crm", new Charge(event.weight()), Trail.NONE, 0);
    }

    /** A leg as the log stamps it where order is asked. */
    public static Leg keyed(String source, String key, int offset, int round) {
        Event event = event(source, source + "/" + key, offset, 100);
        return new Leg(origin(offset), event, "crm", new Charge(event.weight()), Trail.NONE, round);
    }

    /** A leg of an event that was received at {@code millis}. */
    public static Leg at(long millis, String source, int offset, int round) {
        Envelope envelope = new Envelope(source, "m" + offset, "track", millis, null, null);
        Event event = new Event(envelope, new byte[0], new byte[100]);
        return new Leg(origin(offset), event, "crm", new Charge(event.weight()), Trail.NONE, round);
    }

    private static Event event(String source, String key, int offset, int bytes) {
        Envelope envelope = new Envelope(source, "m" + offset, "track", RECEIVED_AT, null, null);
        return new Event(envelope, key.getBytes(StandardCharsets.UTF_8), new byte[bytes]);
    }

    private static Origin origin(int offset) {
        return new Origin("events", 0, offset, 1);
    }

    public static Leg to(String destination, Event event, Charge charge) {
        return new Leg(origin(0), event, destination, charge, Trail.NONE, 0);
    }

    /** After {@code attempts} that failed. */
    public static Leg failed(int offset, int attempts) {
        Leg leg = leg("web", offset);
        for (int i = 0; i < attempts; i++) {
            fail(leg);
        }
        return leg;
    }

    /** After {@code attempts} that failed, read from a delay topic. */
    public static Leg delayed(String topic, int offset, int attempts) {
        Event event = event("web", "", offset, 100);
        Leg leg = new Leg(new Origin(topic, 0, offset, 1), event, "crm", new Charge(event.weight()), Trail.NONE, 0);
        for (int i = 0; i < attempts; i++) {
            fail(leg);
        }
        return leg;
    }

    public static void fail(Leg leg) {
        leg.trail(leg.trail().failed(RECEIVED_AT, 500, "http_500", "no"));
    }
}
