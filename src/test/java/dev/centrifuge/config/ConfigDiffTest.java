package dev.centrifuge.config;

import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ConfigDiffTest {
    private static final GatewayConfig GATEWAY = GatewayConfig.defaults(1 << 30);

    private static Configuration destinations(String... urls) {
        Map<String, DestinationConfig> destinations = new HashMap<>();
        for (int i = 0; i < urls.length; i += 2) {
            destinations.put(urls[i], DestinationConfig.to(urls[i], URI.create(urls[i + 1])));
        }
        return new Configuration(GATEWAY, Map.of(), destinations);
    }

    @Test
    void sameConfiguration_hasNoDifference() {
        ConfigDiff diff = ConfigDiff.between(destinations("a", "http://a"), destinations("a", "http://a"));

        assertThat(diff.isEmpty()).isTrue();
    }

    @Test
    void destinations_areToldApart() {
        Configuration running = destinations("a", "http://a", "b", "http://b", "c", "http://c");
        Configuration next = destinations("b", "http://b", "c", "http://x", "d", "http://d");

        ConfigDiff diff = ConfigDiff.between(running, next);

        assertThat(diff.destinations()).isEqualTo(new ConfigDiff.Change(Set.of("d"), Set.of("a"), Set.of("c")));
        assertThat(diff.sources().isEmpty()).isTrue();
        assertThat(diff).hasToString("sources +[] -[] ~[], destinations +[d] -[a] ~[c]");
    }

    @Test
    void gateway_namesEachKeyThatNeedsARestart() {
        GatewayConfig other = new GatewayConfig(
                GATEWAY.ingest(),
                new AdminConfig("127.0.0.1", 99, new Secret("canary")),
                new KafkaConfig(null, "a:1", Map.of()),
                GATEWAY.topics(),
                GATEWAY.memory(),
                GATEWAY.dedupe(),
                GATEWAY.attempts(),
                GATEWAY.tracing(),
                GATEWAY.alerts(),
                Set.of(GatewayConfig.Role.INGEST),
                "n",
                GATEWAY.checkpoint(),
                GATEWAY.drain(),
                GATEWAY.proxy());

        ConfigDiff diff = ConfigDiff.between(
                new Configuration(GATEWAY, Map.of(), Map.of()), new Configuration(other, Map.of(), Map.of()));

        assertThat(diff.needsRestart())
                .containsExactly(
                        "/admin/port", "/admin/token", "/kafka/embedded", "/kafka/bootstrap", "/roles", "/node");
        assertThat(diff.isEmpty()).isFalse();
        assertThat(diff.toString()).doesNotContain("canary").contains("gateway.json needs a restart for /admin/port");
    }

    @Test
    void changedSecret_isAChange() {
        Configuration running = new Configuration(
                GATEWAY,
                Map.of("a", new SourceConfig("a", List.of(new Secret("1")), true, List.of(), null, List.of())),
                Map.of());
        Configuration next = new Configuration(
                GATEWAY,
                Map.of("a", new SourceConfig("a", List.of(new Secret("2")), true, List.of(), null, List.of())),
                Map.of());

        assertThat(ConfigDiff.between(running, next).sources().changed()).containsExactly("a");
    }
}
