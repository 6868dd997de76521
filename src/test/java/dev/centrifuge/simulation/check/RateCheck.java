package dev.centrifuge.simulation.check;

/**
 * In any window of length t, at most limit · t / per + burst are sent. Kept as the most that may still be sent now: the
 * burst, less what was sent, refilled with time. That is below zero exactly when some window that ends now broke the limit.
 */
public final class RateCheck {
    private final String who;
    private final double perNano;
    private final double burst;
    private double left;
    private long last;

    /** @param now in nanoseconds, as all times here */
    public RateCheck(String who, long limit, long perNanos, long burst, long now) {
        this.who = who;
        this.perNano = (double) limit / perNanos;
        this.burst = burst;
        this.left = burst;
        this.last = now;
    }

    /** One more was sent. Times ascend. */
    public void sent(long now) {
        left = Math.min(burst, left + (now - last) * perNano);
        last = now;
        // A billionth: the sum of many small refills is not exact.
        if (left < 1 - 1e-6) {
            throw new BrokenPromise(Promise.RATE, "%s sent above its rate: %.6f of a token left", who, left);
        }
        left--;
    }
}
