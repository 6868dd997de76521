package dev.centrifuge.flow.limit;

/**
 * How many attempts a destination gets beyond the first of each event: a tenth of the first attempts, or
 * {@value #LEAST_PER_SECOND} a second where that is more. So where half of the events always fail, the destination gets
 * 1.1 times the requests and not many times. Attempts that succeed cost nothing: once it takes again what it refused, that
 * is a backlog to be worked off and no storm.
 *
 * <p>A balance, as in Finagle's retry budget (whose defaults are 20 % and 10 a second) and gRPC's retry throttling: a first
 * attempt puts in 0.1, another takes out 1, and gets it back if it succeeds; each second that put in less than the least is filled up. The balance is at
 * most {@value #MOST}, so that a quiet hour is not followed by a storm. In any span of t seconds with n first attempts at
 * most {@value #MOST} + max-per-second(0.1 · n, {@value #LEAST_PER_SECOND} · (t + 1)) others fail.
 *
 * <p>Belongs to one event loop; times are monotonic nanoseconds.
 */
public final class RetryBudget {
    static final double SHARE = 0.1;
    static final int LEAST_PER_SECOND = 10;
    static final int MOST = 10;

    private static final long SECOND = 1_000_000_000L;

    private double balance = MOST;
    private long second;
    private double paidIn;

    public RetryBudget(long now) {
        this.second = now;
    }

    /** A first attempt was made. */
    public void first(long now) {
        roll(now);
        paidIn += SHARE;
        balance = Math.min(MOST, balance + SHARE);
    }

    /** Whether another attempt may be made; then {@link #again} must follow. */
    public boolean permits(long now) {
        roll(now);
        return balance >= 1;
    }

    /** An attempt beyond the first was made. */
    public void again() {
        balance -= 1;
    }

    /** An attempt beyond the first succeeded. */
    public void paidBack() {
        balance = Math.min(MOST, balance + 1);
    }

    /** The first attempt that was made last came to nothing before anything was sent. */
    public void unmade() {
        paidIn -= SHARE;
        balance -= SHARE;
    }

    /** When {@link #permits} turns true though no first attempt is made; {@code now} if it is. */
    public long permitsAt(long now) {
        return permits(now) ? now : second + SECOND;
    }

    private void roll(long now) {
        long seconds = (now - second) / SECOND;
        if (seconds > 0) {
            double missing = Math.max(0, LEAST_PER_SECOND - paidIn) + (seconds - 1) * (double) LEAST_PER_SECOND;
            balance = Math.min(MOST, balance + missing);
            paidIn = 0;
            second += seconds * SECOND;
        }
    }
}
