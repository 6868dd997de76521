package dev.centrifuge.simulation;

import dev.centrifuge.event.Event;
import dev.centrifuge.flow.Trail;
import dev.centrifuge.flow.handover.Entry;
import org.jspecify.annotations.Nullable;

/** A record of the made-up log. */
record SimRecord(
        long offset, long appendedAt, Event event, @Nullable String destination, Trail trail) implements Entry {

    /** As it is found by who reads it now: another object each time, as from a log on a disk. */
    SimRecord read() {
        return new SimRecord(
                offset, appendedAt, new Event(event.envelope(), event.key(), event.body()), destination, trail);
    }

    @Override
    public byte[] rawKey() {
        return event.key();
    }

    @Override
    public byte[] rawValue() {
        return event.body();
    }

    @Override
    public int bytes() {
        return event.weight();
    }
}
