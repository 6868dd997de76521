package dev.centrifuge.flow.outbox;

import dev.centrifuge.flow.Leg;
import dev.centrifuge.flow.limit.AdaptiveLimit;
import dev.centrifuge.flow.limit.TokenBucket;
import dev.centrifuge.flow.queue.Batch;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How fast and how many: what is in flight, and when one more may be.
 *
 * <p>Where there is a rate, each leg that starts has a token set aside for it, which is spent when its request has left. In
 * between lies what it takes to get a connection, a second if it must be, and to write the request: the first one of a process
 * that has just started was on its way to the socket for 38 ms. Tokens spent at the start would let all that wait there leave at
 * once, and others right behind them.
 *
 * <p>A batch is told of by its first leg, and stays as it is until its end was told. Belongs to one event loop.
 */
public final class Pace {
    private int maxInFlight;
    private AdaptiveLimit concurrency;
    private @Nullable TokenBucket bucket;
    private int inFlight;

    /** Batches in flight whose requests have not left, by their first leg; empty where there is no rate. */
    private final Set<Leg> waiting = Collections.newSetFromMap(new IdentityHashMap<>(2));

    /** How many legs these are. */
    private int aside;

    Pace(Limits limits, long now) {
        this.maxInFlight = limits.maxInFlight();
        this.concurrency = new AdaptiveLimit(limits.maxInFlight(), limits.adaptive(), now);
        this.bucket = bucketOf(limits, now);
    }

    private static @Nullable TokenBucket bucketOf(Limits limits, long now) {
        Limits.Rate rate = limits.rate();
        return rate == null ? null : new TokenBucket(rate.limit(), rate.perNanos(), rate.burst(), now);
    }

    /** An unchanged rate keeps its bucket, so that a reload is no second burst. */
    void reconfigure(Limits before, Limits changed, long now) {
        if (before.maxInFlight() != changed.maxInFlight() || before.adaptive() != changed.adaptive()) {
            concurrency = new AdaptiveLimit(changed.maxInFlight(), changed.adaptive(), now);
        }
        if (!Objects.equals(before.rate(), changed.rate())) {
            bucket = bucketOf(changed, now);
        }
        maxInFlight = changed.maxInFlight();
    }

    int inFlight() {
        return inFlight;
    }

    /**
     * {@code now} where an attempt may start, the earliest later time, or {@link Long#MAX_VALUE} where an end must come first.
     *
     * @param legs how many go with it, at most a burst
     */
    long freeAt(long now, boolean probe, int legs) {
        if (inFlight >= (probe ? maxInFlight : concurrency.limit(now))) {
            return probe ? Long.MAX_VALUE : concurrency.growsAt(now);
        }
        return bucket == null ? now : now + bucket.nanosUntil(legs, aside, now);
    }

    /** How many may be in flight now. */
    int limit(long now) {
        return concurrency.limit(now);
    }

    boolean ramping() {
        return concurrency.ramping();
    }

    /** Whether the rate lets none go now. */
    boolean limited(long now) {
        return bucket != null && bucket.nanosUntil(1, aside, now) > 0;
    }

    void started(Leg leg) {
        inFlight++;
        if (bucket != null) {
            waiting.add(leg);
            aside += Batch.size(leg);
        }
    }

    /**
     * Its request has left. A second request of the same attempt, for which nothing was set aside, is taken off what comes
     * next.
     */
    void sent(Leg leg, long now) {
        if (bucket != null) {
            bucket.spend(Batch.size(leg), now);
            left(leg);
        }
    }

    void succeeded(Leg leg, long latencyNanos, long now) {
        concurrency.succeeded(inFlight, latencyNanos, now);
        ended(leg);
    }

    void failed(Leg leg, Failure failure, long now) {
        concurrency.failed(failure, inFlight, now);
        ended(leg);
    }

    /** An attempt ended, whatever that says of how many may be in flight. */
    void ended(Leg leg) {
        inFlight--;
        left(leg);
    }

    private void left(Leg leg) {
        if (!waiting.isEmpty() && waiting.remove(leg)) {
            aside -= Batch.size(leg);
        }
    }

    void restart(long now) {
        concurrency.restart(now);
    }
}
