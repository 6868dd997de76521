package dev.centrifuge.metrics;

import java.util.concurrent.TimeUnit;

/**
 * How late one event loop runs its timers: a task that is due every {@link #PERIOD_NANOS} says when it really ran. Pure:
 * {@code now} is a parameter.
 *
 * <p>The worst lateness is kept for the current window and the one before, so a peak is seen by every scraper that comes
 * at least once a window, and is gone after two. Written by the loop, read by anybody: single-writer volatiles.
 */
final class LoopWatch {
    static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(15);

    private final String name;
    private volatile long due;
    private volatile long windowEnd;
    private volatile long worst;
    private volatile long worstBefore;

    LoopWatch(String name, long now) {
        this.name = name;
        this.due = now + PERIOD_NANOS;
        this.windowEnd = now + WINDOW_NANOS;
    }

    String name() {
        return name;
    }

    /** The task ran. On the loop. */
    void ran(long now) {
        long late = pending(now);
        if (now - windowEnd >= 0) {
            worstBefore = now - windowEnd < WINDOW_NANOS ? worst : 0;
            worst = late;
            windowEnd = now + WINDOW_NANOS;
        } else if (late > worst) {
            worst = late;
        }
        due = now + PERIOD_NANOS;
    }

    /** How late the task is that should have run by now: grows while a loop is stuck. In nanoseconds, at least 0. */
    long pending(long now) {
        return Math.max(0, now - due);
    }

    /** The worst lateness of the last 15 to 30 s, in nanoseconds. */
    long worst(long now) {
        return Math.max(pending(now), Math.max(worst, worstBefore));
    }
}
