package dev.centrifuge.kafka.write;

/**
 * How many bytes of one event loop may wait for Kafka: no more than Kafka acknowledges within {@code target}. Where a log
 * takes less than is sent to it, a queue that only ends at the deadline makes every answer a late refusal, of events
 * that are stored all the same; a short one keeps the log as busy, and refuses the surplus at once.
 *
 * <p>As CoDel does (Nichols, Jacobson 2012), it judges by the shortest wait within an interval: a pause that is caught up
 * on is no reason to refuse, a queue that stands is. What may wait then follows from what was acknowledged meanwhile, by
 * Little's law. With silence, when nothing is acknowledged at all, {@link LogHealth} deals.
 *
 * <p>A log that takes longer than {@code target} for an append that waits for nobody is given {@link #LEAST} at a time;
 * the target is a share of the deadline, so a longer deadline makes room for a slow log. Told the time; pure; belongs to
 * its event loop.
 */
final class Admission {

    /** What may wait whatever the log does: some hundred single events. In bytes. */
    static final long LEAST = 256 << 10;

    static final long UNLIMITED = Long.MAX_VALUE;
    /** Of the deadline, by which an acknowledgement is late; the first surplus waits some times longer than that. */
    private static final int SHARE = 8;

    /** An interval: what is let in now is only seen at the end of the queue, a target later. */
    private static final double MOST_GROWTH = 1.25;

    private final long target;
    private final long interval;
    private long limit = UNLIMITED;
    private long from;
    private long shortest = Long.MAX_VALUE;
    private long most;
    private long done;

    /** @param deadline within which an append must be acknowledged, in nanoseconds */
    Admission(long deadline, long now) {
        this.target = Math.max(1, deadline / SHARE);
        this.interval = Math.max(1, target / 2);
        this.from = now;
    }

    /** Whether more may wait. What comes when nothing waits is always let in, however large. */
    boolean admits(long waiting) {
        return waiting == 0 || waiting < limit;
    }

    boolean limited() {
        return limit != UNLIMITED;
    }

    /**
     * Some appends were acknowledged.
     *
     * @param wait the shortest of them had, in nanoseconds
     * @param bytes of all of them
     * @param waiting bytes, before they left
     */
    void acknowledged(long wait, long bytes, long waiting, long now) {
        shortest = Math.min(shortest, wait);
        most = Math.max(most, waiting);
        done += bytes;
        if (now - from >= interval) {
            adapt(now - from);
            from = now;
            shortest = Long.MAX_VALUE;
            most = 0;
            done = 0;
        }
    }

    private void adapt(long length) {
        if (shortest > target) {
            limit = Math.max(LEAST, (long) ((double) done * target / length));
        } else if (limited() && most >= limit / 2) {
            limit = (long) (limit * Math.min(MOST_GROWTH, (double) target / Math.max(1, shortest)));
        } else {
            limit = UNLIMITED;
        }
    }
}
