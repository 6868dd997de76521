package dev.centrifuge.config;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The ingest port.
 *
 * @param port 0 for any free one
 * @param maxEvent the largest event, in bytes of JSON as sent (after inflating); default 32 KiB
 * @param maxBatch the largest request body, in bytes after inflating; default 500 KiB = 512,000 bytes
 * @param maxBatchEvents the most events in a batch; default 2,500
 * @param maxInFlight the most bytes of requests that wait for their acknowledgement; default 24 MiB
 * @param maxConnections the most client connections; default 10,000
 * @param ackTimeout how long an answer waits for Kafka's acknowledgement before it is 503; default 4 s
 * @param requestTimeout the most time a client may take to send a request, from its first byte to its last; default 15 s
 */
public record IngestConfig(
        String host,
        int port,
        int maxEvent,
        int maxBatch,
        int maxBatchEvents,
        long maxInFlight,
        int maxConnections,
        Duration ackTimeout,
        Duration requestTimeout,
        @Nullable TlsConfig tls) {

    /** Certificate chain and private key as PEM files. */
    public record TlsConfig(Path cert, Path key) {}
}
