package dev.centrifuge.config;

import java.time.Duration;

/**
 * A token bucket: {@code limit} events per {@code per}, {@code burst} at most at once.
 *
 * @param limit at least 1
 * @param per at least 1 ms
 * @param burst at least 1; the default is {@code limit}
 */
public record RateConfig(long limit, Duration per, long burst) {}
