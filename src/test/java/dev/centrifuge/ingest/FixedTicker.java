package dev.centrifuge.ingest;

import dev.centrifuge.time.Ticker;

/** A clock that stands until a test moves it. */
final class FixedTicker implements Ticker {

    volatile long nanos = 5_000_000_000L;
    volatile long millis = 1_700_000_000_123L;

    @Override
    public long nanos() {
        return nanos;
    }

    @Override
    public long millis() {
        return millis;
    }
}
