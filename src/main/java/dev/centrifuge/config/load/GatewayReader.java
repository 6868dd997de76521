package dev.centrifuge.config.load;

import dev.centrifuge.config.AdminConfig;
import dev.centrifuge.config.AlertsConfig;
import dev.centrifuge.config.AttemptsConfig;
import dev.centrifuge.config.DedupeConfig;
import dev.centrifuge.config.GatewayConfig;
import dev.centrifuge.config.GatewayConfig.Role;
import dev.centrifuge.config.IngestConfig;
import dev.centrifuge.config.MemoryConfig;
import dev.centrifuge.config.Secret;
import dev.centrifuge.config.TopicsConfig;
import dev.centrifuge.config.TracingConfig;
import dev.centrifuge.config.document.Document;
import dev.centrifuge.config.document.Fields;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code gateway.json}. */
final class GatewayReader {
    private static final List<String> ROLES = List.of("ingest", "dispatch");

    private final long heap;

    /** @param heap the largest size of the heap in bytes: what percentages are of */
    GatewayReader(long heap) {
        this.heap = heap;
    }

    Optional<GatewayConfig> read(Document document) {
        Fields in = document.fields();
        GatewayConfig or = GatewayConfig.defaults(heap);
        return in.make(() -> new GatewayConfig(
                ingest(in.object("ingest"), or.ingest()),
                admin(in.object("admin"), or.admin()),
                in.has("kafka") ? KafkaReader.read(in.object("kafka"), or.kafka()) : or.kafka(),
                topics(in.object("topics"), or.topics()),
                memory(in.object("memory"), or.memory()),
                dedupe(in.object("dedupe"), or.dedupe()),
                attempts(in.object("attempts"), or.attempts()),
                tracing(in.object("tracing"), or.tracing()),
                alerts(in.object("alerts"), or.alerts()),
                roles(in, or.roles()),
                in.optionalText("node"),
                in.duration("checkpoint", or.checkpoint()),
                in.duration("drain", or.drain()),
                in.optional("proxy", ProxyReader::read)));
    }

    private static IngestConfig ingest(Fields in, IngestConfig or) {
        return in.make(() -> new IngestConfig(
                        in.text("host", or.host()),
                        in.integer("port", or.port()),
                        in.intSize("maxEvent", or.maxEvent()),
                        in.intSize("maxBatch", or.maxBatch()),
                        in.integer("maxBatchEvents", or.maxBatchEvents()),
                        in.size("maxInFlight", or.maxInFlight()),
                        in.integer("maxConnections", or.maxConnections()),
                        in.duration("ackTimeout", or.ackTimeout()),
                        in.duration("requestTimeout", or.requestTimeout()),
                        in.optional("tls", TlsReader::read),
                        url(in, "publicUrl")))
                .orElse(or);
    }

    private static @Nullable URI url(Fields in, String key) {
        String url = in.optionalText(key);
        try {
            return url == null ? null : new URI(url);
        } catch (URISyntaxException e) {
            in.error(key, "is not a URL (" + e.getReason() + ")", "an absolute http or https URL");
            return null;
        }
    }

    private static AdminConfig admin(Fields in, AdminConfig or) {
        return in.make(() -> new AdminConfig(in.text("host", or.host()), in.integer("port", or.port()), token(in)))
                .orElse(or);
    }

    private static @Nullable Secret token(Fields in) {
        Optional<Secret> token = in.secret("token");
        if (in.wrong("token")) {
            return new Secret("wrong"); // One was meant: that there is none would be a second error.
        }
        // An empty one is none: "${CENTRIFUGE_ADMIN_TOKEN:-}" is how an optional token is written.
        return token.filter(t -> !t.value().isEmpty()).orElse(null);
    }

    private static TopicsConfig topics(Fields in, TopicsConfig or) {
        return in.make(() -> new TopicsConfig(
                        in.text("prefix", or.prefix()),
                        in.integer("partitions", or.partitions()),
                        in.integer("replication", or.replication()),
                        in.duration("retention", or.retention())))
                .orElse(or);
    }

    private MemoryConfig memory(Fields in, MemoryConfig or) {
        return in.make(() -> new MemoryConfig(in.share("queues", heap, or.queues())))
                .orElse(or);
    }

    private DedupeConfig dedupe(Fields in, DedupeConfig or) {
        return in.make(() ->
                        new DedupeConfig(in.duration("window", or.window()), in.share("memory", heap, or.memory())))
                .orElse(or);
    }

    private static AttemptsConfig attempts(Fields in, AttemptsConfig or) {
        return in.make(() -> new AttemptsConfig(
                        in.flag("enabled", or.enabled()),
                        in.part("successes", or.successes()),
                        in.size("memory", or.memory())))
                .orElse(or);
    }

    private static TracingConfig tracing(Fields in, TracingConfig or) {
        return in.make(() -> new TracingConfig(url(in, "endpoint"), in.part("sample", or.sample())))
                .orElse(or);
    }

    private static AlertsConfig alerts(Fields in, AlertsConfig or) {
        return in.make(() -> new AlertsConfig(
                        in.flag("enabled", or.enabled()),
                        in.duration("backlogAge", or.backlogAge()),
                        in.duration("interval", or.interval()),
                        in.duration("repeat", or.repeat())))
                .orElse(or);
    }

    private static Set<Role> roles(Fields in, Set<Role> or) {
        List<Role> roles = in.array(
                "roles",
                List.copyOf(or),
                (pointer, value) -> in.scalars()
                        .text(pointer, value)
                        .flatMap(name -> in.scalars().among(pointer, value, name, ROLES))
                        .map(name -> Role.valueOf(name.toUpperCase(Locale.ROOT))));
        return Set.copyOf(roles);
    }
}
