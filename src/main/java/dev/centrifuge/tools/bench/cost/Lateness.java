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

    private Lateness(long now) {
        last = now;
    }

    static Lateness watch(Vertx vertx, Ticker ticker) {
        Lateness lateness = new Lateness(ticker.nanos());
        vertx.setPeriodic(EVERY_MILLIS, tick -> lateness.tick(ticker.nanos()));
        return lateness;
    }

    void tick(long now) {
        worstNanos = Math.max(worstNanos, now - last - EVERY_MILLIS * 1_000_000);
        last = now;
    }

    /** The longest that it saw nothing, so far. */
    long worstNanos() {
        return worstNanos;
    }
}
