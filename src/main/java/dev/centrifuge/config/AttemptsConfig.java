package dev.centrifuge.config;

import dev.centrifuge.config.check.Checks;

/**
 * The history of attempts.
 *
 * @param enabled whether attempts are written down, in memory and in the topic; default true
 * @param successes which part of the events has its successes at the first attempt written down: 0 for none, 1 for all; default
 *     0.1 %. Failed attempts always are, and the successes after them
 * @param memory the most bytes that may wait to be written; what comes on top is dropped and counted; 256 KiB to 1 GiB, default
 *     8 MiB
 */
public record AttemptsConfig(boolean enabled, double successes, long memory) {

    public AttemptsConfig {
        new Checks()
                .range("/successes", successes, 0, 1)
                .size("/memory", memory, 256 << 10, 1 << 30)
                .done();
    }

    public static AttemptsConfig defaults() {
        return new AttemptsConfig(true, 0.001, 8 << 20);
    }
}
