package dev.centrifuge.config;

import dev.centrifuge.config.check.Checks;
import java.time.Duration;

/**
 * A token bucket: {@code limit} events per {@code per}, {@code burst} at most at once.
 *
 * @param limit 1 to 1,000,000,000
 * @param per 1 ms to 1 day; default 1 s
 * @param burst 1 to 1,000,000,000; the default is {@code limit}
 */
public record RateConfig(long limit, Duration per, long burst) {

    /** The largest {@code limit} and {@code burst}. */
    public static final long MOST = 1_000_000_000;

    public RateConfig {
        new Checks()
                .range("/limit", limit, 1, MOST)
                .range("/per", per, Duration.ofMillis(1), Duration.ofDays(1))
                .range("/burst", burst, 1, MOST)
                .done();
    }
}
