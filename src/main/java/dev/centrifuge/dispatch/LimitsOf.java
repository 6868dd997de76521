package dev.centrifuge.dispatch;

import dev.centrifuge.config.DestinationConfig;
import dev.centrifuge.config.RateConfig;
import dev.centrifuge.flow.Limits;
import dev.centrifuge.flow.limit.Backoff;
import org.jspecify.annotations.Nullable;

/** What a destination's configuration means for its outbox. */
final class LimitsOf {
    private LimitsOf() {}

    static Limits of(DestinationConfig destination) {
        DestinationConfig.Retry retry = destination.retry();
        return new Limits(
                destination.enabled(),
                destination.concurrency().max(),
                destination.concurrency().adaptive(),
                rate(destination.rate()),
                new Backoff(
                        retry.initial().toMillis(), retry.factor(), retry.max().toMillis()),
                retry.ttl().toMillis());
    }

    private static Limits.@Nullable Rate rate(@Nullable RateConfig rate) {
        return rate == null ? null : new Limits.Rate(rate.limit(), rate.per().toNanos(), rate.burst());
    }
}
