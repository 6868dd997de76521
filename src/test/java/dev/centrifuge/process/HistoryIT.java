package dev.centrifuge.process;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What became of an event, asked of the packaged jar: delivered, filtered, refused, tried again, and left to a closed destination. */
class HistoryIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient client = HttpClient.newHttpClient();
    private Scene scene;

    @TempDir
    Path home;

    @BeforeEach
    void configure() throws Exception {
        scene = new Scene(Map.of("/refuses", "bad:status=400", "/fails", "down:status=500"));
        Conf.embedded(home)
                .destination("well", scene.sink.url("/well"))
                .destination("picky", scene.sink.url("/picky"), new JsonObject().put("filter", ".event == \"Other\""))
                .destination("refuses", scene.sink.url("/refuses"))
                .destination("fails", scene.sink.url("/fails"))
                .destination("off", scene.sink.url("/off"), new JsonObject().put("enabled", false))
                .write();
    }

    @AfterEach
    void stop() throws Exception {
        scene.close();
    }

    @Test
    void an_event_is_followed_to_each_destination() throws Exception {
        try (GatewayProcess gateway = GatewayProcess.start(home)) {
            post(gateway, "{\"messageId\":\"m1\",\"userId\":\"u\",\"event\":\"Tried It\"}");
            await().atMost(PATIENCE)
                    .until(
                            () -> states(gateway, "m1"),
                            states -> states.equals(Map.of(
                                    "well", "delivered",
                                    "picky", "filtered",
                                    "refuses", "dead http_400",
                                    "fails", "failing",
                                    "off", "detached closed")));

            JsonObject event = history(gateway, "m1").getJsonArray("events").getJsonObject(0);
            assertThat(new JsonObject(event.getString("payload")).getString("event"))
                    .isEqualTo("Tried It");
            JsonObject refuses = leg(event, "refuses");
            assertThat(refuses.getString("letter")).matches("\\d+-\\d+");
            assertThat(refuses.getJsonArray("attempts").getJsonObject(0).getInteger("status"))
                    .isEqualTo(400);
            JsonArray recent = get(gateway, "/v1/destinations/fails/attempts").getJsonArray("items");
            assertThat(recent.getJsonObject(0).getString("messageId")).isEqualTo("m1");
            assertThat(gateway.metric("centrifuge_attempts_dropped_total", "")).containsExactly(0.0);
            assertThat(gateway.terminate()).isZero();
        }
        try (GatewayProcess gateway = GatewayProcess.start(home)) {
            await().atMost(PATIENCE)
                    .until(() -> "delivered".equals(states(gateway, "m1").get("well")));
            assertThat(states(gateway, "m1")).containsEntry("refuses", "dead http_400");
            assertThat(states(gateway, "unheard-of")).isEmpty();
        }
    }

    /** By destination; what fails may be in memory, given back or delayed at any moment, but has attempts. */
    private Map<String, String> states(GatewayProcess gateway, String id) throws Exception {
        Map<String, String> states = new TreeMap<>();
        for (Object event : history(gateway, id).getJsonArray("events")) {
            for (Object each : ((JsonObject) event).getJsonArray("legs")) {
                JsonObject leg = (JsonObject) each;
                boolean failing = leg.getString("destination").equals("fails")
                        && !leg.getJsonArray("attempts").isEmpty();
                String why = leg.containsKey("why") ? " " + leg.getString("why") : "";
                states.put(leg.getString("destination"), failing ? "failing" : leg.getString("state") + why);
            }
        }
        return states;
    }

    private static JsonObject leg(JsonObject event, String destination) {
        return event.getJsonArray("legs").stream()
                .map(JsonObject.class::cast)
                .filter(leg -> leg.getString("destination").equals(destination))
                .findFirst()
                .orElseThrow();
    }

    private JsonObject history(GatewayProcess gateway, String id) throws Exception {
        return get(gateway, "/v1/events/" + id);
    }

    private JsonObject get(GatewayProcess gateway, String path) throws Exception {
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(URI.create(gateway.admin() + path)).build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new JsonObject(answer.body());
    }

    private void post(GatewayProcess gateway, String body) throws Exception {
        String key = Base64.getEncoder().encodeToString("key:".getBytes());
        HttpRequest request = HttpRequest.newBuilder(URI.create(gateway.ingest() + "/v1/track"))
                .header("authorization", "Basic " + key)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(200);
    }
}
