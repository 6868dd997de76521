package dev.centrifuge.ingest.edge;

import dev.centrifuge.time.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What the connections of one event loop share: the limits, the clock of their deadlines, scratch space, and the list
 * of those to look after. The clock is read once a tick and all connections are looked at then: nothing per request but
 * a few fields, where a timer each would cost more than parsing the request. 10,000 connections are looked at in well
 * under a millisecond.
 *
 * <p>Belongs to its event loop.
 */
final class EdgeLoop {

    /** Somebody who has deadlines. */
    interface Watched {

        /** Ends itself if it is overdue. False when it is closed and need not be looked at any more. */
        boolean check(long now);
    }

    private final EdgeLimits limits;
    private final EdgeListener listener;
    private final Ticker ticker;
    private final HeaderNames names = new HeaderNames();
    private final byte[] line;
    private final List<Watched> watched = new ArrayList<>();
    private long now;

    EdgeLoop(EdgeLimits limits, EdgeListener listener, Ticker ticker) {
        this.limits = limits;
        this.listener = listener;
        this.ticker = ticker;
        this.line = new byte[Math.max(limits.maxLine(), limits.maxHead())];
        this.now = ticker.nanos();
    }

    EdgeLimits limits() {
        return limits;
    }

    EdgeListener listener() {
        return listener;
    }

    HeaderNames names() {
        return names;
    }

    /** Holds the line that is being parsed, for as long as that takes. */
    byte[] line() {
        return line;
    }

    /** The time of the last tick, in nanoseconds: late by up to one tick. */
    long now() {
        return now;
    }

    void watch(Watched connection) {
        watched.add(connection);
    }

    /** Looks after everybody. */
    void tick() {
        now = ticker.nanos();
        for (int i = watched.size() - 1; i >= 0; i--) {
            if (!watched.get(i).check(now)) {
                Watched last = watched.remove(watched.size() - 1);
                if (i < watched.size()) {
                    watched.set(i, last);
                }
            }
        }
    }

    /** Whether {@code nanos} are more than the limit allows. What began before the last tick may look a tick too old. */
    boolean over(Duration limit, long nanos) {
        return nanos - limits.tick().toNanos() > limit.toNanos();
    }

    /** Whether a request of that age, of which so many bytes are here, has had its time. */
    boolean tooSlow(long nanos, long bytes) {
        long due = nanos - limits.tick().toNanos() - limits.grace().toNanos();
        return over(limits.requestTimeout(), nanos) || (due > 0 && bytes < limits.minRate() * (due / 1e9));
    }
}
