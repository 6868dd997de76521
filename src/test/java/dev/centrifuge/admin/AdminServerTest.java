package dev.centrifuge.admin;

import dev.centrifuge.admin.http.Reply;
import dev.centrifuge.admin.http.Routes;
import dev.centrifuge.config.AdminConfig;
import dev.centrifuge.config.Secret;
import dev.centrifuge.metrics.Check;
import dev.centrifuge.metrics.Check.Kind;
import dev.centrifuge.metrics.Health;
import dev.centrifuge.metrics.Metrics;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AdminServerTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static Vertx vertx;
    private static Metrics metrics;

    private final AtomicBoolean logAvailable = new AtomicBoolean(true);
    private final AtomicBoolean alive = new AtomicBoolean(true);
    private final AtomicBoolean configValid = new AtomicBoolean(true);
    private @Nullable AdminServer server;

    @BeforeAll
    static void open() {
        vertx = Vertx.vertx();
        metrics = new Metrics("1.2.3");
        metrics.configured(Set.of("web"), Set.of("crm"));
    }

    @AfterAll
    static void close() throws Exception {
        metrics.close();
        await(vertx.close());
    }

    @AfterEach
    void stop() throws Exception {
        if (server != null) {
            await(server.close());
        }
    }

    @Test
    void live_asks_only_what_a_restart_would_help() throws Exception {
        start("127.0.0.1", null);
        logAvailable.set(false);
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
        alive.set(false);
        assertThat(get("/health/live").statusCode()).isEqualTo(503);
    }

    @Test
    void ready_is_false_when_a_post_would_fail_and_says_why() throws Exception {
        start("127.0.0.1", null);
        HttpResponse<String> up = get("/health/ready");
        assertThat(up.statusCode()).isEqualTo(200);
        assertThat(up.headers().firstValue("content-type")).contains("application/json");
        assertThat(up.body())
                .startsWith("{\"status\":\"up\"")
                .contains("{\"name\":\"log\",\"kind\":\"readiness\",\"ok\":true}");

        logAvailable.set(false);
        HttpResponse<String> down = get("/health/ready");
        assertThat(down.statusCode()).isEqualTo(503);
        assertThat(down.body())
                .startsWith("{\"status\":\"down\"")
                .contains("{\"name\":\"log\",\"kind\":\"readiness\",\"ok\":false,\"problem\":\"no acknowledgement\"}");
    }

    @Test
    void advice_is_shown_but_takes_no_traffic_away() throws Exception {
        start("127.0.0.1", null);
        configValid.set(false);
        HttpResponse<String> ready = get("/health/ready");
        assertThat(ready.statusCode()).isEqualTo(200);
        assertThat(ready.body()).contains("the change on disk was refused");
    }

    @Test
    void metrics_come_as_the_scraper_wants_them() throws Exception {
        start("127.0.0.1", null);
        HttpResponse<String> text = get("/metrics");
        assertThat(text.headers().firstValue("content-type")).contains("text/plain; version=0.0.4; charset=utf-8");
        assertThat(text.body())
                .contains("centrifuge_build_info{")
                .contains("version=\"1.2.3\"")
                .contains("jvm_memory_used_bytes")
                .doesNotContain("# EOF");
        HttpResponse<String> open = get("/metrics", "accept", "application/openmetrics-text;version=1.0.0,*/*;q=0.1");
        assertThat(open.headers().firstValue("content-type").orElseThrow()).startsWith("application/openmetrics-text");
        assertThat(open.body()).endsWith("# EOF\n");
    }

    @Test
    void home_is_the_console() throws Exception {
        start("127.0.0.1", null);
        HttpResponse<String> home = get("/");
        assertThat(home.headers().firstValue("content-type")).contains("text/html; charset=utf-8");
        assertThat(home.body()).contains("<title>Centrifuge</title>", "type=\"module\"");
    }

    @Test
    void the_token_guards_everything_but_health_and_the_console_which_holds_nothing() throws Exception {
        start("127.0.0.1", "s3cret");
        assertThat(get("/health/ready").statusCode()).isEqualTo(200);
        for (String path : List.of("/metrics", "/nothing")) {
            HttpResponse<String> refused = get(path);
            assertThat(refused.statusCode()).as(path).isEqualTo(401);
            assertThat(refused.headers().firstValue("www-authenticate").orElseThrow())
                    .startsWith("Bearer");
            assertThat(get(path, "authorization", "Bearer s3cres").statusCode()).isEqualTo(401);
            assertThat(get(path, "authorization", "Basic s3cret").statusCode()).isEqualTo(401);
        }
        assertThat(get("/metrics", "authorization", "Bearer s3cret").statusCode())
                .isEqualTo(200);
    }

    @Test
    void without_a_token_it_opens_to_this_machine_only() {
        // Whether the configuration refuses it already or the server does: it must not open.
        for (String host : List.of("0.0.0.0", "::", "192.168.1.1", "gateway.example", "127.0.0.1.example")) {
            assertThatThrownBy(() -> await(AdminServer.start(
                            vertx,
                            new AdminConfig(host, 0, null),
                            metrics,
                            health(),
                            List.of(),
                            () -> AdminFixture.NOW)))
                    .as(host)
                    .hasStackTraceContaining("token");
            assertThat(Loopback.binds(host)).as(host).isFalse();
        }
        for (String host : List.of("127.0.0.1", "127.8.9.1", "::1", "localhost", "LOCALHOST")) {
            assertThat(Loopback.binds(host)).as(host).isTrue();
        }
    }

    @Test
    void with_a_token_it_opens_to_others_whatever_they_call_it() throws Exception {
        start("0.0.0.0", "s3cret");
        assertThat(raw("GET /health/live HTTP/1.1\r\nHost: gateway.example\r\n\r\n"))
                .startsWith("HTTP/1.1 200");
    }

    @Test
    void a_name_bound_to_loopback_by_somebody_else_is_refused() throws Exception {
        int port = start("127.0.0.1", null);
        assertThat(raw("GET /metrics HTTP/1.1\r\nHost: evil.example:" + port + "\r\n\r\n"))
                .startsWith("HTTP/1.1 421")
                .contains("application/problem+json");
        assertThat(raw("GET /health/live HTTP/1.1\r\nHost: evil.example:" + port + "\r\n\r\n"))
                .startsWith("HTTP/1.1 421");
        assertThat(raw("GET /metrics HTTP/1.1\r\nHost: localhost:" + port + "\r\nHost: evil.example\r\n\r\n"))
                .startsWith("HTTP/1.1 4");
        assertThat(raw("GET /health/live HTTP/1.1\r\nHost: [::1]:" + port + "\r\n\r\n"))
                .startsWith("HTTP/1.1 200");
    }

    @Test
    void pages_of_other_origins_are_refused() throws Exception {
        int port = start("127.0.0.1", null);
        assertThat(get("/metrics", "origin", "http://evil.example").statusCode())
                .isEqualTo(403);
        assertThat(get("/metrics", "origin", "null").statusCode()).isEqualTo(403);
        HttpResponse<String> own = get("/metrics", "origin", "http://127.0.0.1:" + port);
        assertThat(own.statusCode()).isEqualTo(200);
        assertThat(own.headers().firstValue("access-control-allow-origin")).isEmpty();
    }

    @Test
    void errors_are_problems() throws Exception {
        int port = start("127.0.0.1", null);
        HttpResponse<String> missing = get("/nothing");
        assertThat(missing.statusCode()).isEqualTo(404);
        assertThat(missing.headers().firstValue("content-type")).contains("application/problem+json");
        assertThat(missing.body()).contains("\"status\":404").contains("\"type\":\"about:blank\"");
        for (String target : List.of("/%zz", "/a%2", "*", "a")) {
            assertThat(raw("GET " + target + " HTTP/1.1\r\nHost: localhost:" + port + "\r\n\r\n"))
                    .as(target)
                    .startsWith("HTTP/1.1 4");
        }

        for (String method : List.of("POST", "PUT", "DELETE", "OPTIONS")) {
            HttpResponse<String> wrong = send(method, "/metrics");
            assertThat(wrong.statusCode()).as(method).isEqualTo(405);
            assertThat(wrong.headers().firstValue("allow")).contains("GET, HEAD");
        }
    }

    @Test
    void head_answers_without_a_body() throws Exception {
        start("127.0.0.1", null);
        HttpResponse<String> head = send("HEAD", "/health/ready");
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
    }

    @Test
    void the_health_check_of_the_image_asks_for_readiness() throws Exception {
        int port = start("127.0.0.1", "s3cret");
        assertThat(healthcheck(port)).isZero();
        logAvailable.set(false);
        assertThat(healthcheck(port)).isNotZero();
        await(server.close());
        server = null;
        assertThat(healthcheck(port)).isNotZero();
    }

    private static int healthcheck(int port) throws IOException, InterruptedException {
        ProcessBuilder check = new ProcessBuilder("docker/healthcheck")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        check.environment().put("CENTRIFUGE_ADMIN_PORT", Integer.toString(port));
        Process process = check.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    @Test
    void what_operators_ask_first_is_asked_in_advance_with_the_token() throws Exception {
        CountDownLatch listed = new CountDownLatch(1);
        CountDownLatch scraped = new CountDownLatch(1);
        Routes list = api -> api.get("/v1/destinations", Set.of("limit"), call -> {
            listed.countDown();
            return Future.succeededFuture(Reply.ok(List.of()));
        });
        try (Metrics watched = new Metrics("1")) {
            watched.gauge("asked", "tells that it was", () -> {
                scraped.countDown();
                return 1;
            });
            server = await(AdminServer.start(
                    vertx,
                    new AdminConfig("0.0.0.0", 0, new Secret("s3cret")),
                    watched,
                    health(),
                    List.of(list),
                    () -> AdminFixture.NOW));
            server.prime();
            assertThat(listed.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(scraped.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void a_scrape_leaves_the_event_loop_free() throws Exception {
        // A probe that blocks holds the page's worker; health must be answered meanwhile.
        CountDownLatch asked = new CountDownLatch(1);
        try (Metrics slow = new Metrics("1")) {
            slow.gauge("stuck", "blocks until released", () -> {
                asked.countDown();
                return blockUntil(alive);
            });
            alive.set(false);
            server = await(AdminServer.start(
                    vertx, new AdminConfig("127.0.0.1", 0, null), slow, health(), List.of(), () -> AdminFixture.NOW));
            var scrape = CLIENT.sendAsync(request("/metrics").build(), BodyHandlers.ofString());
            assertThat(asked.await(60, TimeUnit.SECONDS)).isTrue();
            assertThat(get("/health/ready").statusCode()).isEqualTo(503);
            assertThat(scrape).isNotDone();
            alive.set(true);
            assertThat(scrape.get(60, TimeUnit.SECONDS).body()).contains("centrifuge_stuck 1.0");
        }
    }

    private static double blockUntil(AtomicBoolean flag) {
        while (!flag.get()) {
            Thread.onSpinWait();
        }
        return 1;
    }

    private int start(String host, @Nullable String token) throws Exception {
        Secret secret = token == null ? null : new Secret(token);
        server = await(AdminServer.start(
                vertx, new AdminConfig(host, 0, secret), metrics, health(), List.of(), () -> AdminFixture.NOW));
        return server.port();
    }

    private Health health() {
        return new Health(List.of(
                Check.of("loops", Kind.LIVENESS, alive::get, "stuck"),
                Check.of("log", Kind.READINESS, logAvailable::get, "no acknowledgement"),
                Check.of("config", Kind.ADVISORY, configValid::get, "the change on disk was refused")));
    }

    private HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = request(path);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> send(String method, String path) throws IOException, InterruptedException {
        return CLIENT.send(
                request(path)
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build(),
                BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
    }

    /** Sends bytes as they are, and reads the head of the answer: no client lets a test lie about its host. */
    private String raw(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            StringBuilder answer = new StringBuilder();
            int next;
            while (answer.indexOf("\r\n\r\n") < 0
                    && (next = socket.getInputStream().read()) >= 0) {
                answer.append((char) next);
            }
            return answer.toString();
        }
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }
}
