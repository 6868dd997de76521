package dev.centrifuge.event;

/**
 * A dead letter of an event, in short.
 *
 * @param partition of {@code dead}, which is the event's own
 * @param offset in {@code dead}
 * @param reason from a small fixed set
 * @param at when it was written, in milliseconds since the epoch
 * @param attempts how many were made before
 * @param origin where the leg was read: the event, or a copy that waited
 */
public record Letter(
        int partition,
        long offset,
        String source,
        String destination,
        String reason,
        long at,
        int attempts,
        PastAttempt.Place origin) {

    /** Its name in the API. */
    public String id() {
        return partition + "-" + offset;
    }
}
