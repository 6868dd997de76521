package dev.centrifuge.tools.sink.mode;

/** A way to behave, with what it has to remember. Pure but for that; belongs to the sink's event loop. */
public interface Mode {

    /** Decides about one request. {@code now} is in monotonic nanoseconds. */
    Reply reply(long now);

    /**
     * The same, where it depends on the event.
     *
     * @param event its {@code webhook-id}, the same on each try; {@code ""} where there is none
     */
    default Reply reply(long now, String event) {
        return reply(now);
    }
}
