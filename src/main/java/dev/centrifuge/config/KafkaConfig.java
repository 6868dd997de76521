package dev.centrifuge.config;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where the log is: exactly one of {@code embedded} and {@code bootstrap} is set. */
public record KafkaConfig(
        @Nullable Embedded embedded, @Nullable String bootstrap, Map<String, Secret> properties) {

    /**
     * A broker in this process.
     *
     * @param port its plain-text listener on 127.0.0.1; its controller listens on the next one
     * @param dir its data directory, which this process locks
     */
    public record Embedded(int port, Path dir) {}
}
