package dev.centrifuge.flow.lane;

import dev.centrifuge.event.Event;
import dev.centrifuge.flow.Leg;
import dev.centrifuge.flow.Trail;
import dev.centrifuge.flow.handover.Entry;

/** A record of a log in memory, as a reader comes by it. */
record LoggedEntry(long offset, long appendedAt, Event event, String destination, Trail trail, byte[] raw)
        implements Entry {

    /** @param event null where no gateway wrote it */
    static LoggedEntry of(long offset, long appendedAt, Event event) {
        return new LoggedEntry(offset, appendedAt, event, null, Trail.NONE, new byte[0]);
    }

    /** A record that no gateway wrote. */
    static LoggedEntry poison(long offset, long appendedAt, byte[] raw) {
        return new LoggedEntry(offset, appendedAt, null, null, Trail.NONE, raw);
    }

    /** Of a delay topic. */
    static LoggedEntry of(long offset, long appendedAt, Leg leg) {
        return new LoggedEntry(offset, appendedAt, leg.event(), leg.destination(), leg.trail(), new byte[0]);
    }

    @Override
    public byte[] rawKey() {
        return event == null ? new byte[0] : event.key();
    }

    @Override
    public byte[] rawValue() {
        return event == null ? raw : event.body();
    }

    @Override
    public int bytes() {
        return 100;
    }
}
