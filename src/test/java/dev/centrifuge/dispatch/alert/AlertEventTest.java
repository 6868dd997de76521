package dev.centrifuge.dispatch.alert;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.centrifuge.config.AlertsConfig;
import dev.centrifuge.config.DestinationConfig;
import dev.centrifuge.config.load.ConfDir;
import dev.centrifuge.dispatch.traffic.DestinationState;
import dev.centrifuge.dispatch.traffic.Latency;
import dev.centrifuge.dispatch.traffic.Sample;
import dev.centrifuge.dispatch.traffic.Trouble;
import dev.centrifuge.event.Event;
import dev.centrifuge.jslt.Jslt;
import dev.centrifuge.jslt.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class AlertEventTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long AT = 1_700_000_000_000L;
    private static final Path DOCS = Path.of("docs/alerts.md");

    private final AlertEvent events = new AlertEvent(AlertsConfig.defaults(), "12345678", "node-1");

    private static Alert alert(Kind kind, String destination, long at) {
        Sample sample = new Sample(
                DestinationState.DOWN, at, new Trouble("timeout", 0, at), 0, 0, Latency.NONE, 12, at - 90_000);
        return new Alert(kind, destination, at, at - 2_000, at, false, sample, "timeout", 1, 65_000, 0);
    }

    private static JsonNode body(Event event) throws IOException {
        return JSON.readTree(event.body());
    }

    @Test
    void anAlert_isATrackEventOfTheReservedSource() throws IOException {
        Event event = events.of(alert(Kind.DOWN, "crm", AT));

        assertThat(event.envelope().source()).isEqualTo("centrifuge");
        assertThat(event.envelope().type()).isEqualTo("track");
        assertThat(event.envelope().receivedAt()).isEqualTo(AT);
        assertThat(new String(event.key())).isEqualTo("centrifuge:crm");
        assertThat(body(event)).isEqualTo(JSON.readTree("""
                {"type":"track","event":"Destination Down","messageId":"down-crm-28333333","userId":"crm",
                 "timestamp":"2023-11-14T22:13:20Z","receivedAt":"2023-11-14T22:13:20Z",
                 "properties":{"kind":"down","destination":"crm","state":"down","since":"2023-11-14T22:13:18Z",
                  "reason":"timeout","lastFailure":"timeout","lastFailureAt":"2023-11-14T22:13:20Z","times":1,
                  "repeated":false,"backlog":12,"backlogAgeSeconds":90,"node":"node-1"}}"""));
    }

    @Test
    void nodes_thatSeeTheSameMakeTheSameId_butForDeadLetters() {
        AlertEvent other = new AlertEvent(AlertsConfig.defaults(), "87654321", null);
        for (Kind kind : Kind.values()) {
            Alert here = alert(kind, "crm", AT);
            Alert there = alert(kind, "crm", AT + 1_000);
            boolean same = events.of(here)
                    .envelope()
                    .id()
                    .equals(other.of(there).envelope().id());
            assertThat(same).as(kind.word()).isEqualTo(kind != Kind.DEAD_LETTERS);
        }
        assertThat(Arrays.stream(Kind.values())
                        .map(kind ->
                                events.of(alert(kind, "crm", AT)).envelope().id()))
                .doesNotHaveDuplicates();
    }

    @Test
    void anId_isAsShortAsEachMustBe() {
        for (Kind kind : Kind.values()) {
            assertThat(events.of(alert(kind, "d".repeat(63), AT)).envelope().id())
                    .hasSizeLessThanOrEqualTo(100);
        }
    }

    /** What the guide shows is loaded, and makes of each kind what the guide says. */
    @Test
    void theGuidesExample_makesTextsForPeople(@TempDir Path directory) throws IOException {
        ConfDir conf = new ConfDir(directory)
                .raw("destinations/chat.json", block("json"))
                .raw("destinations/chat.jslt", block("jslt"))
                .variable("CHAT_WEBHOOK", "https://hooks.chat.example/services/T0/B0/x");
        DestinationConfig chat =
                Objects.requireNonNull(conf.valid().destinations().get("chat"));
        Jslt transform = Objects.requireNonNull(chat.payload().transform());

        assertThat(chat.alerted()).isTrue();
        assertThat(text(transform, Kind.DOWN))
                .isEqualTo("Destination Down: crm is down (timeout), 12 events wait, the oldest for 90 s");
        assertThat(text(transform, Kind.RECOVERED)).isEqualTo("Destination Recovered: crm, after 65 s");
        assertThat(text(transform, Kind.DEAD_LETTERS)).isEqualTo("Dead Letters: 1 of crm (timeout)");
        for (Kind kind : Kind.values()) {
            assertThat(text(transform, kind)).startsWith(kind.title() + ": ").contains("crm");
        }
    }

    private String text(Jslt transform, Kind kind) throws IOException {
        return transform
                .apply(Trees.of(events.of(alert(kind, "crm", AT))))
                .path("text")
                .asText();
    }

    private static String block(String language) throws IOException {
        Matcher block =
                Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(DOCS));
        List<String> found = block.results().map(each -> each.group(1)).toList();
        assertThat(found).as("blocks of %s in %s", language, DOCS).hasSize(1);
        return found.get(0);
    }
}
