package dev.centrifuge.kafka.write;

import dev.centrifuge.config.IngestConfig;
import dev.centrifuge.kafka.Connection;
import java.time.Duration;
import java.util.Map;

/** The settings of ingest's producer. */
final class ProducerSettings {

    private static final int BATCH = 128 << 10;
    private static final int REQUEST = 8 << 20;
    /**
     * Per broker; at most 5 for idempotence. While one is under way what comes gathers, so batches adapt to the load; a second
     * one makes both smaller (bench batch, plain: 0.60 of a raw producer with 2, 0.67 with 1; one run of three rounds each).
     */
    private static final int IN_FLIGHT = 1;

    private ProducerSettings() {}

    static Map<String, Object> of(Connection connection, IngestConfig ingest) {
        Map<String, Object> settings = connection.settings("centrifuge-ingest");
        int ack = Math.toIntExact(ingest.ackTimeout().toMillis());
        settings.put("acks", "all");
        settings.put("enable.idempotence", true);
        // No fixed wait for company: while a request is under way the next batch fills by itself, and a lone event
        // goes at once. Fewer requests in flight make fuller batches.
        settings.put("linger.ms", 0);
        settings.put("max.in.flight.requests.per.connection", IN_FLIGHT);
        settings.put("batch.size", BATCH);
        // One request carries a batch of each partition.
        settings.put("max.request.size", REQUEST);
        // Above what ingest's permits let through: send() then never waits for memory.
        settings.put("buffer.memory", Math.max(32L << 20, 2 * ingest.maxInFlight()));
        // Nothing is tried for longer than somebody waits for it; a request that is lost is tried once more.
        settings.put("delivery.timeout.ms", ack);
        settings.put("request.timeout.ms", Math.min(5_000, Math.max(1, ack / 2)));
        settings.put("max.block.ms", Math.max(1, ack / 2));
        // The topics are known before the first event (Sender) and stay known: a quiet hour costs the next event
        // nothing.
        settings.put("metadata.max.idle.ms", Duration.ofDays(7).toMillis());
        settings.put("retry.backoff.ms", 20);
        settings.put("retry.backoff.max.ms", 200);
        // A byte that is not sent is not received, checked, nor written: see docs/benchmarks.md. Should a batch turn
        // out
        // larger than estimated, the producer splits it and sends it again.
        settings.put("compression.type", "lz4");
        return settings;
    }
}
