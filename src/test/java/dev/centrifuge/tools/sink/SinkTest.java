package dev.centrifuge.tools.sink;

import dev.centrifuge.ingest.edge.TestCertificate;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

class SinkTest {
    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @AfterEach
    void close() {
        join(vertx.close());
    }

    @Test
    void deliveries_areCountedByPathAndId() throws Exception {
        Sink sink = start(SinkOptions.standard());
        assertThat(post(sink, "/a?x=1", event("1")).statusCode()).isEqualTo(200);
        post(sink, "/a", event("1"));
        post(sink, "/b", "[" + event("1") + "," + event("2") + "]");
        post(sink, "/b", "hello");
        assertThat(sink.count("/a", "1")).isEqualTo(2);
        assertThat(sink.count("/b", "1")).isEqualTo(1);
        assertThat(sink.count("/c", "1")).isZero();
        assertThat(sink.ids("/b")).containsExactly("1", "2");
        SinkStats stats = sink.stats();
        assertThat(stats.requests()).isEqualTo(4);
        assertThat(stats.events()).isEqualTo(4);
        assertThat(stats.unique()).isEqualTo(3);
        assertThat(stats.duplicates()).isEqualTo(1);
        assertThat(stats.paths().get("/b").unreadable()).isEqualTo(1);
        sink.clear();
        assertThat(sink.stats().requests()).isZero();
    }

    @Test
    void sinkThatRemembersNoId_stillCountsEvents() throws Exception {
        SinkOptions none = new SinkOptions("127.0.0.1", 0, "ok", Map.of(), Map.of(), List.of(), null, 0, 1, null, null);
        Sink sink = start(none);
        post(sink, "/a", "[" + event("1") + "," + event("2") + "]");
        assertThat(sink.stats().events()).isEqualTo(2);
        assertThat(sink.stats().unique()).isZero();
    }

    @Test
    void tls_isAnotherDoorToTheSamePaths() throws Exception {
        TestCertificate certificate = TestCertificate.shared();
        SinkOptions.Tls tls = new SinkOptions.Tls(
                0, certificate.tls().cert(), certificate.tls().key());
        Sink sink =
                start(new SinkOptions("127.0.0.1", 0, "ok", Map.of(), Map.of(), List.of(), null, 100, 1, tls, null));
        HttpRequest request = HttpRequest.newBuilder(URI.create(sink.tlsUrl("/a")))
                .POST(HttpRequest.BodyPublishers.ofString(event("2")))
                .build();

        HttpResponse<String> answer = HttpClient.newBuilder()
                .sslContext(certificate.client())
                .build()
                .send(request, HttpResponse.BodyHandlers.ofString());
        post(sink, "/a", event("1"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(sink.ids("/a")).containsExactly("2", "1");
    }

    @Test
    void refusedDelivery_hasNotArrived() throws Exception {
        Sink sink = start(SinkOptions.standard().withMode("down"));
        assertThat(post(sink, "/a", event("1")).statusCode()).isEqualTo(500);
        assertThat(sink.count("/a", "1")).isZero();
        assertThat(sink.stats().paths().get("/a").status()).containsExactly(Map.entry(500, 1L));
        join(sink.mode("ok"));
        assertThat(post(sink, "/a", event("1")).statusCode()).isEqualTo(200);
        assertThat(sink.count("/a", "1")).isEqualTo(1);
    }

    @Test
    void paths_haveModesOfTheirOwn() throws Exception {
        Sink sink = start(SinkOptions.standard()
                .withMode("bad")
                .withPaths(Map.of("/crm", "ok", "/crm/v2", "limit:rate=1,per=1h")));
        assertThat(post(sink, "/crm/v1", event("1")).statusCode()).isEqualTo(200);
        assertThat(post(sink, "/crm/v2", event("1")).statusCode()).isEqualTo(200);
        HttpResponse<String> limited = post(sink, "/crm/v2", event("1"));
        assertThat(limited.statusCode()).isEqualTo(429);
        assertThat(limited.headers().firstValueAsLong("retry-after").orElse(0)).isBetween(3_590L, 3_600L);
        assertThat(post(sink, "/mail", event("1")).statusCode()).isEqualTo(400);
    }

    @Test
    void modePath_isNamedByTheFirstSegment() throws Exception {
        Sink sink = start(SinkOptions.standard().withMode("path"));
        assertThat(post(sink, "/ok/a", event("1")).statusCode()).isEqualTo(200);
        assertThat(post(sink, "/down:status=502/a", event("1")).statusCode()).isEqualTo(502);
        assertThat(post(sink, "/limit:rate=1/a", event("1")).statusCode()).isEqualTo(200);
        assertThat(post(sink, "/limit:rate=1/a", event("1")).statusCode()).isEqualTo(429);
        assertThat(post(sink, "/limit:rate=1/b", event("1")).statusCode()).isEqualTo(200);
        assertThat(post(sink, "/sideways", event("1")).statusCode()).isEqualTo(400);
    }

    @Test
    void slow_answersLate_andCountsThen() throws Exception {
        Sink sink = start(SinkOptions.standard().withMode("slow:delay=150ms"));
        long start = System.nanoTime();
        assertThat(post(sink, "/a", event("1")).statusCode()).isEqualTo(200);
        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)).isGreaterThanOrEqualTo(149);
        assertThat(sink.count("/a", "1")).isEqualTo(1);
    }

    @Test
    void reset_isATcpReset() throws Exception {
        Sink sink = start(SinkOptions.standard().withMode("reset"));
        try (Socket socket = send(sink, event("1"))) {
            assertThatThrownBy(() -> socket.getInputStream().read())
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("reset");
        }
        assertThat(sink.stats().events()).isZero();
    }

    @Test
    void hang_takesTheRequest_andNeverAnswers() throws Exception {
        Sink sink = start(SinkOptions.standard().withMode("hang"));
        try (Socket socket = send(sink, event("1"))) {
            await().until(() -> sink.stats().requests() == 1);
            socket.setSoTimeout(200);
            assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        }
        assertThat(sink.stats().paths().get("/a").status()).containsExactly(Map.entry(0, 1L));
    }

    @Test
    void drip_sendsAByteAtATime_andStopsWithItsClient() throws Exception {
        Sink sink = start(SinkOptions.standard().withMode("drip:every=10ms"));
        try (Socket socket = send(sink, event("1"))) {
            String answer = new String(socket.getInputStream().readNBytes(200), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 200").contains("1\r\n.\r\n1\r\n.\r\n");
        }
    }

    @Test
    void flood_sendsMoreThanAnybodyWants() throws Exception {
        Sink sink = start(SinkOptions.standard().withMode("flood"));
        try (Socket socket = send(sink, event("1"))) {
            InputStream in = socket.getInputStream();
            assertThat(in.skip(20_000_000)).isPositive();
            assertThat(in.readNBytes(1_000_000)).hasSize(1_000_000);
        }
        assertThat(post(start(SinkOptions.standard()), "/a", event("1")).statusCode())
                .isEqualTo(200);
    }

    @Test
    void refuse_closesThePort_andOpensItAgain() throws Exception {
        Sink sink = start(SinkOptions.standard().withMode("refuse:up=300ms,down=300ms"));
        await().until(() -> !connects(sink));
        await().until(() -> connects(sink));
        assertThat(post(sink, "/a", event("1")).statusCode()).isEqualTo(200);
    }

    @Test
    void control_changesModesAndTellsStats() throws Exception {
        Sink sink = start(SinkOptions.standard());
        assertThat(control(sink, "PUT", "mode?path=/a", "gone")).isEqualTo("204 ");
        assertThat(post(sink, "/a", event("1")).statusCode()).isEqualTo(410);
        assertThat(control(sink, "DELETE", "mode?path=/a", "")).isEqualTo("204 ");
        assertThat(post(sink, "/a", event("1")).statusCode()).isEqualTo(200);
        assertThat(control(sink, "GET", "count?path=/a&id=1", "")).isEqualTo("200 1\n");
        assertThat(control(sink, "PUT", "mode", "hang:now=1")).startsWith("400 mode hang has no setting 'now'");
        assertThat(control(sink, "GET", "mode", "")).isEqualTo("200 ok\n");
        assertThat(control(sink, "GET", "stats", "")).contains("\"410\" : 1").contains("\"unique\" : 1");
        assertThat(control(sink, "DELETE", "stats", "")).isEqualTo("204 ");
        assertThat(control(sink, "GET", "nothing", "")).startsWith("404");
        assertThat(sink.stats().requests()).isZero();
    }

    @Test
    void record_holdsALinePerEvent(@TempDir Path dir) throws Exception {
        Path file = dir.resolve("record.ndjson");
        Sink sink = start(SinkOptions.standard().withRecord(file));
        HttpRequest request = request(sink, "/a", "[" + event("1") + "," + event("2\\n") + "]")
                .header("webhook-id", "w1")
                .header("x-centrifuge-attempt", "3")
                .build();
        client.send(request, BodyHandlers.ofString());
        join(sink.close());
        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0))
                .matches("\\{\"time\":\\d{13},\"path\":\"/a\",\"status\":200,\"webhookId\":\"w1\",\"attempt\":3,"
                        + "\"messageId\":\"1\"}");
        assertThat(lines.get(1)).endsWith("\"messageId\":\"2\\n\"}");
    }

    @Test
    void unsigned_isRefusedWhereASecretIsSet() throws Exception {
        Sink sink = start(SinkOptions.standard().withSecrets(List.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")));
        assertThat(post(sink, "/a", event("1")).statusCode()).isEqualTo(401);
        assertThat(sink.stats().badSignatures()).isEqualTo(1);
        assertThat(sink.count("/a", "1")).isZero();
    }

    @Test
    void listener_isToldOfEachRequest() throws Exception {
        List<Arrival> arrivals = new CopyOnWriteArrayList<>();
        Sink sink = start(SinkOptions.standard().withListener(arrivals::add));
        post(sink, "/a", event("1"));
        assertThat(arrivals).singleElement().satisfies(arrival -> {
            assertThat(arrival.ids()).containsExactly("1");
            assertThat(arrival.accepted()).isTrue();
            assertThat(new String(arrival.body(), StandardCharsets.UTF_8)).isEqualTo(event("1"));
        });
    }

    @Test
    void takenPort_failsTheStart() {
        Sink sink = start(SinkOptions.standard());
        assertThatThrownBy(() -> join(Sink.start(vertx, SinkOptions.standard().withPort(sink.port()))))
                .hasMessageContaining("in use");
    }

    private Sink start(SinkOptions options) {
        Sink sink = join(Sink.start(vertx, options));
        return sink;
    }

    private static String event(String id) {
        return "{\"type\":\"track\",\"messageId\":\"" + id + "\"}";
    }

    private HttpResponse<String> post(Sink sink, String path, String body) throws Exception {
        return client.send(request(sink, path, body).build(), BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(Sink sink, String path, String body) {
        return HttpRequest.newBuilder(URI.create(sink.url(path))).POST(BodyPublishers.ofString(body));
    }

    private String control(Sink sink, String method, String route, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(sink.url("/_sink/" + route)))
                .method(method, BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
        return response.statusCode() + " " + response.body();
    }

    private static Socket send(Sink sink, String body) throws IOException {
        Socket socket = new Socket("127.0.0.1", sink.port());
        OutputStream out = socket.getOutputStream();
        out.write(("POST /a HTTP/1.1\r\nhost: x\r\ncontent-length: " + body.length() + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.UTF_8));
        out.flush();
        return socket;
    }

    private static boolean connects(Sink sink) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", sink.port())) {
            return socket.isConnected();
        } catch (ConnectException refused) {
            return false;
        }
    }

    private static <T> T join(io.vertx.core.Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
    }
}
