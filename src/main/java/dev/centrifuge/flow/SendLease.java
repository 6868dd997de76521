package dev.centrifuge.flow;

import java.time.Duration;

/**
 * Until when attempts may start. What is delivered but not recorded is delivered again by whoever reads the log next, so
 * without an end to it an outage of Kafka would double whatever memory holds, and a member that lost its partitions while
 * it was frozen would send beside their new owner. Nothing is sent
 *
 * <pre>
 *   recorded ──── 2 s ────▶|                  once the last record of all that had ended is so old, or
 *   contact ──── session / 2 ────▶|           in a group, once its last proof of membership is so old
 * </pre>
 *
 * <p>A process that was stopped finds the lease over when it goes on, since monotonic time went on without it.
 *
 * <p>Threading: renewed by the log thread; {@link #permits} from any.
 */
public final class SendLease {
    /**
     * Ten times the usual interval: a broker that is slow for a moment, or a change of its leader, stops nobody; and at
     * 1,000 deliveries a second an outage repeats 2,000.
     */
    private static final Duration UNRECORDED = Duration.ofSeconds(2);

    private static final long FOR_EVER = Long.MAX_VALUE / 2;

    private final long unrecordedNanos;
    private final long contactNanos;
    private long recordedAt;
    private long contactAt;
    private volatile long until;

    private SendLease(long unrecordedNanos, long contactNanos, long recordedAt, long contactAt) {
        this.unrecordedNanos = unrecordedNanos;
        this.contactNanos = contactNanos;
        this.recordedAt = recordedAt;
        this.contactAt = contactAt;
        renew();
    }

    /** @param checkpoint how often progress is committed: the lease lasts for two of these at least */
    public static SendLease ofSoleReader(Duration checkpoint, long now) {
        return new SendLease(unrecorded(checkpoint), FOR_EVER, now, now);
    }

    /**
     * Of a member of a group: not valid before its first contact.
     *
     * @param session how long the group waits for a member that is silent
     */
    public static SendLease ofMember(Duration checkpoint, Duration session, long now) {
        long contact = session.toNanos() / 2;
        return new SendLease(unrecorded(checkpoint), contact, now, now - contact);
    }

    private static long unrecorded(Duration checkpoint) {
        return Math.max(UNRECORDED.toNanos(), 2 * checkpoint.toNanos());
    }

    /** Whatever had ended at that time, in monotonic nanoseconds, is recorded. By the log thread. */
    public void recorded(long at) {
        recordedAt = at;
        renew();
    }

    /** This node was a member of the group at that time or after it. By the log thread. */
    public void contact(long at) {
        contactAt = at;
        renew();
    }

    /** Whether a quarter of the lease is used up, so that a commit is due even if it has nothing to say. */
    public boolean wantsContact(long now) {
        return contactNanos != FOR_EVER && now - contactAt >= contactNanos / 4;
    }

    private void renew() {
        long recorded = recordedAt + unrecordedNanos;
        long contact = contactAt + contactNanos;
        until = contactNanos != FOR_EVER && contact - recorded < 0 ? contact : recorded;
    }

    /** Whether an attempt may start. */
    public boolean permits(long now) {
        return now - until < 0;
    }
}
