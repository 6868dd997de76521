package dev.centrifuge.flow.limit;

/**
 * A token bucket: in any window of length t at most {@code limit · t / per + burst} tokens are taken. Starts empty, so
 * that a restart is not a second burst. Belongs to one event loop.
 *
 * <p>Kept as the time at which the bucket would be full ("virtual scheduling", ITU-T I.371): one long, no drift.
 */
public final class TokenBucket {
    private final double nanosPerToken;
    private final double depthNanos;
    private final long origin;
    private double emptyAt;

    /**
     * @param limit tokens per period
     * @param perNanos the period in nanoseconds
     * @param burst the most tokens at once
     * @param now in monotonic nanoseconds
     */
    public TokenBucket(long limit, long perNanos, long burst, long now) {
        this.nanosPerToken = (double) perNanos / limit;
        this.depthNanos = nanosPerToken * burst;
        this.origin = now;
        this.emptyAt = 0;
    }

    /** Takes one token if there is one. */
    public boolean take(long now) {
        if (nanosUntilToken(now) > 0) {
            return false;
        }
        emptyAt = Math.max(emptyAt, since(now) - depthNanos) + nanosPerToken;
        return true;
    }

    /** Relative to the bucket's birth, a double holds nanoseconds exactly for 104 days. */
    private double since(long now) {
        return (double) (now - origin);
    }

    /** How long until there is a token; 0 if there is one. */
    public long nanosUntilToken(long now) {
        double available = Math.min(since(now) - emptyAt, depthNanos);
        return available >= nanosPerToken ? 0 : (long) Math.ceil(nanosPerToken - available);
    }
}
