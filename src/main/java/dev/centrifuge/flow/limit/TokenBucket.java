package dev.centrifuge.flow.limit;

/**
 * A token bucket: in any window of length t at most {@code limit · t / per + burst} tokens are spent. Starts empty, so
 * that a restart is not a second burst.
 *
 * <p>Tokens may be set aside for what will need them a little later. The bucket is not told, it is asked for one more than
 * are set aside: what is there only grows until it is spent, so whoever was promised a token finds it. And since it is
 * spent when it is used, what was set aside for long is no credit: while it waits the bucket runs full.
 *
 * <p>Belongs to one event loop.
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

    /** Spends tokens, be it such as are yet to come. */
    public void spend(int tokens, long now) {
        emptyAt = Math.max(emptyAt, since(now) - depthNanos) + tokens * nanosPerToken;
    }

    /** Relative to the bucket's birth, a double holds nanoseconds exactly for 104 days. */
    private double since(long now) {
        return (double) (now - origin);
    }

    /**
     * How long until there are {@code tokens} that are not set aside; 0 if they are there.
     *
     * @param tokens at most the burst, else it never comes to that
     * @param aside how many are set aside; where that leaves too few of the burst, some of them must be spent first, and the
     *     answer is when to ask again
     */
    public long nanosUntil(int tokens, int aside, long now) {
        double available = Math.min(since(now) - emptyAt, depthNanos);
        double needed = ((double) aside + tokens) * nanosPerToken;
        if (needed > depthNanos) {
            return (long) Math.ceil(nanosPerToken);
        }
        return available >= needed ? 0 : (long) Math.ceil(needed - available);
    }
}
