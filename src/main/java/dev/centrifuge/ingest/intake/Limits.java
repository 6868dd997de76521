package dev.centrifuge.ingest.intake;

import dev.centrifuge.config.IngestConfig;

/**
 * How large things may be, in bytes after inflating.
 *
 * @param event one event as it is sent
 * @param batch a batch as it is sent
 * @param batchEvents the most events in it
 * @param stored one event as it is stored, with what the gateway and the batch add: twice what may be sent and 1 KiB
 * @param total all events of a batch as they are stored: eight times what may be sent, or half of what may be in flight if
 *     that is less. A batch's own context is copied into each of its events: 2,500 times 400 KB if nobody counted
 */
public record Limits(int event, int batch, int batchEvents, int stored, long total) {

    public static Limits of(IngestConfig config) {
        long total = Math.max(2L * config.maxBatch(), Math.min(8L * config.maxBatch(), config.maxInFlight() / 2));
        return new Limits(
                config.maxEvent(), config.maxBatch(), config.maxBatchEvents(), 2 * config.maxEvent() + 1024, total);
    }
}
