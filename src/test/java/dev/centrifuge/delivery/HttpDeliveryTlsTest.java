package dev.centrifuge.delivery;

import dev.centrifuge.config.DestinationConfig;
import dev.centrifuge.delivery.Outcome.Delivered;
import dev.centrifuge.delivery.Outcome.Failed;
import dev.centrifuge.embedded.ClosedPort;
import io.netty.util.NetUtil;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Deliveries over TLS: whom it trusts, and HTTP/2 where the other side offers it. */
class HttpDeliveryTlsTest {

    @TempDir
    static Path directory;

    private static PfxOptions certificate;

    private final Vertx servers = Vertx.vertx();
    private final ConcurrentLinkedQueue<HttpVersion> versions = new ConcurrentLinkedQueue<>();
    private final Set<Object> connections = ConcurrentHashMap.newKeySet();
    private final AtomicInteger accepted = new AtomicInteger();
    private final Bench trusting = new Bench(new ClientSSLOptions().setTrustOptions(certificate));

    /** For localhost only, by the JDK's own tool, so that no certificate expires in the repository. */
    @BeforeAll
    static void makeCertificate() throws Exception {
        Path store = directory.resolve("localhost.p12");
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        Process process = new ProcessBuilder(
                        keytool.toString(),
                        "-genkeypair",
                        "-alias",
                        "a",
                        "-keyalg",
                        "EC",
                        "-validity",
                        "2",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost,dns:sink.example",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        "changeit")
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("keytool.log").toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        certificate = new PfxOptions().setPath(store.toString()).setPassword("changeit");
    }

    @AfterEach
    void close() {
        trusting.close();
        Bench.await(servers.close());
    }

    @Test
    void untrustedCertificate_isTls() {
        int port = serve(true, r -> r.response().end());
        try (Bench bench = new Bench()) {
            Outcome outcome = bench.send(at("localhost", port));

            assertThat(outcome).isInstanceOf(Failed.class);
            assertThat(outcome.answer().cause()).isEqualTo("tls");
            assertThat(accepted).hasValue(0);
        }
    }

    @Test
    void certificateOfAnotherHost_isTls() {
        int port = serve(true, r -> r.response().end());

        Outcome outcome = trusting.send(at("127.0.0.1", port));

        assertThat(outcome.answer().cause()).isEqualTo("tls");
    }

    @Test
    void certificate_isVerifiedAgainstTheName_thoughTheAddressIsConnectedTo() {
        AtomicReference<String> indicated = new AtomicReference<>();
        int port = serve(true, r -> {
            indicated.set(r.connection().indicatedServerName());
            r.response().end();
        });
        try (Bench bench = new Bench(
                name -> Future.succeededFuture(List.of(NetUtil.LOCALHOST4)),
                new ClientSSLOptions().setTrustOptions(certificate))) {
            assertThat(bench.send(at("sink.example", port))).isInstanceOf(Delivered.class);
            assertThat(indicated).hasValue("sink.example");
            assertThat(bench.send(at("other.example", port)).answer().cause()).isEqualTo("tls");
        }
    }

    @Test
    void plainServer_whereTlsIsExpected_isTls() {
        RawServer server =
                new RawServer(trusting.vertx, socket -> socket.write("HTTP/1.1 400 X\r\ncontent-length: 0\r\n\r\n"));
        server.speaksFirst("220 mail.example ESMTP\r\n");

        Outcome outcome = trusting.send(
                Samples.destination(server.url().replace("http:", "https:")).config());

        assertThat(outcome.answer().cause()).isEqualTo("tls");
    }

    @Test
    void silentServer_whereTlsIsExpected_isTimeout() {
        RawServer server = new RawServer(trusting.vertx, socket -> {});

        Outcome outcome =
                Bench.heard(() -> trusting.send(Samples.destination(server.url().replace("http:", "https:"))
                        .timeout(Duration.ofMillis(500))
                        .config()));

        assertThat(outcome.answer().cause()).isEqualTo("timeout");
    }

    @Test
    void nobodyListening_isConnect_forAllThatWaitForTheFirstConnection() throws IOException {
        try (ClosedPort closed = new ClosedPort()) {
            Delivery delivery = trusting.open(Samples.destination("https://127.0.0.1:" + closed.port() + "/")
                    .config());

            assertThat(trusting.burst(delivery, 8))
                    .allMatch(o -> o.answer().cause().equals("connect"));
        }
    }

    @Test
    void http2_whereOffered_carriesAllOnOneConnection() {
        int port = serve(true, r -> servers.setTimer(20, t -> r.response().end("{}")));
        Delivery delivery = trusting.open(
                Samples.destination(url("localhost", port)).concurrency(32).config());

        List<Outcome> outcomes = trusting.burst(delivery, 32);
        outcomes = trusting.burst(delivery, 32);

        assertThat(outcomes).allMatch(Delivered.class::isInstance);
        assertThat(versions).hasSize(64).allMatch(HttpVersion.HTTP_2::equals);
        assertThat(accepted).hasValue(1);
    }

    @Test
    void http2WithFewStreams_isGivenMoreConnections() {
        int port = serve(true, r -> servers.setTimer(20, t -> r.response().end("{}")), 4);
        Delivery delivery = trusting.open(
                Samples.destination(url("localhost", port)).concurrency(12).config());

        assertThat(trusting.burst(delivery, 12)).allMatch(Delivered.class::isInstance);
        assertThat(trusting.burst(delivery, 12)).allMatch(Delivered.class::isInstance);
        assertThat(accepted).hasValueLessThanOrEqualTo(12);
    }

    @Test
    void http1_whereHttp2IsNotOffered_isUsed() {
        int port = serve(false, r -> servers.setTimer(20, t -> r.response().end("{}")));
        Delivery delivery = trusting.open(
                Samples.destination(url("localhost", port)).concurrency(4).config());

        assertThat(trusting.burst(delivery, 4)).allMatch(Delivered.class::isInstance);
        assertThat(trusting.burst(delivery, 4)).allMatch(Delivered.class::isInstance);

        assertThat(versions).hasSize(8).allMatch(HttpVersion.HTTP_1_1::equals);
        assertThat(accepted).hasValueLessThanOrEqualTo(4);
    }

    @Test
    void hungHttp2Stream_isTimeout_andItsConnectionGivesWay() {
        AtomicInteger seen = new AtomicInteger();
        int port = serve(true, r -> {
            if (seen.incrementAndGet() > 1) {
                r.response().end();
            }
        });
        Delivery delivery = trusting.open(Samples.destination(url("localhost", port))
                .timeout(Duration.ofSeconds(1))
                .config());

        assertThat(trusting.send(delivery, Samples.event("a")).answer().cause()).isEqualTo("timeout");
        assertThat(trusting.send(delivery, Samples.event("b"))).isInstanceOf(Delivered.class);
        assertThat(accepted).hasValue(2);
        await().untilAsserted(() -> assertThat(connections).hasSize(1));
    }

    @Test
    void resetHttp2Stream_isReset() {
        int port = serve(true, r -> r.response().reset(2));

        assertThat(trusting.send(at("localhost", port)).answer().cause()).isEqualTo("reset");
    }

    @Test
    void goneAwayHttp2Connection_letsStreamsEnd_andGivesWay() {
        int port = serve(true, r -> {
            r.connection().shutdown(5, TimeUnit.SECONDS);
            servers.setTimer(50, t -> r.response().end());
        });
        Delivery delivery = trusting.open(at("localhost", port));

        assertThat(trusting.send(delivery, Samples.event("a"))).isInstanceOf(Delivered.class);
        assertThat(trusting.send(delivery, Samples.event("b"))).isInstanceOf(Delivered.class);
        assertThat(accepted).hasValue(2);
    }

    @Test
    void endlessHttp2Body_isCutOff() {
        int port = serve(true, r -> {
            r.response().setChunked(true);
            flood(r);
        });

        assertThat(trusting.send(at("localhost", port))).isInstanceOf(Delivered.class);
        await().untilAsserted(() -> assertThat(connections).isEmpty());
    }

    private static void flood(HttpServerRequest request) {
        request.response().write("x".repeat(4096)).onSuccess(v -> flood(request));
    }

    private int serve(boolean http2, Consumer<HttpServerRequest> answer) {
        return serve(http2, answer, 100);
    }

    private int serve(boolean http2, Consumer<HttpServerRequest> answer, int streams) {
        HttpServer server = servers.createHttpServer(new HttpServerOptions()
                        .setSsl(true)
                        .setSni(true)
                        .setKeyCertOptions(certificate)
                        .setUseAlpn(http2)
                        .setInitialSettings(new Http2Settings().setMaxConcurrentStreams(streams)))
                .exceptionHandler(e -> {})
                .connectionHandler(connection -> {
                    accepted.incrementAndGet();
                    connections.add(connection);
                    connection.closeHandler(v -> connections.remove(connection));
                    connection.exceptionHandler(e -> {});
                })
                .requestHandler(request -> {
                    versions.add(request.version());
                    request.response().exceptionHandler(e -> {});
                    answer.accept(request);
                });
        return Bench.await(server.listen(0, "127.0.0.1")).actualPort();
    }

    private static DestinationConfig at(String host, int port) {
        return Samples.destination(url(host, port))
                .timeout(Duration.ofMinutes(1))
                .config();
    }

    private static String url(String host, int port) {
        return "https://" + host + ":" + port + "/hook";
    }
}
