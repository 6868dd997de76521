package dev.centrifuge.config;

import dev.centrifuge.config.check.Checks;
import java.time.Duration;

/**
 * Several events a request: it goes when it has {@code maxEvents}, or {@code maxBytes}, or when its first event has waited for
 * {@code linger}.
 *
 * @param maxEvents 1 to 10,000, default 100; fewer where a rate's burst is less
 * @param maxBytes of the events as stored, before a transform, with some 200 bytes more for each; 1 KiB to 64 MiB, default
 *     512 KiB. An event that is larger goes alone
 * @param linger 0 to 1 min, default 200 ms
 * @param results whether a 2xx answer's body is read for {@code {"rejected":[{"index":…,"reason":…}]}}; default false
 */
public record BatchConfig(int maxEvents, long maxBytes, Duration linger, boolean results) {

    public BatchConfig {
        new Checks()
                .range("/maxEvents", maxEvents, 1, 10_000)
                .size("/maxBytes", maxBytes, 1 << 10, 64 << 20)
                .range("/linger", linger, Duration.ZERO, Duration.ofMinutes(1))
                .done();
    }

    public static BatchConfig defaults() {
        return new BatchConfig(100, 512 << 10, Duration.ofMillis(200), false);
    }
}
