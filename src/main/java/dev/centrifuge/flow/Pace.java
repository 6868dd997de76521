package dev.centrifuge.flow;

import dev.centrifuge.flow.limit.AdaptiveLimit;
import dev.centrifuge.flow.limit.TokenBucket;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How fast and how many: what is in flight, and when one more may be. Belongs to one event loop. */
final class Pace {
    private int maxInFlight;
    private AdaptiveLimit concurrency;
    private @Nullable TokenBucket bucket;
    private int inFlight;

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

    /** {@code now} where an attempt may start, the earliest later time, or {@link Long#MAX_VALUE} where an end must come first. */
    long freeAt(long now, boolean probe) {
        if (inFlight >= (probe ? maxInFlight : concurrency.limit(now))) {
            return probe ? Long.MAX_VALUE : concurrency.growsAt(now);
        }
        return bucket == null ? now : now + bucket.nanosUntilToken(now);
    }

    void started(long now) {
        inFlight++;
        if (bucket != null) {
            bucket.take(now);
        }
    }

    void succeeded(long latencyNanos, long now) {
        concurrency.succeeded(inFlight, latencyNanos, now);
        inFlight--;
    }

    void failed(Failure failure, long now) {
        concurrency.failed(failure, inFlight, now);
        inFlight--;
    }

    /** An attempt ended for a reason that says nothing of how many may be in flight. */
    void ended() {
        inFlight--;
    }

    void restart(long now) {
        concurrency.restart(now);
    }
}
