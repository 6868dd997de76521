package dev.centrifuge.flow.limit;

/**
 * How many requests may be in flight to a destination: additive increase, multiplicative decrease under a hard cap.
 *
 * <p>Starts at {@value #START} and doubles per round trip until the first failure (slow start), so a recovery ramps up
 * instead of hitting the destination with everything at once, and is at a cap of 64 within four round trips. After that
 * +1 per round trip in which the limit was reached, × 0.9 per failure, once per window of attempts that were in flight
 * when the failure came. Belongs to one event loop.
 */
public final class AdaptiveLimit {
    private static final int START = 4;
    private static final double DECREASE = 0.9;

    private final int max;
    private final boolean adaptive;
    private double limit;
    private boolean slowStart = true;
    private int ignoreFailures;

    /**
     * @param max the hard cap
     * @param adaptive where false the limit is the cap
     */
    public AdaptiveLimit(int max, boolean adaptive) {
        this.max = max;
        this.adaptive = adaptive;
        this.limit = adaptive ? Math.min(START, max) : max;
    }

    public int limit() {
        return (int) limit;
    }

    /** @param inFlight how many were in flight, this one included */
    public void succeeded(int inFlight) {
        ignoreFailures = Math.max(0, ignoreFailures - 1);
        if (adaptive && inFlight >= (int) limit) {
            limit = Math.min(max, limit + (slowStart ? 1 : 1 / limit));
        }
    }

    /** @param inFlight how many were in flight, this one included */
    public void failed(int inFlight) {
        slowStart = false;
        if (ignoreFailures > 0) {
            ignoreFailures--;
        } else if (adaptive) {
            limit = Math.max(1, limit * DECREASE);
            ignoreFailures = inFlight - 1;
        }
    }

    /** The destination recovered from an outage: ramp up anew. */
    public void restart() {
        slowStart = true;
        ignoreFailures = 0;
        limit = adaptive ? Math.min(START, max) : max;
    }
}
