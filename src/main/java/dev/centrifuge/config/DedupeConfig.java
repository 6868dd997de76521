package dev.centrifuge.config;

import dev.centrifuge.config.check.Checks;
import java.time.Duration;

/**
 * @param window how long after an event another of the same source, user and message id is a duplicate; 0 to 7 d, default 1 h;
 *     0 is never
 * @param memory the most bytes that knowing them may take, already resolved from a percentage of the heap; at least 1 MiB,
 *     default 8 % of the largest heap
 */
public record DedupeConfig(Duration window, long memory) {

    public DedupeConfig {
        new Checks()
                .range("/window", window, Duration.ZERO, Duration.ofDays(7))
                .size("/memory", memory, 1 << 20, 1L << 40)
                .done();
    }

    /** @param heap the largest size of the heap, in bytes */
    public static DedupeConfig defaults(long heap) {
        return new DedupeConfig(Duration.ofHours(1), Math.max(1 << 20, heap / 100 * 8));
    }
}
