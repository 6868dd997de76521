package dev.centrifuge.event;

/**
 * One attempt to deliver an event that has ended: a line of the event's history.
 *
 * @param at when it ended, in milliseconds since the epoch
 * @param number 1 for the first
 * @param outcome {@code delivered}, {@code failed} (it may succeed later), {@code refused} (it never will), {@code gone} (410),
 *     {@code dropped} (the transform made nothing of it) or {@code unfit} (no request could be made of it)
 * @param status the HTTP status, 0 where there was no answer
 * @param cause a word from a small fixed set, as in metrics and dead letters
 * @param latencyMicros from its start to its end
 * @param answer the first KiB of an answer that is no success, or the error's message; never a secret
 * @param place where the leg was read
 */
public record PastAttempt(
        long at,
        String source,
        String destination,
        String messageId,
        int number,
        String outcome,
        int status,
        String cause,
        long latencyMicros,
        String answer,
        Place place,
        Next next) {

    /**
     * A record.
     *
     * @param delay the label of the delay topic that it is in; {@code ""} for {@code events}
     */
    public record Place(String delay, int partition, long offset) {

        /** Whether it is the event itself, and not a copy that waited. */
        public boolean isEvent() {
            return delay.isEmpty();
        }
    }

    /**
     * What comes next for the leg.
     *
     * @param at when, in milliseconds since the epoch; 0 where nobody knows, or nothing comes
     * @param detail the delay topic's label, or the dead letter's reason; else {@code ""}
     */
    public record Next(What what, long at, String detail) {}

    /** The ways on. */
    public enum What {
        /** None: it is done. */
        DELIVERED,
        /** None: the destination is not to get it. */
        FILTERED,
        /** It waits in memory for another attempt. */
        RETRY,
        /** It waits in a delay topic. */
        DELAYED,
        /** The destination takes nothing now: it is read again when that has changed. */
        DETACHED,
        /** None: it is a dead letter. */
        DEAD
    }
}
