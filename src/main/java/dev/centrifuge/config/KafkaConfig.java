package dev.centrifuge.config;

import dev.centrifuge.config.check.Checks;
import dev.centrifuge.config.check.KafkaRules;
import dev.centrifuge.config.check.Pointer;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the log is: exactly one of {@code embedded} and {@code bootstrap} is set. The default is embedded.
 *
 * @param bootstrap {@code host:port}, several separated by commas
 * @param properties of every client of the cluster, from the list in {@link KafkaRules}; empty where embedded
 */
public record KafkaConfig(
        @Nullable Embedded embedded, @Nullable String bootstrap, Map<String, Secret> properties) {

    public KafkaConfig {
        properties = Ordered.copy(properties);
        Checks checks = new Checks();
        boolean one = (embedded == null) != (bootstrap == null);
        String wrong = embedded == null ? "names no Kafka" : "names two Kafkas";
        checks.hidden("", one, wrong, "either \"embedded\" or \"bootstrap\"");
        if (bootstrap != null) {
            boolean list = KafkaRules.bootstrap(bootstrap);
            checks.text(
                    "/bootstrap",
                    list,
                    bootstrap,
                    "is not a list of brokers",
                    "\"host:port\", several separated by commas");
        }
        boolean used = embedded == null || properties.isEmpty();
        checks.hidden("/properties", used, "would have no effect", "none with the embedded broker");
        properties.forEach(
                (name, value) -> KafkaRules.property(checks, Pointer.to("/properties", name), name, value.value()));
        checks.done();
    }

    public static KafkaConfig defaults() {
        return new KafkaConfig(Embedded.defaults(), null, Map.of());
    }

    /**
     * A broker in this process.
     *
     * @param port its plain-text listener on 127.0.0.1; its controller listens on the next one; 1 to 65,534, default
     *     19092
     * @param dir its data directory, which this process locks; default {@code data/kafka} in the working directory
     * @param sync whether what is appended is forced to disk before it is acknowledged: a {@code 200} then survives the loss
     *     of power, and not only of the process; default false
     */
    public record Embedded(int port, Path dir, boolean sync) {

        public Embedded {
            new Checks().range("/port", port, 1, 65_534).done();
        }

        public static Embedded defaults() {
            return new Embedded(19_092, Path.of("data/kafka"), false);
        }
    }
}
