package dev.centrifuge.payload;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What has become of an event for a destination. */
public sealed interface Prepared {

    /**
     * It can be sent, alone or with others.
     *
     * @param json the event as JSON: what the transform made of it, or its CloudEvent; in binary mode the data alone, whatever
     *     that is
     * @param contentType of a request that holds it
     * @param target path and query where the event has a say in them, else null
     * @param headers that the event has a say in. Events with another target or other headers cannot share its request
     */
    @SuppressWarnings("ArrayRecordComponent") // Handed on, never changed.
    record Ready(byte[] json, String contentType, @Nullable String target, List<Field> headers) implements Prepared {}

    /** A header of a request; the name in lower case, the value visible ASCII and blanks. */
    record Field(String name, String value) {}

    /** The transform made nothing of it: the destination is not to get it. */
    enum Nothing implements Prepared {
        NOTHING
    }

    /**
     * It cannot be sent, now or later, but by another configuration.
     *
     * @param reason {@code transform}, {@code transform_limit}, {@code template} or {@code format}
     * @param detail what happened, for people
     */
    record Unfit(String reason, String detail) implements Prepared {}
}
