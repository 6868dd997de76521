package dev.centrifuge.time;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;

/**
 * Lets one warning through per interval and counts the others, so that an outage does not fill the log. Says what failed
 * and the cause's own words, without a stack trace. Thread-safe.
 */
public final class LogGate {
    private final Logger log;
    private final Ticker ticker;
    private final long intervalNanos;
    private final AtomicLong suppressed = new AtomicLong();
    private final AtomicLong nextAt;

    public LogGate(Logger log, Duration interval, Ticker ticker) {
        this.log = log;
        this.ticker = ticker;
        this.intervalNanos = interval.toNanos();
        this.nextAt = new AtomicLong(ticker.nanos());
    }

    public void warn(String what, Throwable cause) {
        if (opens()) {
            log.warn("{} ({} more like this were not logged): {}", what, suppressed.getAndSet(0), cause.toString());
        }
    }

    /** A warning that lasts and has no failure behind it: only that it is due is of interest, not how often it was asked. */
    public void warn(String what) {
        if (opens()) {
            log.warn("{}", what);
        }
    }

    private boolean opens() {
        long now = ticker.nanos();
        long due = nextAt.get();
        if (now - due < 0 || !nextAt.compareAndSet(due, now + intervalNanos)) {
            suppressed.incrementAndGet();
            return false;
        }
        return true;
    }
}
