package dev.centrifuge.kafka.write;

/**
 * Whether the log takes appends: it does not, until it is known to, and not while appends wait and nothing is
 * acknowledged for longer than {@code patience}. It does again with the next acknowledgement or when a probe of the
 * brokers says so, whichever comes first, so that it needs no traffic to recover.
 *
 * <p>Told the time; may be called from any thread. Races are harmless: the next sweep or acknowledgement sets it right.
 */
final class LogHealth {

    private static final int MOST_DOUBTS = 8;

    private final long patience;
    private volatile long lastGood;
    private volatile boolean up;
    private volatile long downSince;
    private volatile int doubts;

    /** @param patience in nanoseconds */
    LogHealth(long patience, long now) {
        this.patience = patience;
        this.lastGood = now;
        this.downSince = now;
    }

    boolean up() {
        return up;
    }

    /** Something was acknowledged. */
    void acknowledged(long now) {
        doubts = 0;
        raise(now);
    }

    /**
     * A probe found the brokers ready. Where probes have said so before and nothing was acknowledged all the same, they
     * are believed later each time.
     */
    void probed(long now) {
        if (now - downSince >= (doubts - 1) * patience) {
            raise(now);
        }
    }

    /** An append that began at {@code since} still waits. */
    void waiting(long since, long now) {
        long good = lastGood;
        long silent = now - (since - good > 0 ? since : good);
        if (up && silent > patience) {
            up = false;
            downSince = now;
            doubts = Math.min(MOST_DOUBTS, doubts + 1);
        }
    }

    private void raise(long now) {
        lastGood = now;
        if (!up) {
            up = true;
        }
    }
}
