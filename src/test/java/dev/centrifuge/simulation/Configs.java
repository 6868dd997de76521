package dev.centrifuge.simulation;

import dev.centrifuge.config.DestinationConfig;
import dev.centrifuge.config.RateConfig;
import org.jspecify.annotations.Nullable;

/** Configurations that differ in one thing. */
final class Configs {
    private Configs() {}

    static DestinationConfig withoutRate(DestinationConfig config) {
        return with(config, config.enabled(), null, config.concurrency());
    }

    static DestinationConfig disabled(DestinationConfig config) {
        return with(config, false, config.rate(), config.concurrency());
    }

    /** Twice the rate where there is one, and one more request in flight. */
    static DestinationConfig changed(DestinationConfig config) {
        RateConfig rate = config.rate();
        RateConfig faster = rate == null ? null : new RateConfig(rate.limit() * 2, rate.per(), rate.burst());
        int most = config.concurrency().max() + 1;
        return with(
                config,
                true,
                faster,
                new DestinationConfig.Concurrency(most, config.concurrency().adaptive()));
    }

    private static DestinationConfig with(
            DestinationConfig config,
            boolean enabled,
            @Nullable RateConfig rate,
            DestinationConfig.Concurrency concurrency) {
        return new DestinationConfig(
                config.id(),
                config.url(),
                config.sources(),
                enabled,
                config.method(),
                config.headers(),
                config.payload(),
                config.batch(),
                rate,
                concurrency,
                config.timeout(),
                config.retry(),
                config.ordering(),
                config.auth(),
                config.signing(),
                config.http(),
                config.privateNetwork());
    }
}
