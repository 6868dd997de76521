package dev.centrifuge.tools.bench.cost.measure;

import dev.centrifuge.time.Ticker;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.util.concurrent.TimeUnit;

/**
 * How late a sink is: what came while its event loop was busy, or had no processor, is seen only then, and bunched. So is
 * what came on connections that were not accepted yet, by a thread of its own.
 *
 * <p>Both beat every 5 ms. Asked on the event loop; the worst from any thread.
 */
public final class Lateness {
    private static final long EVERY_MILLIS = 5;

    private final Pulse loop;
    private final Pulse acceptor;

    Lateness(Pulse loop, Pulse acceptor) {
        this.loop = loop;
        this.acceptor = acceptor;
    }

    public static Lateness watch(Vertx vertx, Ticker ticker) {
        Pulse loop = new Pulse(EVERY_MILLIS, ticker.nanos());
        Pulse acceptor = new Pulse(EVERY_MILLIS, ticker.nanos());
        vertx.setPeriodic(EVERY_MILLIS, tick -> loop.beat(ticker.nanos()));
        ((VertxInternal) vertx)
                .acceptorEventLoopGroup()
                .next()
                .scheduleAtFixedRate(
                        () -> acceptor.beat(ticker.nanos()), EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
        return new Lateness(loop, acceptor);
    }

    /**
     * What the loop sees now cannot have come earlier: it was not there then, nor did it wait to be accepted. Always by some
     * 15 ms, for either beats before it looks.
     */
    public long sureSince(long now) {
        return acceptor.secondBefore(loop.secondBefore(now));
    }

    /** The longest that either saw nothing, so far. */
    public long worstNanos() {
        return Math.max(loop.worstNanos(), acceptor.worstNanos());
    }
}
