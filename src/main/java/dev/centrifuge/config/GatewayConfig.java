package dev.centrifuge.config;

import dev.centrifuge.config.check.Checks;
import dev.centrifuge.config.check.HostRules;
import dev.centrifuge.config.check.IdRules;
import dev.centrifuge.config.outbound.ProxyConfig;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code gateway.json}: the process.
 *
 * @param roles at least one; default both
 * @param node the name of this process among its like, stable over restarts; null (the default) makes the membership
 *     dynamic
 * @param checkpoint how often progress is committed; 10 ms to 5 s, default 200 ms. The transaction times out after 10 s
 * @param drain how long a graceful stop waits for answers before it hands the rest over; 0 to 25 s, so that the stop is
 *     done within 30 s; default 15 s, which is longer than a destination's default time-out
 * @param proxy for the requests of destinations that name none of their own; null (the default) for none
 */
public record GatewayConfig(
        IngestConfig ingest,
        AdminConfig admin,
        KafkaConfig kafka,
        TopicsConfig topics,
        MemoryConfig memory,
        DedupeConfig dedupe,
        AttemptsConfig attempts,
        TracingConfig tracing,
        AlertsConfig alerts,
        Set<Role> roles,
        @Nullable String node,
        Duration checkpoint,
        Duration drain,
        @Nullable ProxyConfig proxy) {

    public GatewayConfig {
        roles = Ordered.copy(roles);
        boolean named = node == null || IdRules.name(node);
        Checks checks = new Checks()
                .hidden("/roles", !roles.isEmpty(), "is empty", "\"ingest\", \"dispatch\" or both")
                .text("/node", named, String.valueOf(node), "is not a name for a node", IdRules.NAME_EXPECTED)
                .range("/checkpoint", checkpoint, Duration.ofMillis(10), Duration.ofSeconds(5))
                .range("/drain", drain, Duration.ZERO, Duration.ofSeconds(25));
        together(checks, ingest, admin, kafka, topics);
        checks.done();
    }

    /** What is fine alone but not together: found out when the second listener starts, it would look like bad luck. */
    private static void together(
            Checks checks, IngestConfig ingest, AdminConfig admin, KafkaConfig kafka, TopicsConfig topics) {
        boolean apart =
                admin.port() == 0 || admin.port() != ingest.port() || !HostRules.clash(admin.host(), ingest.host());
        checks.that(apart, "/admin/port", admin.port(), "is the ingest port, too", "another port");
        KafkaConfig.Embedded broker = kafka.embedded();
        if (broker != null) {
            free(checks, "/ingest/port", ingest.host(), ingest.port(), broker);
            free(checks, "/admin/port", admin.host(), admin.port(), broker);
            int copies = topics.replication();
            String wrong = "is more than the one broker that is embedded";
            checks.that(copies == 1, "/topics/replication", copies, wrong, "1, or a cluster in kafka.bootstrap");
        }
    }

    private static void free(Checks checks, String pointer, String host, int port, KafkaConfig.Embedded broker) {
        boolean same = port == broker.port() || port == broker.port() + 1;
        checks.that(
                !same || !HostRules.clash(host, "127.0.0.1"),
                pointer,
                port,
                "is a port of the embedded broker, too",
                "a port other than " + broker.port() + " and " + (broker.port() + 1));
    }

    /** The same with another certificate of the ingest port. */
    public GatewayConfig with(IngestConfig.TlsConfig certificate) {
        return new GatewayConfig(
                ingest.with(certificate),
                admin,
                kafka,
                topics,
                memory,
                dedupe,
                attempts,
                tracing,
                alerts,
                roles,
                node,
                checkpoint,
                drain,
                proxy);
    }

    /** @param heap the largest size of the heap, in bytes */
    public static GatewayConfig defaults(long heap) {
        return new GatewayConfig(
                IngestConfig.defaults(),
                AdminConfig.defaults(),
                KafkaConfig.defaults(),
                TopicsConfig.defaults(),
                MemoryConfig.defaults(heap),
                DedupeConfig.defaults(heap),
                AttemptsConfig.defaults(),
                TracingConfig.defaults(),
                AlertsConfig.defaults(),
                Set.of(Role.values()),
                null,
                Duration.ofMillis(200),
                Duration.ofSeconds(15),
                null);
    }

    /** What this process does. */
    public enum Role {
        INGEST,
        DISPATCH
    }
}
