package dev.centrifuge.delivery;

import dev.centrifuge.time.Ticker;
import java.time.Duration;

/** A clock that a test moves by hand. */
public final class HandTicker implements Ticker {

    private volatile long nanos = 1_000_000_000L;
    private volatile long millis = 1_700_000_000_000L;

    @Override
    public long nanos() {
        return nanos;
    }

    @Override
    public long millis() {
        return millis;
    }

    public void advance(Duration by) {
        nanos += by.toNanos();
        millis += by.toMillis();
    }
}
