package dev.centrifuge.config;

import dev.centrifuge.config.check.Checks;

/**
 * @param queues the most bytes that waiting legs may hold, already resolved from a percentage of the heap; at least 64
 *     KiB, default a quarter of the largest heap
 */
public record MemoryConfig(long queues) {

    public MemoryConfig {
        new Checks().size("/queues", queues, 64 << 10, 1L << 40).done();
    }

    /** @param heap the largest size of the heap, in bytes */
    public static MemoryConfig defaults(long heap) {
        return new MemoryConfig(heap / 4);
    }
}
