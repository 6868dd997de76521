package dev.centrifuge.admin.console;

import dev.centrifuge.process.Conf;
import dev.centrifuge.process.GatewayProcess;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The console at the packaged jar: what happens to destinations is seen, and what an operator does is done. */
@EnabledIf(value = "installed", disabledReason = "there is no chromium or no chromedriver in /usr/bin")
class ConsoleIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient http = HttpClient.newHttpClient();
    private final Vertx vertx = Vertx.vertx();
    private final Map<String, Integer> answers = new ConcurrentHashMap<>(Map.of("/crm", 200, "/picky", 400));
    private final Map<String, Set<String>> arrived = new ConcurrentHashMap<>();

    private Conf conf;

    @TempDir
    Path home;

    static boolean installed() {
        return Browser.installed();
    }

    @BeforeEach
    void configure() throws Exception {
        int port = vertx.createHttpServer()
                .requestHandler(this::answer)
                .listen(0, "127.0.0.1")
                .await(60, TimeUnit.SECONDS)
                .actualPort();
        conf = Conf.embedded(home)
                .destination("crm", "http://127.0.0.1:" + port + "/crm")
                .destination("picky", "http://127.0.0.1:" + port + "/picky")
                .write();
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().await(60, TimeUnit.SECONDS);
    }

    private void answer(HttpServerRequest request) {
        int status = answers.getOrDefault(request.path(), 404);
        request.body().onSuccess(body -> {
            if (status == 200) {
                arrived.computeIfAbsent(request.path(), path -> ConcurrentHashMap.newKeySet())
                        .add(String.valueOf(request.getHeader("webhook-id")));
            }
            request.response().setStatusCode(status).end("so it is");
        });
    }

    private void send(GatewayProcess gateway, String id) throws Exception {
        String key = Base64.getEncoder().encodeToString("key:".getBytes(StandardCharsets.US_ASCII));
        String body = new JsonObject()
                .put("messageId", id)
                .put("userId", id)
                .put("event", "Order Completed")
                .encode();
        HttpRequest request = HttpRequest.newBuilder(URI.create(gateway.ingest() + "/v1/track"))
                .header("authorization", "Basic " + key)
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        assertThat(http.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    }

    private JsonObject crm(GatewayProcess gateway) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(gateway.admin() + "/v1/destinations/crm"))
                .build();
        return new JsonObject(http.send(request, BodyHandlers.ofString()).body());
    }

    private static void eventually(ThrowingRunnable check) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).untilAsserted(check);
    }

    @Test
    void trouble_is_seen_and_steered() throws Exception {
        try (GatewayProcess gateway = GatewayProcess.start(home);
                Browser browser = new Browser()) {
            browser.screen(1280, 860, false).load(gateway.admin() + "/");
            eventually(() -> assertThat(browser.text(".verdict")).isEqualTo("All 2 destinations are well"));

            goes_down_and_is_shown(gateway, browser);
            is_paused_and_resumed(gateway, browser);
            event_is_found(browser);
            dead_letter_is_redriven(browser);
            dead_letter_that_cannot_be_written_is_told(gateway, browser);
            replay_is_followed(browser);
            assertThat(browser.complaints()).isEmpty();
        }
    }

    private void goes_down_and_is_shown(GatewayProcess gateway, Browser browser) throws Exception {
        answers.put("/crm", 503);
        for (int i = 0; i < 60; i++) {
            send(gateway, "msg-" + i);
        }
        await().atMost(PATIENCE).until(() -> crm(gateway).getString("state").equals("down"));
        eventually(() -> assertThat(browser.text(".troubles")).contains("down", "crm", "HTTP 503", "wait"));
    }

    private void is_paused_and_resumed(GatewayProcess gateway, Browser browser) throws Exception {
        browser.go("#/destination/crm");
        eventually(() -> assertThat(browser.text(".hero")).contains("down"));
        browser.press("Pause");
        browser.type("dialog [name=note]", "ticket 12");
        browser.enter("dialog [name=note]");
        eventually(() -> assertThat(browser.text(".hero")).contains("paused", "ticket 12"));
        assertThat(crm(gateway).getString("state")).isEqualTo("paused");

        answers.put("/crm", 200);
        browser.press("Resume");
        browser.click("dialog button[value=yes]");
        eventually(() -> assertThat(arrived.get("/crm")).hasSize(60));
        eventually(() -> assertThat(browser.text(".hero")).contains("ok"));
    }

    private void event_is_found(Browser browser) {
        browser.go("#/events?id=msg-7&source=web");
        eventually(() -> assertThat(browser.text("#main")).contains("delivered", "crm", "dead", "picky", "HTTP 503"));
    }

    private void dead_letter_is_redriven(Browser browser) {
        browser.go("#/dead?destination=picky");
        eventually(() -> assertThat(browser.count("tbody tr")).isEqualTo(50));
        answers.put("/picky", 200);
        browser.press("Redrive all that match");
        eventually(() -> assertThat(browser.text("dialog")).contains("Redrive 60 dead letters?"));
        browser.click("dialog button[value=yes]");
        eventually(() -> assertThat(arrived.get("/picky")).hasSize(60));
    }

    /** Not even one that only says where its event is. Others do not wait for it, and it is written when it can be. */
    private void dead_letter_that_cannot_be_written_is_told(GatewayProcess gateway, Browser browser) throws Exception {
        answers.put("/picky", 400);
        largestLetter("100");
        send(gateway, "msg-unwritten");
        browser.go("#/destination/picky");
        eventually(
                () -> assertThat(browser.text(".facts"))
                        .containsPattern(
                                "Cannot be written\\s+1 leg stays open and is tried again \\(centrifuge.dead: RecordTooLargeException\\)"));
        eventually(() -> assertThat(arrived.get("/crm")).contains("msg-unwritten"));

        largestLetter("1000000");
        eventually(() -> assertThat(browser.text(".facts")).doesNotContain("Cannot be written"));
        answers.put("/picky", 200);
    }

    private void largestLetter(String bytes) throws Exception {
        ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, "centrifuge.dead");
        AlterConfigOp set = new AlterConfigOp(new ConfigEntry("max.message.bytes", bytes), AlterConfigOp.OpType.SET);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", conf.bootstrap()))) {
            admin.incrementalAlterConfigs(Map.of(topic, List.of(set))).all().get(60, TimeUnit.SECONDS);
        }
    }

    private void replay_is_followed(Browser browser) {
        arrived.clear();
        browser.go("#/replays?destination=crm");
        eventually(() -> assertThat(browser.text("tbody")).contains("redrive", "done", "100 %"));
        browser.press("Count first");
        eventually(() -> assertThat(browser.text("dialog")).contains("Replay 61 events to crm?"));
        browser.click("dialog button[value=yes]");
        eventually(() -> assertThat(browser.text("tbody tr")).contains("replay", "done", "100 %", "61"));
        eventually(() -> assertThat(arrived.get("/crm")).hasSize(61));
    }
}
