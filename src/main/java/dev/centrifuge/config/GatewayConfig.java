package dev.centrifuge.config;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code gateway.json}: the process.
 *
 * @param node the name of this process among its like, stable over restarts; null makes the membership dynamic
 * @param checkpoint how often progress is committed
 * @param drain how long a graceful stop waits for answers before it hands the rest over, below 30 s
 */
public record GatewayConfig(
        IngestConfig ingest,
        AdminConfig admin,
        KafkaConfig kafka,
        TopicsConfig topics,
        MemoryConfig memory,
        Set<Role> roles,
        @Nullable String node,
        Duration checkpoint,
        Duration drain) {

    /** What this process does. */
    public enum Role {
        INGEST,
        DISPATCH
    }
}
