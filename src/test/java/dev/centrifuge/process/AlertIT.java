package dev.centrifuge.process;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** One destination is down, another refuses its events, and a third is told of it by the packaged jar, as soon as it asks. */
class AlertIT {
    private static final Duration SOON = Duration.ofSeconds(90);

    /** More than open a breaker. */
    private static final int MANY = 100;

    private static final int FEW = 20;

    private final HttpClient client = HttpClient.newHttpClient();
    private final Vertx vertx = Vertx.vertx();
    private final Queue<JsonObject> told = new ConcurrentLinkedQueue<>();
    private Scene scene;
    private Conf conf;
    private String chat;

    @TempDir
    Path home;

    @BeforeEach
    void configure() throws Exception {
        HttpServer server = vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> {
                    told.add(body.toJsonObject());
                    request.response().end();
                }));
        chat = "http://127.0.0.1:"
                + server.listen(0, "127.0.0.1")
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get(60, TimeUnit.SECONDS)
                        .actualPort()
                + "/";
        scene = new Scene(Map.of("/crm", "down:status=503", "/strict", "bad:status=422"));
        conf = Conf.embedded(home)
                .gateway(
                        "alerts",
                        new JsonObject()
                                .put("backlogAge", "2s")
                                .put("interval", "1s")
                                .put("repeat", "0ms"))
                .destination("all", scene.sink.url("/all"))
                .destination(
                        "crm",
                        scene.sink.url("/crm"),
                        new JsonObject()
                                .put(
                                        "retry",
                                        new JsonObject().put("initial", "100ms").put("max", "1s")))
                .destination("strict", scene.sink.url("/strict"))
                .write();
    }

    @AfterEach
    void stop() throws Exception {
        scene.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    @Test
    void trouble_isToldToWhoAsks_andSoIsItsEnd() throws Exception {
        try (GatewayProcess gateway = GatewayProcess.start(home)) {
            assertThat(scene.ledger.post(gateway.ingest(), MANY)).isTrue();
            await().atMost(SOON)
                    .until(() -> get(gateway, "/v1/destinations/crm").encode().contains("\"state\":\"down\""));
            assertThat(get(gateway, "/v1/sources").encode()).doesNotContain("centrifuge");
            assertThat(gateway.metric("centrifuge_alerts_total", "")).containsOnly(0.0);

            conf.destination("chat", chat, new JsonObject().put("sources", new JsonArray().add("centrifuge")))
                    .write();
            await().atMost(SOON)
                    .until(() -> !of("down", "crm").isEmpty()
                            && !of("backlog-old", "crm").isEmpty());
            await().atMost(SOON).until(() -> posted(gateway) && letters() >= FEW);
            heal();
            await().atMost(SOON)
                    .until(() -> !of("recovered", "crm").isEmpty()
                            && !of("backlog-fresh", "crm").isEmpty());

            told(gateway);
            assertThat(gateway.terminate()).isZero();
        }
    }

    private boolean posted;

    /** Once: what died before somebody asked is not told. */
    private boolean posted(GatewayProcess gateway) {
        posted = posted || scene.ledger.post(gateway.ingest(), FEW);
        return posted;
    }

    private void told(GatewayProcess gateway) throws Exception {
        JsonObject down = of("down", "crm").get(0);
        assertThat(of("down", "crm")).hasSize(1);
        assertThat(of("recovered", "crm")).hasSize(1);
        assertThat(down.getString("event")).isEqualTo("Destination Down");
        assertThat(down.getJsonObject("properties").getString("reason")).isEqualTo("http_503");
        assertThat(down.getJsonObject("properties").getInteger("backlog")).isPositive();
        assertThat(letters()).isEqualTo(FEW);
        assertThat(told.toString()).as("no address of anybody").doesNotContain("127.0.0.1");

        assertThat(scene.sink.ids("/all")).as("who takes all sources").allMatch(id -> id.startsWith("key"));
        assertThat(post(gateway, "centrifuge")).as("by a client").isEqualTo(401);
        assertThat(gateway.metric("centrifuge_alerts_total", "kind=\"down\"")).containsExactly(1.0);
        assertThat(gateway.metric("centrifuge_alerts_lost_total", "")).containsOnly(0.0);
        await().atMost(SOON)
                .until(() -> get(gateway, "/v1/events/" + down.getString("messageId"))
                        .getJsonArray("events")
                        .getJsonObject(0)
                        .getJsonArray("legs")
                        .encode()
                        .contains("\"destination\":\"chat\",\"state\":\"delivered\""));
        await().atMost(SOON).until(() -> balanced(get(gateway, "/v1/funnel?by=pair&source=centrifuge")));
        assertThat(get(gateway, "/v1/sources").encode()).contains("\"id\":\"centrifuge\",\"configured\":true");
    }

    private boolean balanced(JsonObject funnel) {
        JsonArray rows = funnel.getJsonArray("rows");
        return rows.size() == 1
                && rows.getJsonObject(0).getString("destination").equals("chat")
                && rows.getJsonObject(0).getInteger("delivered") == told.size();
    }

    private List<JsonObject> of(String kind, String destination) {
        return told.stream()
                .filter(alert ->
                        alert.getJsonObject("properties").getString("kind").equals(kind))
                .filter(alert -> alert.getString("userId").equals(destination))
                .toList();
    }

    private int letters() {
        return of("dead-letters", "strict").stream()
                .mapToInt(alert -> alert.getJsonObject("properties").getInteger("letters"))
                .sum();
    }

    private void heal() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(scene.sink.url("/_sink/mode?path=/crm")))
                .PUT(HttpRequest.BodyPublishers.ofString("ok"))
                .build();
        assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(204);
    }

    private int post(GatewayProcess gateway, String key) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(gateway.ingest() + "/v1/track"))
                .header("authorization", "Basic " + Base64.getEncoder().encodeToString((key + ":").getBytes()))
                .POST(HttpRequest.BodyPublishers.ofString("{\"userId\":\"u\",\"event\":\"Forged\"}"))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
    }

    private JsonObject get(GatewayProcess gateway, String path) throws Exception {
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(URI.create(gateway.admin() + path)).build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new JsonObject(answer.body());
    }
}
