package dev.centrifuge.kafka;

import dev.centrifuge.config.Secret;
import java.util.HashMap;
import java.util.Map;

/**
 * How to reach Kafka.
 *
 * @param bootstrap {@code host:port,…}
 * @param properties what the configuration adds for every client (security, mostly), already checked
 */
public record Connection(String bootstrap, Map<String, Secret> properties) {
    private static final String SESSION_TIMEOUT = "session.timeout.ms";

    /** The configured session time-out of the consumer group's members; no other client has one. */
    public int sessionMillis(int otherwise) {
        Secret configured = properties.get(SESSION_TIMEOUT);
        return configured == null ? otherwise : Integer.parseInt(configured.value());
    }

    /** The settings that each client starts from; the caller's own go on top of the configuration's. */
    public Map<String, Object> settings(String clientId) {
        Map<String, Object> settings = new HashMap<>();
        properties.forEach((name, value) -> settings.put(name, value.value()));
        settings.remove(SESSION_TIMEOUT);
        settings.put("bootstrap.servers", bootstrap);
        settings.put("client.id", clientId);
        // A broker that comes back is tried again within half a second (the default backs off to a whole one), and
        // nothing is told to the broker about this client (KIP-714), which would be work for nobody.
        settings.put("reconnect.backoff.ms", 50);
        settings.put("reconnect.backoff.max.ms", 500);
        settings.put("enable.metrics.push", false);
        return settings;
    }
}
