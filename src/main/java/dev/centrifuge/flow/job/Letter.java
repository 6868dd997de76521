package dev.centrifuge.flow.job;

import dev.centrifuge.event.Event;
import dev.centrifuge.flow.Trail;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter.
 *
 * @param at when it was written, in milliseconds since the epoch, by the broker's clock
 * @param destination null where it never had one: refused at the door, or written by somebody else
 * @param source {@code ""} where it is not known
 * @param messageId {@code ""} where it is not known
 * @param reason a word from a small fixed set
 * @param detail what was wrong, for people, where it was refused at the door
 * @param trail what was tried
 * @param range where it stands for a stretch of the log, in the partition of its number
 * @param replay the job that had delivered it again, if one had
 * @param event null where the record is no event's
 * @param payload the record's value
 * @param reference where the letter has none, but stands for one in the log; null for others
 */
@SuppressWarnings("ArrayRecordComponent") // Read once, by whoever asked for it.
public record Letter(
        Place place,
        long at,
        @Nullable String destination,
        String source,
        String messageId,
        String reason,
        @Nullable String detail,
        Trail trail,
        @Nullable Range range,
        @Nullable String replay,
        @Nullable Event event,
        byte[] payload,
        @Nullable Reference reference) {

    /** Where a record is; as text it is {@code <partition>-<offset>}. */
    public record Place(int partition, long offset) {

        @Override
        public String toString() {
            return partition + "-" + offset;
        }

        /** @return null where the text is none of these */
        public static @Nullable Place parse(String text) {
            if (!text.matches("\\d{1,5}-\\d{1,18}")) {
                return null;
            }
            int dash = text.indexOf('-');
            return new Place(Integer.parseInt(text.substring(0, dash)), Long.parseLong(text.substring(dash + 1)));
        }
    }

    /** The events from {@code from} on and below {@code to}, of which {@code legs} were the destination's, before filters. */
    public record Range(long from, long to, long legs) {}

    /**
     * Where its event is, in the partition of the letter's number.
     *
     * @param size of the event, in bytes
     * @param gone whether it is known that it is there no more
     */
    public record Reference(long offset, int size, boolean gone) {}

    /** With the event that it stands for; null where that is gone. */
    public Letter resolved(@Nullable Event found) {
        if (reference == null) {
            return this;
        }
        boolean same = found != null && found.envelope().id().equals(messageId);
        return new Letter(
                place,
                at,
                destination,
                source,
                messageId,
                reason,
                detail,
                trail,
                range,
                replay,
                same ? found : null,
                same && found != null ? found.body() : payload,
                new Reference(reference.offset(), reference.size(), !same));
    }

    /** Why it cannot be delivered again, for people; null where it can. */
    public @Nullable String hopeless() {
        if (destination == null) {
            return event == null && !reason.equals("invalid")
                    ? "it is no event's record"
                    : "it was refused at the door (" + reason + "), so it never had a destination";
        }
        if (reference != null && reference.gone()) {
            return "its event was too large for it, and is no longer in the log";
        }
        return event == null && range == null && reference == null ? "its record is broken" : null;
    }

    boolean contains(String text) {
        return trail.excerpt().contains(text)
                || (detail != null && detail.contains(text))
                || new String(payload, StandardCharsets.UTF_8).contains(text);
    }
}
