package dev.centrifuge.admin.destinations;

import com.fasterxml.jackson.databind.JsonNode;
import dev.centrifuge.admin.http.Json;
import dev.centrifuge.config.DestinationConfig;
import dev.centrifuge.config.load.ConfDir;
import dev.centrifuge.event.Event;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class SampleEventTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);

    @TempDir
    Path directory;

    private Event sample(String sources) {
        DestinationConfig chat = new ConfDir(directory)
                .with("sources/web.json", "{}")
                .with("destinations/chat.json", "{'url':'https://chat.example/','sources':" + sources + "}")
                .valid()
                .destinations()
                .get("chat");
        return SampleEvent.of(chat, null, NOW, 1);
    }

    @Test
    void whoGetsAlerts_isSentASampleOfOne() throws Exception {
        Event alert = sample("['centrifuge']");
        JsonNode body = Json.read(alert.body());

        assertThat(alert.envelope().source()).isEqualTo("centrifuge");
        assertThat(body.path("messageId").asText())
                .isEqualTo(alert.envelope().id())
                .startsWith("test-");
        assertThat(body.path("event").asText()).isEqualTo("Centrifuge Test");
        assertThat(body.at("/properties/kind").asText()).isEqualTo("down");
        assertThat(body.at("/properties/test").asBoolean()).isTrue();
    }

    @Test
    void others_areSentAnEventOfNobody() throws Exception {
        Event event = sample("['web']");
        JsonNode body = Json.read(event.body());

        assertThat(event.envelope().source()).isEqualTo("web");
        assertThat(body.path("userId").asText()).isEqualTo("centrifuge-test");
        assertThat(body.at("/properties/kind").isMissingNode()).isTrue();
    }
}
