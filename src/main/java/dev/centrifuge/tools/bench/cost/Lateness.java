package dev.centrifuge.tools.bench.cost;

import dev.centrifuge.time.Ticker;
import io.vertx.core.Vertx;

/**
 * How late an event loop is: what came while it was busy, or had no processor, is seen only then, and bunched. Written by
 * that loop, read by any thread.
 */
final class Lateness {
    private static final long EVERY_MILLIS = 5;

    private volatile long worstNanos;
    private long last;
    private long lastBut;

    private Lateness(long now) {
        last = now;
        lastBut = now;
    }

    static Lateness watch(Vertx vertx, Ticker ticker) {
        Lateness lateness = new Lateness(ticker.nanos());
        vertx.setPeriodic(EVERY_MILLIS, tick -> lateness.tick(ticker.nanos()));
        return lateness;
    }

    void tick(long now) {
        worstNanos = Math.max(worstNanos, now - last - EVERY_MILLIS * 1_000_000);
        lastBut = last;
        last = now;
    }

    /**
     * What this loop sees now cannot have come earlier: at the turn before the last it was not there. One turn earlier than
     * one should think, for of what has gathered while the loop was away the timers may come first. On the loop only.
     */
    long sureSince() {
        return lastBut;
    }

    /** The longest that it saw nothing, so far. */
    long worstNanos() {
        return worstNanos;
    }
}
