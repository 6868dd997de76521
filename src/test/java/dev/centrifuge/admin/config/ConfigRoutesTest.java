package dev.centrifuge.admin.config;

import com.fasterxml.jackson.databind.JsonNode;
import dev.centrifuge.admin.AdminFixture;
import dev.centrifuge.config.ConfigDiff;
import dev.centrifuge.config.ConfigError;
import dev.centrifuge.config.Configuration;
import dev.centrifuge.config.DestinationConfig;
import dev.centrifuge.config.GatewayConfig;
import dev.centrifuge.config.Secret;
import dev.centrifuge.config.SourceConfig;
import dev.centrifuge.config.reload.ConfigState;
import dev.centrifuge.time.Ticker;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ConfigRoutesTest {
    private static Configuration configuration(String url) {
        SourceConfig web =
                new SourceConfig("web", List.of(new Secret("wr1te-key")), true, List.of("*"), null, List.of());
        DestinationConfig crm = DestinationConfig.to("crm", URI.create(url));
        return new Configuration(GatewayConfig.defaults(1 << 30), Map.of("web", web), Map.of("crm", crm));
    }

    @Test
    void config_isShown_withTheLastReload_andWithoutSecrets() throws Exception {
        Configuration first = configuration("https://a.example");
        ConfigState state = new ConfigState(first, Ticker.system());
        try (AdminFixture admin = new AdminFixture(new ConfigRoutes(state))) {
            JsonNode body = admin.get("/v1/config").body();
            assertThat(body.toString()).doesNotContain("wr1te-key");
            assertThat(body.at("/sources/0/writeKeys/0").asText()).isEqualTo("***");
            assertThat(body.at("/gateway/checkpoint").asText()).isEqualTo("200ms");
            assertThat(body.path("destinations").asInt()).isEqualTo(1);
            assertThat(body.at("/reload/applied").asBoolean()).isTrue();

            state.refused(List.of(new ConfigError("destinations/crm.json", "/url", "is missing", "a URL")));
            JsonNode refused = admin.get("/v1/config").body();
            assertThat(refused.at("/reload/applied").asBoolean()).isFalse();
            assertThat(refused.at("/reload/errors/0/pointer").asText()).isEqualTo("/url");
            assertThat(refused.path("version")).isEqualTo(body.path("version"));

            Configuration second = configuration("https://b.example");
            state.applied(second, ConfigDiff.between(first, second));
            JsonNode applied = admin.get("/v1/config").body();
            assertThat(applied.at("/reload/applied").asBoolean()).isTrue();
            assertThat(applied.path("version")).isNotEqualTo(body.path("version"));
        }
    }
}
