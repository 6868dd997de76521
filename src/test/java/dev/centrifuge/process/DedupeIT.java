package dev.centrifuge.process;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The packaged jar, killed in between: what a client sends again is delivered once, to whoever is well and to whoever is not. */
class DedupeIT {
    private static final String DEDUPLICATED = "centrifuge_deduplicated_total";
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final HttpClient http = HttpClient.newHttpClient();
    private Scene scene;

    @TempDir
    Path home;

    @BeforeEach
    void configure() throws Exception {
        scene = new Scene();
        mode("down");
        Conf.embedded(home)
                .source("app", "other")
                .destination("well", scene.sink.url("/well"))
                .destination("ill", scene.sink.url("/ill"))
                .write();
    }

    @AfterEach
    void stop() throws Exception {
        scene.close();
    }

    private void mode(String ofIll) throws Exception {
        scene.sink.mode("/ill", ofIll).toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    private void post(GatewayProcess gateway, String key, String id) throws Exception {
        String body = "{\"event\":\"Tested\",\"userId\":\"u\",\"messageId\":\"" + id + "\"}";
        String authorization = "Basic " + Base64.getEncoder().encodeToString((key + ":").getBytes());
        HttpRequest request = HttpRequest.newBuilder(URI.create(gateway.ingest() + "/v1/track"))
                .header("authorization", authorization)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(200);
    }

    private static void awaitSuppressed(GatewayProcess gateway, String source, double events) {
        await().atMost(PATIENCE).until(() -> {
            double[] counted = gateway.metric(DEDUPLICATED, "source=\"" + source + "\"");
            return counted.length == 1 && counted[0] == events;
        });
    }

    @Test
    void postedAgain_alsoAfterAKill_isDeliveredOnce() throws Exception {
        try (GatewayProcess gateway = GatewayProcess.start(home)) {
            for (int i = 0; i < 3; i++) {
                post(gateway, "key", "again");
            }
            post(gateway, "other", "again");
            awaitSuppressed(gateway, "web", 2);
            await().atMost(PATIENCE).until(() -> scene.sink.count("/well", "again") == 2);
            awaitRecorded(gateway);
        }
        try (GatewayProcess gateway = GatewayProcess.start(home)) {
            post(gateway, "key", "again");
            post(gateway, "other", "again");
            post(gateway, "key", "last");
            awaitSuppressed(gateway, "web", 1);
            awaitSuppressed(gateway, "app", 1);
            mode("ok");
            await().atMost(PATIENCE)
                    .until(() -> scene.sink.ids("/ill").contains("last") && scene.sink.count("/ill", "again") >= 2);
            await().atMost(PATIENCE).until(() -> gateway.metric("centrifuge_skipped_legs", "")[0] == 0);
            assertThat(gateway.terminate()).isZero();
        }
        assertThat(scene.sink.count("/well", "again")).as("one of each source").isEqualTo(2);
        assertThat(scene.sink.count("/ill", "again")).as("one of each source").isEqualTo(2);
        assertThat(scene.sink.count("/well", "last")).isEqualTo(1);
    }

    /** What was delivered within the last interval is not on record, and a kill may double it: not what is looked for here. */
    private void awaitRecorded(GatewayProcess gateway) throws Exception {
        String commits = "centrifuge_checkpoint_duration_seconds_count";
        double enough = gateway.metric(commits, "")[0] + 3;
        for (int i = 0; gateway.metric(commits, "")[0] < enough; i++) {
            post(gateway, "key", "other-" + i);
        }
    }
}
