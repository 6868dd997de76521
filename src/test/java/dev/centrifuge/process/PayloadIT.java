package dev.centrifuge.process;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Filters, transforms, holes, formats and batches through the packaged gateway; and that every leg is accounted for. */
class PayloadIT {
    private static final int EVENTS = 30;
    private static final Duration SOON = Duration.ofSeconds(60);

    private record Got(String uri, String contentType, String body) {}

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = HttpClient.newHttpClient();
    private final ConcurrentLinkedQueue<Got> got = new ConcurrentLinkedQueue<>();

    @TempDir
    Path home;

    private Conf conf;

    @BeforeEach
    void configure() throws Exception {
        HttpServer server = vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> {
                    boolean refused =
                            request.uri().equals("/batched") && body.toString().contains("{\"n\":11}");
                    if (!refused) {
                        got.add(new Got(request.uri(), request.getHeader("content-type"), body.toString()));
                    }
                    request.response().setStatusCode(refused ? 400 : 200).end();
                }));
        String url = "http://127.0.0.1:"
                + server.listen(0, "127.0.0.1")
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get(60, TimeUnit.SECONDS)
                        .actualPort();
        conf = Conf.embedded(home)
                .destination("all", url + "/all")
                .destination("even", url + "/even/{.userId}?n={.properties.n}", even(false))
                .destination(
                        "strict",
                        url + "/strict",
                        new JsonObject().put("filter", "if (.properties.n == 7) error(\"seven\") else true"))
                .destination("first", url + "/first", new JsonObject().put("transform", "if (.properties.n < 10) ."))
                .destination("batched", url + "/batched", batched())
                .write();
        Files.writeString(home.resolve("conf/destinations/even.jslt"), "{\"n\": .properties.n}");
    }

    private static JsonObject even(boolean enabled) {
        return new JsonObject()
                .put("enabled", enabled)
                .put("format", "ndjson")
                .put("filter", "mod(.properties.n, 2) == 0")
                .put("transform", new JsonObject().put("file", "even.jslt"));
    }

    private static JsonObject batched() {
        return new JsonObject()
                .put("format", "ndjson")
                .put("transform", "if (.properties.n == 3) error(\"three\") else {\"n\": .properties.n}")
                .put("batch", new JsonObject().put("maxEvents", 7).put("linger", "100ms"));
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    @Test
    void each_destination_gets_its_own_and_every_leg_is_accounted_for() throws Exception {
        try (GatewayProcess gateway = GatewayProcess.start(home, "-Dcentrifuge.watch.millis=20")) {
            for (int n = 0; n < EVENTS; n++) {
                post(gateway, n);
            }
            await().atMost(SOON).untilAsserted(() -> {
                assertThat(to("/all")).isEqualTo(EVENTS);
                assertThat(to("/strict")).isEqualTo(EVENTS - 1);
                assertThat(to("/first")).isEqualTo(10);
            });
            assertThat(to("/even")).as("it is disabled").isZero();

            // What it was skipped for is read again, and asked for then.
            conf.write(
                    "even", conf.destination("even").copy().mergeIn(even(true)).encode());
            await().atMost(SOON).until(() -> to("/even") == EVENTS / 2);

            assertThat(seen("/even"))
                    .isEqualTo(new TreeSet<>(IntStream.range(0, EVENTS)
                            .filter(n -> n % 2 == 0)
                            .mapToObj(n -> "/even/u%2F" + n + "?n=" + n + " application/x-ndjson {\"n\":" + n + "}\n")
                            .toList()));
            assertBatches();
            assertDeadLetter();
            assertAccounts(gateway);
            assertThat(gateway.terminate()).isZero();
        }
    }

    private void post(GatewayProcess gateway, int n) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(gateway.ingest() + "/v1/track"))
                .header(
                        "authorization",
                        "Basic " + Base64.getEncoder().encodeToString("key:".getBytes(StandardCharsets.UTF_8)))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"userId\":\"u/" + n + "\",\"event\":\"Tried\",\"properties\":{\"n\":" + n + "}}"))
                .build();
        assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(200);
    }

    private long to(String path) {
        return got.stream().filter(g -> g.uri().startsWith(path)).count();
    }

    private TreeSet<String> seen(String path) {
        TreeSet<String> seen = new TreeSet<>();
        got.stream()
                .filter(g -> g.uri().startsWith(path))
                .forEach(g -> seen.add(g.uri() + " " + g.contentType() + " " + g.body()));
        return seen;
    }

    /** One that cannot be made and one that is refused do not hold up those that they were gathered with. */
    private void assertBatches() {
        List<String> all = IntStream.range(0, EVENTS)
                .filter(n -> n != 3 && n != 11)
                .mapToObj(n -> "{\"n\":" + n + "}")
                .toList();
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(got.stream()
                                .filter(g -> g.uri().equals("/batched"))
                                .flatMap(g -> g.body().lines()))
                        .containsExactlyInAnyOrderElementsOf(all));
        assertThat(to("/batched")).as("requests").isLessThan(all.size());
        try (DeadLetters dead = new DeadLetters(conf.bootstrap())) {
            List<String> reasons = new ArrayList<>();
            await().atMost(SOON).until(() -> {
                reasons.clear();
                dead.of("batched").forEach(letter -> reasons.add(letter.get("reason")));
                return reasons.size() >= 2;
            });
            assertThat(reasons).containsExactlyInAnyOrder("transform", "http_400");
        }
    }

    private void assertDeadLetter() {
        List<Map<String, String>> letters = new ArrayList<>();
        try (DeadLetters dead = new DeadLetters(conf.bootstrap())) {
            await().atMost(SOON).until(() -> {
                letters.clear();
                letters.addAll(dead.of("strict"));
                return !letters.isEmpty();
            });
        }
        assertThat(letters).singleElement().satisfies(letter -> {
            assertThat(letter).containsEntry("reason", "filter").containsEntry("attempts", "0");
            assertThat(letter.get("answer")).contains("seven");
        });
    }

    /** The funnel: every leg was delivered, filtered or is dead. */
    private static void assertAccounts(GatewayProcess gateway) {
        await().atMost(SOON).untilAsserted(() -> {
            assertThat(sum(gateway, "centrifuge_legs_filtered_total", "destination=\"even\""))
                    .isEqualTo(15);
            assertThat(sum(gateway, "centrifuge_legs_filtered_total", "destination=\"first\""))
                    .isEqualTo(20);
            assertThat(sum(gateway, "centrifuge_dead_total", "reason=\"filter\""))
                    .isEqualTo(1);
            assertThat(sum(gateway, "centrifuge_deliveries_total", "source=\"web\"")
                            + sum(gateway, "centrifuge_legs_filtered_total", "source=\"web\"")
                            + sum(gateway, "centrifuge_dead_total", "source=\"web\""))
                    .isEqualTo(sum(gateway, "centrifuge_legs_routed_total", "source=\"web\""))
                    .isEqualTo(5.0 * EVENTS);
        });
    }

    private static double sum(GatewayProcess gateway, String metric, String labels) throws Exception {
        double sum = 0;
        for (double value : gateway.metric(metric, labels)) {
            sum += value;
        }
        return sum;
    }
}
