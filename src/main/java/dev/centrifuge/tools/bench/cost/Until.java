package dev.centrifuge.tools.bench.cost;

import dev.centrifuge.time.Ticker;
import java.io.IOException;
import java.time.Duration;

/** Waits for a condition. Blocks. */
final class Until {
    private static final long EVERY_MILLIS = 20;

    private Until() {}

    /** Something that holds sooner or later. */
    interface Condition {
        boolean holds() throws IOException;
    }

    /** Whether it holds within that time. */
    static boolean holds(Duration most, Condition condition) throws IOException {
        long end = Ticker.system().nanos() + most.toNanos();
        while (!condition.holds()) {
            if (Ticker.system().nanos() - end > 0) {
                return false;
            }
            pause(EVERY_MILLIS);
        }
        return true;
    }

    static void pause(long millis) throws IOException {
        try {
            Thread.sleep(Math.max(0, millis));
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", told);
        }
    }
}
