package dev.centrifuge.ingest;

import dev.centrifuge.config.IngestConfig;
import dev.centrifuge.config.RateConfig;
import dev.centrifuge.config.Secret;
import dev.centrifuge.config.SourceConfig;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

import static dev.centrifuge.ingest.IngestHandlerTest.isProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** No room, no log, too fast, going down: refused at once, honestly, and without leaking a permit. */
class IngestSheddingTest {

    private static final String TRACK = "{\"event\":\"e\",\"userId\":\"u\"}";
    private static final RateConfig TEN_A_SECOND = new RateConfig(10, Duration.ofSeconds(1), 10);

    private static HttpResponse<String> track(IngestServer server) {
        return server.post("/v1/track", TRACK);
    }

    private static boolean isRetryable(HttpResponse<String> answer, int status) {
        assertThat(isProblem(answer, status)).isTrue();
        return answer.headers().firstValue("retry-after").orElse("").matches("[1-9][0-9]*");
    }

    @Test
    void a_log_that_does_not_take_is_503() {
        try (IngestServer server = new IngestServer()) {
            server.log.available = false;
            assertThat(isRetryable(track(server), 503)).isTrue();
            server.log.available = true;
            server.log.fails = true;
            assertThat(isRetryable(track(server), 503)).isTrue();
            server.log.fails = false;
            assertThat(track(server).statusCode()).isEqualTo(200);
            assertThat(server.ingest.inFlightBytes()).isZero();
            assertThat(server.listener.told)
                    .containsExactly(
                            "refused  unavailable 1", "refused web unavailable 1", "received web 1 " + TRACK.length());
        }
    }

    @Test
    void a_log_that_does_not_keep_up_is_503_before_the_body_is_read() {
        try (IngestServer server = new IngestServer()) {
            server.log.full = true;
            assertThat(isRetryable(track(server), 503)).isTrue();
            server.log.full = false;
            assertThat(track(server).statusCode()).isEqualTo(200);
            assertThat(server.ingest.inFlightBytes()).isZero();
            assertThat(server.listener.told).containsExactly("refused  overload 1", "received web 1 " + TRACK.length());
        }
    }

    @Test
    void permits_are_held_until_the_answer_and_then_given_back() {
        IngestConfig small = IngestServer.config(2048, 4096, 100, 8192);
        try (IngestServer server = new IngestServer(small, IngestServer.sources(null))) {
            server.log.waits = true;
            List<CompletableFuture<HttpResponse<String>>> waiting = java.util.stream.Stream.generate(
                            () -> CompletableFuture.supplyAsync(() -> track(server)))
                    .limit(3)
                    .toList();
            await().until(() -> server.log.waiting.size() == 3);
            long held = server.ingest.inFlightBytes();
            assertThat(held).isBetween(3 * 1024L, 8192L);

            String large = "{\"batch\":[" + "{\"type\":\"page\",\"userId\":\"u\"},".repeat(30) + "{}]}";
            assertThat(isRetryable(server.post("/v1/batch", large), 503)).isTrue();
            assertThat(server.ingest.inFlightBytes()).isEqualTo(held);

            server.log.waiting.forEach(Promise::complete);
            assertThat(waiting).allMatch(answer -> answer.join().statusCode() == 200);
            await().until(() -> server.ingest.inFlightBytes() == 0);
            server.log.waits = false;
            assertThat(server.post("/v1/batch", large).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void a_source_over_its_rate_is_429_and_may_go_on_when_it_was_told() {
        try (IngestServer server = new IngestServer(IngestConfig.defaults(), IngestServer.sources(TEN_A_SECOND))) {
            for (int i = 0; i < 10; i++) {
                assertThat(track(server).statusCode()).isEqualTo(200);
            }
            assertThat(isRetryable(track(server), 429)).isTrue();
            assertThat(server.log.events).hasSize(10);
            server.ticker.nanos += 1_000_000_000L;
            assertThat(track(server).statusCode()).isEqualTo(200);
            assertThat(server.listener.told).contains("refused web rate 1");
        }
    }

    @Test
    void a_rate_counts_the_events_of_a_batch_valid_or_not_and_tells_whole_seconds() {
        String event = "{\"type\":\"track\"," + TRACK.substring(1) + ",";
        String batch = "{\"batch\":[" + event.repeat(5) + "{}]}";
        try (IngestServer server = new IngestServer(IngestConfig.defaults(), IngestServer.sources(TEN_A_SECOND))) {
            assertThat(server.post("/v1/batch", batch).statusCode()).isEqualTo(200);
            HttpResponse<String> over = server.post("/v1/batch", batch);
            assertThat(isRetryable(over, 429)).isTrue();
            assertThat(over.headers().firstValue("retry-after").orElse("")).isEqualTo("1");
            assertThat(server.log.events).hasSize(5);
            server.ticker.nanos += 200_000_000L;
            assertThat(server.post("/v1/batch", batch).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void a_key_in_the_body_is_limited_as_well() {
        String body = "{\"writeKey\":\"" + IngestServer.KEY + "\"," + TRACK.substring(1);
        try (IngestServer server = new IngestServer(IngestConfig.defaults(), IngestServer.sources(TEN_A_SECOND))) {
            for (int i = 0; i < 10; i++) {
                assertThat(server.postBare("/v1/track", body).statusCode()).isEqualTo(200);
            }
            assertThat(isRetryable(server.postBare("/v1/track", body), 429)).isTrue();
        }
    }

    @Test
    void a_reload_changes_keys_and_keeps_buckets_whose_rate_did_not_change() {
        try (IngestServer server = new IngestServer(IngestConfig.defaults(), IngestServer.sources(TEN_A_SECOND))) {
            for (int i = 0; i < 10; i++) {
                track(server);
            }
            server.ingest.reconfigure(IngestServer.sources(TEN_A_SECOND));
            assertThat(track(server).statusCode()).isEqualTo(429);
            server.ingest.reconfigure(IngestServer.sources(new RateConfig(20, Duration.ofSeconds(1), 20)));
            assertThat(track(server).statusCode()).isEqualTo(200);
            SourceConfig other =
                    new SourceConfig("web", List.of(new Secret("other")), true, List.of("*"), null, List.of());
            server.ingest.reconfigure(Map.of("web", other));
            assertThat(track(server).statusCode()).isEqualTo(401);
            assertThat(server.postBare("/v1/track", TRACK, "authorization", "Bearer other")
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void draining_answers_what_is_in_flight_and_refuses_the_rest() {
        try (IngestServer server = new IngestServer()) {
            server.log.waits = true;
            CompletableFuture<HttpResponse<String>> inFlight = CompletableFuture.supplyAsync(() -> track(server));
            await().until(() -> server.log.waiting.size() == 1);

            Future<Void> drained = server.ingest.drain();
            HttpResponse<String> refused = track(server);
            assertThat(isRetryable(refused, 503)).isTrue();
            assertThat(refused.headers().firstValue("connection")).contains("close");
            assertThat(drained.isComplete()).isFalse();

            server.log.waiting.get(0).complete();
            assertThat(inFlight.join().statusCode()).isEqualTo(200);
            await().until(drained::succeeded);
        }
    }

    @Test
    void draining_an_idle_gateway_is_done_at_once() {
        try (IngestServer server = new IngestServer()) {
            assertThat(server.ingest.drain().succeeded()).isTrue();
        }
    }

    @Test
    void a_client_that_leaves_gives_its_permits_back() throws IOException {
        try (IngestServer server = new IngestServer()) {
            try (Socket socket = open(server, "content-length: 500", "{\"event\":")) {
                await().until(() -> server.ingest.inFlightBytes() > 1024);
                assertThat(socket.isConnected()).isTrue();
            }
            await().until(() -> server.ingest.inFlightBytes() == 0);

            server.log.waits = true;
            Socket leaving = open(server, "content-length: " + TRACK.length(), TRACK);
            await().until(() -> server.log.waiting.size() == 1);
            leaving.close();
            server.log.waiting.get(0).complete();
            await().until(() -> server.ingest.inFlightBytes() == 0);
            server.log.waits = false;
            assertThat(track(server).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void a_client_that_waits_for_100_gets_it_or_its_refusal() throws IOException {
        try (IngestServer server = new IngestServer()) {
            String expect = "expect: 100-continue\r\ncontent-length: ";
            try (Socket socket = open(server, expect + TRACK.length(), "")) {
                assertThat(line(socket)).isEqualTo("HTTP/1.1 100 Continue");
                socket.getOutputStream().write(TRACK.getBytes(StandardCharsets.US_ASCII));
                assertThat(line(socket)).isEmpty();
                assertThat(line(socket)).isEqualTo("HTTP/1.1 200 OK");
            }
            try (Socket socket = open(server, expect + 1_000_000, "")) {
                String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
                assertThat(answer).startsWith("HTTP/1.1 413 ").contains("connection: close");
            }
        }
    }

    @Test
    void a_refused_body_may_pass_but_not_for_ever() throws IOException {
        try (IngestServer server = new IngestServer()) {
            byte[] megabyte = new byte[1 << 20];
            try (Socket socket = open(server, "content-length: 100000000", "")) {
                assertThat(line(socket)).isEqualTo("HTTP/1.1 413 Request Entity Too Large");
                OutputStream out = socket.getOutputStream();
                int sent = 0;
                try {
                    while (sent < 100) {
                        out.write(megabyte);
                        sent++;
                    }
                } catch (IOException closed) {
                    assertThat(closed).hasMessageMatching("(?i).*(broken pipe|reset).*");
                }
                assertThat(sent).isLessThan(100);
            }
        }
    }

    private static Socket open(IngestServer server, String header, String body) throws IOException {
        Socket socket = new Socket("127.0.0.1", server.port());
        socket.setSoTimeout(20_000);
        String request = "POST /v1/track HTTP/1.1\r\nhost: x\r\nauthorization: " + IngestServer.basic(IngestServer.KEY)
                + "\r\n" + header + "\r\n\r\n" + body;
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static String line(Socket socket) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = socket.getInputStream().read();
                c >= 0 && c != '\n';
                c = socket.getInputStream().read()) {
            line.append((char) c);
        }
        return line.toString().strip();
    }
}
