package dev.centrifuge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.centrifuge.config.Configuration;
import dev.centrifuge.config.load.ConfigLoader;
import dev.centrifuge.config.load.Loaded;
import dev.centrifuge.embedded.TestBroker;
import dev.centrifuge.process.Asked;
import dev.centrifuge.tools.sink.Sink;
import dev.centrifuge.tools.sink.SinkOptions;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Whole gateways and a broker: what operators decide holds over restarts, and nothing is lost by it. */
@ExtendWith({TestBroker.class, VertxExtension.class})
class OperatorStateTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Duration LONG = Duration.ofSeconds(60);

    private Sink sink;

    @TempDir
    Path conf;

    @BeforeEach
    void configure(Vertx vertx, TestBroker.Handle kafka) throws Exception {
        sink = Sink.start(vertx, SinkOptions.standard().withPaths(Map.of("/leaver", "gone")))
                .toCompletionStage()
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS);
        write("gateway.json", """
                {"ingest":{"port":0},"admin":{"port":0},"kafka":{"bootstrap":"%s"},
                 "topics":{"prefix":"%s","partitions":2}}""".formatted(kafka.bootstrap(), kafka.prefix()));
        write("sources/web.json", "{\"writeKeys\":[\"key\"]}");
        for (String id : new String[] {"crm", "other", "leaver"}) {
            write(
                    "destinations/" + id + ".json",
                    "{\"url\":\"%s\",\"privateNetwork\":true,\"headers\":{\"x-key\":\"s3cret-value\"}}"
                            .formatted(sink.url("/" + id)));
        }
    }

    private void write(String file, String text) throws Exception {
        Path path = conf.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private Gateway start() throws Exception {
        Loaded loaded = ConfigLoader.ofProcess().load(conf);
        assertThat(loaded).as(loaded.toString()).isInstanceOf(Loaded.Valid.class);
        Configuration configuration = ((Loaded.Valid) loaded).configuration();
        return new Gateway(configuration);
    }

    private static void stop(Gateway gateway) throws Exception {
        Asked.balanced(gateway.adminUrl());
        gateway.stop();
    }

    private static void event(Gateway gateway, String id) throws Exception {
        String key = Base64.getEncoder().encodeToString("key:".getBytes(StandardCharsets.UTF_8));
        HttpResponse<String> answer = HTTP.send(
                HttpRequest.newBuilder(URI.create(gateway.ingestUrl() + "/v1/track"))
                        .header("authorization", "Basic " + key)
                        .header("content-type", "application/json")
                        .POST(BodyPublishers.ofString(
                                "{\"userId\":\"u\",\"event\":\"e\",\"messageId\":\"%s\"}".formatted(id)))
                        .build(),
                BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private static JsonNode admin(Gateway gateway, String method, String path) throws Exception {
        HttpResponse<byte[]> answer = HTTP.send(
                HttpRequest.newBuilder(URI.create(gateway.adminUrl() + path))
                        .method(method, BodyPublishers.noBody())
                        .build(),
                BodyHandlers.ofByteArray());
        JsonNode body = JSON.readTree(answer.body());
        assertThat(answer.statusCode()).as(body.toString()).isEqualTo(200);
        return body;
    }

    private static JsonNode show(Gateway gateway, String id) throws Exception {
        return admin(gateway, "GET", "/v1/destinations/" + id);
    }

    private long asked(String path) {
        return sink.stats().paths().get(path).requests();
    }

    private void awaitArrived(String path, String... ids) {
        await().atMost(LONG).until(() -> sink.ids(path).containsAll(List.of(ids)));
    }

    @Test
    void pauseAndGone_holdOverARestart_andLoseNothing() throws Exception {
        Gateway first = start();
        event(first, "e1");
        awaitArrived("/crm", "e1");
        await().atMost(LONG)
                .until(() -> show(first, "leaver").path("state").asText().equals("gone"));
        assertThat(admin(first, "POST", "/v1/destinations/crm/pause")
                        .path("state")
                        .asText())
                .isEqualTo("paused");
        event(first, "e2");
        awaitArrived("/other", "e1", "e2");
        await().atMost(LONG).until(() -> show(first, "crm").path("backlog").asLong() >= 1);
        stop(first);

        long asked = asked("/leaver");
        Gateway second = start();
        event(second, "e3");
        awaitArrived("/other", "e3");
        await().atMost(LONG).until(() -> show(second, "crm").path("backlog").asLong() >= 2);
        assertThat(show(second, "crm").path("state").asText()).isEqualTo("paused");
        assertThat(show(second, "crm").path("backlogAgeSeconds").asDouble()).isPositive();
        assertThat(show(second, "leaver").path("state").asText()).isEqualTo("gone");
        assertThat(show(second, "leaver").at("/reason/status").asInt()).isEqualTo(410);
        assertThat(sink.ids("/crm")).containsExactly("e1");
        assertThat(asked("/leaver")).isEqualTo(asked).isPositive();

        JsonNode tested = admin(second, "POST", "/v1/destinations/crm/test");
        assertThat(tested.path("outcome").asText()).as(tested.toString()).isEqualTo("delivered");
        assertThat(tested.toString()).doesNotContain("s3cret-value");
        assertThat(tested.at("/request/headers/x-centrifuge-test").asText()).isEqualTo("true");
        String sample = JSON.readTree(tested.at("/request/body").asText())
                .path("messageId")
                .asText();

        admin(second, "POST", "/v1/destinations/crm/resume");
        sink.mode("/leaver", "ok").toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
        admin(second, "POST", "/v1/destinations/leaver/resume");
        awaitArrived("/crm", "e2", "e3");
        awaitArrived("/leaver", "e1", "e2", "e3");
        assertThat(sink.ids("/crm")).containsExactlyInAnyOrder("e1", sample, "e2", "e3");
        await().atMost(LONG)
                .until(() -> show(second, "crm").path("state").asText().equals("ok"));
        assertThat(admin(second, "GET", "/v1/audit").path("items").findValuesAsText("action"))
                .containsExactly("resume", "resume", "test", "pause");
        assertThat(admin(second, "GET", "/v1/config").toString()).doesNotContain("\"key\"");
        stop(second);
    }
}
