package dev.centrifuge.flow.handover;

import dev.centrifuge.event.Event;
import dev.centrifuge.flow.Trail;
import org.jspecify.annotations.Nullable;

/** A record of the log as the lanes see it. May be reused for the next record; what it returns may be kept. */
public interface Entry {

    long offset();

    /** The broker's time, in milliseconds since the epoch. */
    long appendedAt();

    /** The event, or null where the record is none of ours. */
    @Nullable
    Event event();

    /** In a delay topic: whose leg it is; null where it says nothing. */
    @Nullable
    String destination();

    /** In a delay topic: what happened to the leg. */
    Trail trail();

    /** The record's key as it is, empty where there is none. */
    byte[] rawKey();

    /** The record's value as it is, empty where there is none. */
    byte[] rawValue();

    /** The bytes of the record, for what scanning costs. */
    int bytes();
}
