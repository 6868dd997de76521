package dev.centrifuge.config.load;

import dev.centrifuge.config.RateConfig;
import java.time.Duration;
import java.util.Optional;

/** Reads the member {@code rate} of sources and destinations. */
final class RateReader {
    private RateReader() {}

    static Optional<RateConfig> read(Fields in) {
        in.required("limit", "how many events are let through in \"per\"");
        long limit = in.whole("limit", 1);
        long burst = Math.max(1, Math.min(RateConfig.MOST, limit));
        return in.make(
                () -> new RateConfig(limit, in.duration("per", Duration.ofSeconds(1)), in.whole("burst", burst)));
    }
}
