package dev.centrifuge.simulation;

import dev.centrifuge.event.Event;
import dev.centrifuge.flow.Trail;
import dev.centrifuge.flow.handover.Entry;
import org.jspecify.annotations.Nullable;

/** A record of the made-up log. */
record SimRecord(
        long offset, long appendedAt, Event event, @Nullable String destination, Trail trail) implements Entry {

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
