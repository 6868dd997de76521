package dev.centrifuge.config;

import dev.centrifuge.config.check.Checks;
import dev.centrifuge.config.check.HostRules;
import dev.centrifuge.config.check.SizeText;
import dev.centrifuge.config.check.UrlRules;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The ingest port.
 *
 * @param host default {@code 127.0.0.1}
 * @param port 0 for any free one; default 8080
 * @param maxEvent the largest event, in bytes of JSON as sent (after inflating); 1 B to 1 MiB, default 32 KiB
 * @param maxBatch the largest request body, in bytes after inflating; {@code maxEvent} to 64 MiB, default 500 KiB =
 *     512,000 bytes
 * @param maxBatchEvents the most events in a batch; 1 to 100,000, default 2,500
 * @param maxInFlight the most bytes of requests that wait for their acknowledgement; {@code maxBatch} to 16 GiB, default
 *     24 MiB
 * @param maxConnections the most client connections; 1 to 1,000,000, default 10,000
 * @param ackTimeout how long an answer waits for Kafka's acknowledgement before it is 503; 10 ms to 1 min, default 4 s
 * @param requestTimeout the most time a client may take to send a request, from its first byte to its last; 10 ms to 10
 *     min, default 15 s
 * @param tls null for plain HTTP
 * @param publicUrl what clients call the gateway by where that is not what they send as Host: behind a proxy that ends
 *     TLS or has a path in front. An http or https URL, a path allowed; null, the default, for what they send
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
        @Nullable TlsConfig tls,
        @Nullable URI publicUrl) {

    private static final int MOST_EVENT = 1 << 20;
    private static final int MOST_BATCH = 64 << 20;

    public IngestConfig {
        Checks checks = new Checks();
        HostRules.check(checks, "/host", host);
        checks.range("/port", port, 0, 65_535);
        sizes(checks, maxEvent, maxBatch, maxInFlight);
        if (publicUrl != null) {
            UrlRules.check(checks, "/publicUrl", publicUrl);
            checks.hidden("/publicUrl", publicUrl.getRawQuery() == null, "holds a query (?…)", "at most a path");
        }
        checks.range("/maxBatchEvents", maxBatchEvents, 1, 100_000)
                .range("/maxConnections", maxConnections, 1, 1_000_000)
                .range("/ackTimeout", ackTimeout, Duration.ofMillis(10), Duration.ofMinutes(1))
                .range("/requestTimeout", requestTimeout, Duration.ofMillis(10), Duration.ofMinutes(10))
                .done();
    }

    /** Each within its bounds and at least as large as the one before; one that is out of bounds is no measure. */
    private static void sizes(Checks checks, int maxEvent, int maxBatch, long maxInFlight) {
        checks.size("/maxEvent", maxEvent, 1, MOST_EVENT)
                .size("/maxBatch", maxBatch, 1, MOST_BATCH)
                .size("/maxInFlight", maxInFlight, 1, 16L << 30);
        boolean fits = maxBatch >= maxEvent || maxEvent > MOST_EVENT;
        checks.that(
                fits,
                "/maxBatch",
                SizeText.show(maxBatch),
                "is smaller than the largest event",
                least("maxEvent", maxEvent));
        boolean room = maxInFlight >= maxBatch || maxBatch > MOST_BATCH;
        String never = "is smaller than the largest batch, which could then never be taken";
        checks.that(room, "/maxInFlight", SizeText.show(maxInFlight), never, least("maxBatch", maxBatch));
    }

    private static String least(String key, int bytes) {
        return "at least " + key + ", " + SizeText.show(bytes);
    }

    public static IngestConfig defaults() {
        return new IngestConfig(
                "127.0.0.1",
                8080,
                32 << 10,
                500 << 10,
                2_500,
                24 << 20,
                10_000,
                Duration.ofSeconds(4),
                Duration.ofSeconds(15),
                null,
                null);
    }

    /** The same with another certificate: all of it that can be changed while it runs. */
    public IngestConfig with(TlsConfig certificate) {
        return new IngestConfig(
                host,
                port,
                maxEvent,
                maxBatch,
                maxBatchEvents,
                maxInFlight,
                maxConnections,
                ackTimeout,
                requestTimeout,
                certificate,
                publicUrl);
    }

    /**
     * Certificate chain and private key (PKCS #8, without a password). Their texts count, not what the files hold by the
     * time that they are used: a pair was checked, and half of the next one is none.
     *
     * @param cert the PEM file with the chain
     * @param key the PEM file with the key
     * @param chain what it held
     * @param secret what it held
     */
    public record TlsConfig(Path cert, Path key, String chain, Secret secret) {}
}
