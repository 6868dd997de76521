package dev.centrifuge.ingest.access;

import dev.centrifuge.config.RateConfig;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A token bucket for all event loops, as one number: the time at which the bucket will be full again (the generic cell
 * rate algorithm, ITU-T I.371). Lock-free, and without a timer.
 *
 * <p>Starts full. More events at once than the burst are let through when the bucket is full, and owed: a batch above
 * the burst would otherwise never succeed, however long its client waits. Over any time {@code t} at most
 * {@code rate·t + burst + one batch} pass.
 */
public final class RateLimit {

    private final RateConfig config;
    private final double nanosPerEvent;
    private final long burstNanos;
    private final AtomicLong full;

    public RateLimit(RateConfig config, long nowNanos) {
        this.config = config;
        this.nanosPerEvent = (double) config.per().toNanos() / config.limit();
        this.burstNanos = Math.round(nanosPerEvent * config.burst());
        this.full = new AtomicLong(nowNanos);
    }

    RateConfig config() {
        return config;
    }

    /**
     * Takes tokens, or none.
     *
     * @return 0 when taken, else the nanoseconds until it is worth trying again
     */
    public long take(int events, long nowNanos) {
        long cost = Math.round(nanosPerEvent * events);
        while (true) {
            long before = full.get();
            long wait = wait(before, cost, nowNanos);
            if (wait > 0) {
                return wait;
            }
            if (full.compareAndSet(before, Math.max(before - nowNanos, 0) + nowNanos + cost)) {
                return 0;
            }
        }
    }

    /** What {@link #take} of one event would answer; takes nothing. */
    public long peek(long nowNanos) {
        return wait(full.get(), Math.round(nanosPerEvent), nowNanos);
    }

    private long wait(long fullAt, long cost, long nowNanos) {
        return Math.max(fullAt - nowNanos, 0) + Math.min(cost, burstNanos) - burstNanos;
    }
}
