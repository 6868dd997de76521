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

    /** The settings that each client starts from; the caller's own go on top of the configuration's. */
    public Map<String, Object> settings(String clientId) {
        Map<String, Object> settings = new HashMap<>();
        properties.forEach((name, value) -> settings.put(name, value.value()));
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
