package dev.centrifuge.dispatch;

import dev.centrifuge.config.BatchConfig;
import dev.centrifuge.config.DestinationConfig;
import dev.centrifuge.config.RateConfig;
import dev.centrifuge.flow.limit.Backoff;
import dev.centrifuge.flow.outbox.Limits;
import org.jspecify.annotations.Nullable;

/** What a destination's configuration means for its outbox. */
final class LimitsOf {
    private LimitsOf() {}

    /** @param destination null where nobody configures it */
    static Limits of(@Nullable DestinationConfig destination) {
        if (destination == null) {
            return Limits.ABSENT;
        }
        DestinationConfig.Retry retry = destination.retry();
        return new Limits(
                destination.enabled(),
                destination.ordering() == DestinationConfig.Ordering.KEY,
                destination.concurrency().max(),
                destination.concurrency().adaptive(),
                rate(destination.rate()),
                new Backoff(
                        retry.initial().toMillis(), retry.factor(), retry.max().toMillis()),
                retry.ttl().toMillis(),
                batching(destination.batch()));
    }

    private static Limits.@Nullable Batching batching(@Nullable BatchConfig batch) {
        return batch == null
                ? null
                : new Limits.Batching(
                        batch.maxEvents(), batch.maxBytes(), batch.linger().toNanos());
    }

    private static Limits.@Nullable Rate rate(@Nullable RateConfig rate) {
        return rate == null ? null : new Limits.Rate(rate.limit(), rate.per().toNanos(), rate.burst());
    }
}
