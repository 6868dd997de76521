package dev.centrifuge.process;

import dev.centrifuge.delivery.TestPki;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * On the packaged jar: destinations with a secret in each place that takes one, answers that repeat all they were sent, token
 * endpoints that do the same, and broken files with secrets in wrong places. None of it may be seen in the log, the metrics,
 * the pages of the admin port, a thread dump, the output of {@code check}, or any record in Kafka.
 */
class CanaryIT {
    private static final String CANARY = "c4n4ry";
    private static final String SIGNING = "whsec_" + base64("c4n4ry-signing-key-of-32-bytes-..");
    private static final List<String> REFUSING = List.of("bearer", "basic", "header", "segment", "oauth2");

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient http = HttpClient.newHttpClient();
    private final Set<String> echoed = ConcurrentHashMap.newKeySet();
    private final AtomicInteger brokenTokens = new AtomicInteger();
    private final TestPki pki = TestPki.shared();
    private int port;
    private Conf conf;

    @TempDir
    Path home;

    @BeforeEach
    void configure() throws Exception {
        HttpServer server = vertx.createHttpServer().requestHandler(this::echo);
        port = server.listen(0, "127.0.0.1").await(60, TimeUnit.SECONDS).actualPort();
        Files.createDirectories(home.resolve("conf"));
        Files.writeString(home.resolve("conf/client.pem"), pki.client().cert());
        Files.writeString(home.resolve("conf/client.key"), pki.client().key());
        conf = Conf.embedded(home).source("web", CANARY + "-write-key");
        destinations().forEach((id, settings) -> conf.destination(id, url(id), settings));
        conf.destination("mtls", "https://127.0.0.1:" + port + "/", new JsonObject().put("auth", mtls()));
        conf.write();
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().await(60, TimeUnit.SECONDS);
    }

    private Map<String, JsonObject> destinations() {
        String tokens = "http://127.0.0.1:" + port;
        Map<String, JsonObject> all = new LinkedHashMap<>();
        all.put(
                "bearer",
                auth(new JsonObject().put("type", "bearer").put("token", CANARY + "-token"))
                        .put("headers", new JsonObject().put("x-api-key", CANARY + "-header"))
                        .put("signing", new JsonObject().put("secrets", new JsonArray().add(SIGNING))));
        all.put(
                "basic",
                auth(new JsonObject()
                        .put("type", "basic")
                        .put("username", "jo")
                        .put("password", CANARY + "-password")));
        all.put(
                "header",
                auth(new JsonObject().put("type", "header").put("name", "x-key").put("value", CANARY + "-value")));
        all.put(
                "segment",
                new JsonObject()
                        .put(
                                "signing",
                                new JsonObject()
                                        .put("type", "segment")
                                        .put("secrets", new JsonArray().add(CANARY + "-shared"))));
        all.put("oauth2", auth(oauth2(tokens + "/token?key=" + CANARY + "-url", "client_secret_basic")));
        all.put("broken", auth(oauth2(tokens + "/broken-token", "client_secret_post")));
        all.put(
                "proxied",
                new JsonObject()
                        .put(
                                "proxy",
                                new JsonObject()
                                        .put("url", "http://127.0.0.1:1")
                                        .put("username", "jo")
                                        .put("password", CANARY + "-proxy")));
        return all;
    }

    private static JsonObject auth(JsonObject auth) {
        return new JsonObject().put("auth", auth);
    }

    private static JsonObject oauth2(String tokenUrl, String clientAuth) {
        return new JsonObject()
                .put("type", "oauth2")
                .put("tokenUrl", tokenUrl)
                .put("clientId", "client")
                .put("clientSecret", CANARY + "-secret")
                .put("clientAuth", clientAuth);
    }

    private static JsonObject mtls() {
        return new JsonObject().put("type", "mtls").put("cert", "../client.pem").put("key", "../client.key");
    }

    private String url(String id) {
        return "http://127.0.0.1:" + port + "/" + id + "?key=" + CANARY + "-query";
    }

    /** Repeats all that it gets, as debug pages do. */
    private void echo(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            String all = request.uri() + "\n" + request.headers() + "\n" + body;
            if (request.path().equals("/token")) {
                request.response()
                        .end(new JsonObject()
                                .put("access_token", CANARY + "-access-token")
                                .put("expires_in", 3600)
                                .encode());
                return;
            }
            if (request.path().equals("/broken-token")) {
                brokenTokens.incrementAndGet();
                request.response().setStatusCode(400).end(all);
                return;
            }
            echoed.add(request.path().substring(1));
            request.response().setStatusCode(422).end(all);
        });
    }

    @Test
    void secrets_areSeenNowhere() throws Exception {
        List<String> seen = new ArrayList<>();
        try (GatewayProcess gateway = GatewayProcess.start(home, "-Dcentrifuge.watch.millis=50");
                DeadLetters dead = new DeadLetters(conf.bootstrap())) {
            post(gateway);
            for (String id : REFUSING) {
                await().atMost(Duration.ofSeconds(60)).until(() -> !dead.of(id).isEmpty());
                assertThat(dead.of(id).toString()).as(id).contains("***");
            }
            await().atMost(Duration.ofSeconds(60)).until(() -> brokenTokens.get() >= 2);
            conf.write(
                    "bearer",
                    "{\"url\":\"http://u:c4n4ry@a/\",\"auth\":{\"type\":\"bearer\",\"token\":\"c4n4ry\\n\"}}");
            await().atMost(Duration.ofSeconds(60)).until(() -> refusals(gateway) > 0);
            for (String path : List.of("/", "/metrics", "/health/live", "/health/ready", "/v1/destinations")) {
                seen.add(get(gateway.admin() + path));
            }
            seen.add(threadDump(gateway.pid()));
            seen.add(check());
            seen.addAll(records());
            assertThat(gateway.terminate()).isZero();
            seen.add(gateway.log());
        }

        assertThat(echoed).containsAll(REFUSING);
        assertThat(seen).anyMatch(text -> text.contains("/url: ")).anyMatch(text -> text.contains("event-loop"));
        for (String secret : secrets()) {
            assertThat(seen)
                    .allSatisfy(text -> assertThat(excerptAround(text, secret)).isEmpty());
        }
    }

    private static double refusals(GatewayProcess gateway) throws IOException, InterruptedException {
        return gateway.metric("centrifuge_config_reload_total", "result=\"refused\"")[0];
    }

    private List<String> secrets() {
        return List.of(
                CANARY,
                SIGNING.substring("whsec_".length()),
                base64("jo:" + CANARY + "-password"),
                base64("jo:" + CANARY + "-proxy"),
                base64("client:" + CANARY + "-secret"),
                pki.client().key().lines().toList().get(3));
    }

    private static String excerptAround(String text, String secret) {
        int at = text.indexOf(secret);
        return at < 0 ? "" : text.substring(Math.max(0, at - 200), Math.min(text.length(), at + 40));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private void post(GatewayProcess gateway) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(gateway.ingest() + "/v1/track"))
                .header("authorization", "Basic " + base64(CANARY + "-write-key:"))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"userId\":\"u\",\"event\":\"e\",\"messageId\":\"m-1\"}"))
                .build();
        // 503 is what a machine with other things to do answers; the id makes trying again harmless.
        await().atMost(Duration.ofSeconds(60))
                .until(() -> http.send(request, HttpResponse.BodyHandlers.discarding())
                                .statusCode()
                        == 200);
    }

    private String get(String url) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
        return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    private static String threadDump(long pid) throws IOException {
        return output(tool("jcmd"), Long.toString(pid), "Thread.print");
    }

    /** Of the broken file that lies there by now. */
    private String check() throws IOException {
        return output(tool("java"), "-jar", GatewayProcess.JAR.toString(), "check", "--conf", home + "/conf");
    }

    private static String tool(String name) {
        return Path.of(System.getProperty("java.home"), "bin", name).toString();
    }

    private static String output(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** Every record of every topic of the gateway's, with its headers. */
    private List<String> records() {
        List<String> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", conf.bootstrap()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> all = consumer.listTopics().entrySet().stream()
                    .filter(topic -> topic.getKey().startsWith("centrifuge."))
                    .flatMap(topic -> topic.getValue().stream())
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(all);
            Map<TopicPartition, Long> ends = consumer.endOffsets(all);
            consumer.seekToBeginning(all);
            while (all.stream().anyMatch(one -> consumer.position(one) < ends.get(one))) {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> {
                    StringBuilder text = new StringBuilder(text(record.key())).append(text(record.value()));
                    record.headers().forEach(header -> text.append(header.key()).append(text(header.value())));
                    records.add(text.toString());
                });
            }
        }
        assertThat(records).isNotEmpty();
        return records;
    }

    private static String text(byte[] bytes) {
        return bytes == null ? "" : new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
