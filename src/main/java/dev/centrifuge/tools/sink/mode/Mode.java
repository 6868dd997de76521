package dev.centrifuge.tools.sink.mode;

/** A way to behave, with what it has to remember. Pure but for that; belongs to the sink's event loop. */
public interface Mode {

    /** Decides about one request. {@code now} is in monotonic nanoseconds. */
    Reply reply(long now);
}
