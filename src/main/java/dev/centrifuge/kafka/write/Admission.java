package dev.centrifuge.kafka.write;

import java.util.concurrent.TimeUnit;

/**
 * How many bytes of one event loop may wait for Kafka: no more than Kafka acknowledges within {@code target}. Where a log
 * takes less than is sent to it, a queue that only ends at the deadline makes every answer a late refusal, of events
 * that are stored all the same; a short one keeps the log as busy, and refuses the surplus at once.
 *
 * <p>It judges by the mean wait of what was acknowledged, over two intervals in a row, the second of which gives the
 * log's pace; what may wait then follows by Little's law. So a pause that is caught up on refuses nothing: after it the
 * pace is that of catching up. What was found is kept for a while and grows only as it is used, because a quota of Kafka's
 * comes and goes: what was saved up is acknowledged at once, and after that nothing for seconds. The mean, because such a
 * quota mutes the producer after each request for as long as the request was too large: what came last before it does not
 * wait at all. With silence, when nothing is acknowledged, {@link LogHealth} deals.
 *
 * <p>A log that takes longer than {@code target} for an append that waits for nobody is given {@link #LEAST} at a time;
 * the target is a share of the deadline, so a longer deadline makes room for a slow log. Told the time; pure; belongs to
 * its event loop.
 */
final class Admission {

    /** What may wait whatever the log does: some hundred single events. In bytes. */
    static final long LEAST = 256 << 10;

    static final long UNLIMITED = Long.MAX_VALUE;
    /** Of the deadline, by which acknowledgements are late; the first surplus waits some times longer than that. */
    private static final int SHARE = 8;

    /** An interval: what is let in now is only seen at the end of the queue, a target later. */
    private static final double MOST_GROWTH = 1.25;

    /** So long after the last lateness there is no limit any more: longer than brokers keep quotas over, 11 s by default. */
    private static final long MEMORY = TimeUnit.SECONDS.toNanos(20);

    private final long target;
    private final long interval;
    private long limit = UNLIMITED;
    private long from;
    private long most;
    private long done;
    private double waits;
    private long appends;
    private boolean late;
    private long lateAt;

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
     * @param count how many, at least one
     * @param wait of all of them together, in nanoseconds
     * @param bytes of all of them
     * @param waiting bytes, before they left
     */
    void acknowledged(int count, double wait, long bytes, long waiting, long now) {
        appends += count;
        waits += wait;
        done += bytes;
        most = Math.max(most, waiting);
        if (now - from >= interval) {
            adapt(waits / appends, now - from, now);
            from = now;
            appends = 0;
            waits = 0;
            done = 0;
            most = 0;
        }
    }

    private void adapt(double mean, long length, long now) {
        boolean again = late;
        late = mean > target;
        if (late) {
            lateAt = now;
        }
        if (late && (again || limited())) {
            limit = Math.max(LEAST, (long) ((double) done * target / length));
        } else if (limited() && most >= limit / 2) {
            limit = (long) (limit * Math.min(MOST_GROWTH, target / Math.max(1, mean)));
        } else if (limited() && now - lateAt >= MEMORY) {
            limit = UNLIMITED;
        }
    }
}
