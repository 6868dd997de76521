package dev.centrifuge.delivery;

/**
 * The time that an event loop was busy with something else, or had no processor: seen by a timer that goes off late. What was
 * answered meanwhile lies in the sockets' buffers, and what was to be sent may not have left.
 *
 * <p>Belongs to that loop.
 */
final class LostTime {
    private final long periodNanos;
    private long last;
    private long lost;
    private boolean waited;
    private long waitsUntil;

    /** @param periodMillis how often {@link #tick} is due */
    LostTime(long periodMillis, long now) {
        this.periodNanos = periodMillis * 1_000_000;
        this.last = now;
        this.waitsUntil = now;
    }

    /**
     * The timer has gone off. Whether what is overdue may be ended: after a time that was lost not at once, but when the loop
     * had a turn to read what has come. It is put off for one period at most, or on a loop that is always late nothing would
     * ever end.
     */
    boolean tick(long now) {
        long late = now - last - periodNanos;
        last = now;
        if (late > periodNanos) {
            lost += late;
            if (!waited) {
                waited = true;
                waitsUntil = now + periodNanos;
            }
        }
        if (now - waitsUntil < 0) {
            return false;
        }
        waited = false;
        return true;
    }

    /** All that was lost so far, in nanoseconds. */
    long nanos() {
        return lost;
    }
}
