package dev.centrifuge.ingest.edge;

import dev.centrifuge.config.IngestConfig.TlsConfig;
import dev.centrifuge.config.Secret;
import dev.centrifuge.ingest.edge.RawClient.Answer;
import dev.centrifuge.ingest.edge.RawHttp2.Frame;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** TLS, and HTTP/2, which there is only over TLS. */
class TlsTest {

    private static final int ENHANCE_YOUR_CALM = 11;

    private static TestCertificate certificate;
    private static TestEdge edge;

    @BeforeAll
    static void start() throws Exception {
        certificate = TestCertificate.shared();
        edge = TestEdge.start(TestEdge.limits(), certificate.tls());
    }

    @AfterAll
    static void stop() {
        edge.close();
    }

    @BeforeEach
    void clear() {
        edge.asked.clear();
        edge.refused.clear();
    }

    @Test
    void http2_isNegotiated_andHttp11Served() throws Exception {
        assertThat(post(HttpClient.Version.HTTP_2).version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(post(HttpClient.Version.HTTP_1_1).body()).isEqualTo("POST /x 2");
    }

    @Test
    void http11OverTls_isReadAsStrictlyAsInClear_andTheRefusalArrives() throws IOException {
        try (RawClient client = http1()) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
                    + "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n".repeat(100));

            assertThat(client.answers()).extracting(Answer::status).containsExactly(400);
        }
        assertThat(edge.asked).isEmpty();
    }

    @Test
    void anotherCertificate_isServedToNewConnections_whileOpenOnesGoOn() throws Exception {
        TestCertificate other = TestCertificate.fresh();
        try (TestEdge server = TestEdge.start(TestEdge.limits(), certificate.tls());
                RawHttp2 open = new RawHttp2(certificate.client(), server.port())) {
            TestEdge.await(server.server.certificate(other.tls()));

            assertThat(post(server, other, HttpClient.Version.HTTP_2).version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(post(server, other, HttpClient.Version.HTTP_1_1).statusCode())
                    .isEqualTo(200);
            assertThatThrownBy(() -> post(server, certificate, HttpClient.Version.HTTP_1_1))
                    .isInstanceOf(SSLHandshakeException.class);
            open.send(RawHttp2.HEADERS, RawHttp2.END_HEADERS | RawHttp2.END_STREAM, 1, RawHttp2.post("/open"));
            assertThat(open.next(RawHttp2.HEADERS).type()).isEqualTo(RawHttp2.HEADERS);
        }
    }

    @Test
    void aCertificateThatCannotBeUsed_isRefused_andTheOldOneStays() throws Exception {
        TlsConfig old = certificate.tls();
        try (TestEdge server = TestEdge.start(TestEdge.limits(), old)) {
            for (TlsConfig broken : List.of(
                    new TlsConfig(old.cert(), old.key(), "", old.secret()),
                    new TlsConfig(old.cert(), old.key(), old.chain(), new Secret("nothing")),
                    new TlsConfig(old.cert(), old.key(), old.chain().substring(0, 100), old.secret()))) {
                assertThat(server.server.certificate(broken).toCompletionStage().toCompletableFuture())
                        .failsWithin(Duration.ofSeconds(10));
                assertThat(post(server, certificate, HttpClient.Version.HTTP_2).statusCode())
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void tls11_isRefused() throws IOException {
        byte[] hello = new byte[50];
        byte[] head = {0x16, 3, 1, 0, 45, 1, 0, 0, 41, 3, 2};
        byte[] tail = {0, 0, 2, 0, 0x2f, 1, 0};
        System.arraycopy(head, 0, hello, 0, head.length);
        System.arraycopy(tail, 0, hello, hello.length - tail.length, tail.length);
        try (RawClient client = RawClient.to(edge.port())) {
            client.send(hello);

            byte[] alert = client.socket().getInputStream().readNBytes(7);

            assertThat(alert[0]).as("alert").isEqualTo((byte) 21);
            assertThat(alert[6]).as("protocol_version").isEqualTo((byte) 70);
        }
    }

    @Test
    void clearText_isClosed() throws Exception {
        try (RawClient client = RawClient.to(edge.port())) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            while (!client.closed()) {
                // An alert may come first.
            }
        }
        assertAlive();
    }

    @Test
    void rapidReset_isCutOff() throws Exception {
        ByteArrayOutputStream flood = new ByteArrayOutputStream();
        for (int stream = 1; stream < 10_000; stream += 2) {
            flood.writeBytes(RawHttp2.frame(
                    RawHttp2.HEADERS, RawHttp2.END_HEADERS | RawHttp2.END_STREAM, stream, RawHttp2.post("/" + stream)));
            flood.writeBytes(RawHttp2.frame(RawHttp2.RST_STREAM, 0, stream, new byte[] {0, 0, 0, 8}));
        }
        assertFloodEnds(flood.toByteArray());
        assertThat(edge.asked).hasSizeLessThan(1_000);
    }

    @Test
    void continuationFlood_isCutOff() throws Exception {
        ByteArrayOutputStream flood = new ByteArrayOutputStream();
        flood.writeBytes(RawHttp2.frame(RawHttp2.HEADERS, 0, 1, RawHttp2.post("/x")));
        for (int i = 0; i < 10_000; i++) {
            flood.writeBytes(RawHttp2.frame(RawHttp2.CONTINUATION, 0, 1, new byte[0]));
        }
        assertFloodEnds(flood.toByteArray());
        assertThat(edge.asked).isEmpty();
    }

    @Test
    void pingFlood_isAnsweredOrCutOff_andOthersAreServed() throws Exception {
        ByteArrayOutputStream flood = new ByteArrayOutputStream();
        for (int i = 0; i < 20_000; i++) {
            flood.writeBytes(RawHttp2.frame(RawHttp2.PING, 0, 0, new byte[8]));
        }
        try (RawHttp2 client = new RawHttp2(certificate.client(), edge.port())) {
            try {
                client.send(flood.toByteArray());
            } catch (IOException cutOff) {
                assertThat(cutOff).isNotNull();
            }
            assertAlive();
        }
    }

    @Test
    void largeHeaderList_isRefused() throws Exception {
        List<String> headers = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            headers.addAll(List.of("x" + i, "v".repeat(4_000)));
        }
        byte[] block = RawHttp2.post("/large", headers.toArray(String[]::new));
        try (RawHttp2 client = new RawHttp2(certificate.client(), edge.port())) {
            byte[] first = Arrays.copyOf(block, 16_000);
            byte[] rest = Arrays.copyOfRange(block, 16_000, block.length);
            client.send(RawHttp2.HEADERS, RawHttp2.END_STREAM, 1, first)
                    .send(RawHttp2.CONTINUATION, RawHttp2.END_HEADERS, 1, rest);
            client.next(RawHttp2.HEADERS);
        }
        assertThat(edge.asked).isEmpty();
        assertAlive();
    }

    @Test
    void manyHeaders_are431_andTheConnectionStays() throws Exception {
        List<String> headers = new ArrayList<>();
        for (int i = 0; i < 101; i++) {
            headers.addAll(List.of("x" + i, "v"));
        }
        try (RawHttp2 client = new RawHttp2(certificate.client(), edge.port())) {
            client.send(
                    RawHttp2.HEADERS,
                    RawHttp2.END_HEADERS | RawHttp2.END_STREAM,
                    1,
                    RawHttp2.post("/many", headers.toArray(String[]::new)));
            assertThat(client.next(RawHttp2.HEADERS).type()).isEqualTo(RawHttp2.HEADERS);
            client.send(RawHttp2.HEADERS, RawHttp2.END_HEADERS | RawHttp2.END_STREAM, 3, RawHttp2.post("/few"));
            assertThat(client.next(RawHttp2.HEADERS).stream()).isEqualTo(3);
        }
        assertThat(edge.refused).contains(Refusal.HEAD_TOO_LARGE);
        assertThat(edge.asked).containsExactly("/few");
    }

    @Test
    void stalledBody_isReset() throws Exception {
        try (TestEdge hasty = TestEdge.start(TestEdge.hasty(), certificate.tls());
                RawHttp2 client = new RawHttp2(certificate.client(), hasty.port())) {
            client.send(RawHttp2.HEADERS, RawHttp2.END_HEADERS, 1, RawHttp2.post("/slow"));

            Frame frame = client.next(RawHttp2.RST_STREAM);

            assertThat(frame.type()).isEqualTo(RawHttp2.RST_STREAM);
            assertThat(frame.errorCode()).isEqualTo(ENHANCE_YOUR_CALM);
            assertThat(hasty.refused).containsExactly(Refusal.SLOW_BODY);
            assertThat(hasty.asked).isEmpty();
        }
    }

    @Test
    void continue_isSentOverHttp2() throws Exception {
        try (RawHttp2 client = new RawHttp2(certificate.client(), edge.port())) {
            client.send(RawHttp2.HEADERS, RawHttp2.END_HEADERS, 1, RawHttp2.post("/x", "expect", "100-continue"));
            assertThat(client.next(RawHttp2.HEADERS).flags() & RawHttp2.END_STREAM)
                    .isZero();

            client.send(RawHttp2.DATA, RawHttp2.END_STREAM, 1, new byte[2]);

            assertThat(client.next(RawHttp2.DATA).payload()).asString().isEqualTo("POST /x 2");
        }
    }

    @Test
    void silentHttp2Connection_isClosed() throws Exception {
        try (TestEdge hasty = TestEdge.start(TestEdge.hasty(), certificate.tls());
                RawHttp2 client = new RawHttp2(certificate.client(), hasty.port())) {
            assertThat(client.protocol()).isEqualTo("h2");
            assertThat(client.next(RawHttp2.GOAWAY).type()).isEqualTo(RawHttp2.GOAWAY);
            await().until(() -> hasty.open.get() == 0);
        }
    }

    private static void assertFloodEnds(byte[] flood) throws Exception {
        try (RawHttp2 client = new RawHttp2(certificate.client(), edge.port())) {
            try {
                client.send(flood);
            } catch (IOException cutOff) {
                assertThat(cutOff).isNotNull();
            }
            assertThat(ended(client)).isTrue();
        }
        assertAlive();
    }

    private static boolean ended(RawHttp2 client) {
        try {
            return client.next(RawHttp2.GOAWAY).type() == RawHttp2.GOAWAY;
        } catch (IOException reset) {
            return true;
        }
    }

    private static void assertAlive() throws Exception {
        assertThat(post(HttpClient.Version.HTTP_2).statusCode()).isEqualTo(200);
    }

    private static HttpResponse<String> post(HttpClient.Version version) throws Exception {
        return post(edge, certificate, version);
    }

    private static HttpResponse<String> post(TestEdge edge, TestCertificate certificate, HttpClient.Version version)
            throws Exception {
        HttpClient client = HttpClient.newBuilder()
                .sslContext(certificate.client())
                .version(version)
                .build();
        HttpRequest request = HttpRequest.newBuilder(URI.create("https://localhost:" + edge.port() + "/x"))
                .timeout(Duration.ofSeconds(10))
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build();
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        edge.asked.remove("/x");
        return answer;
    }

    private static RawClient http1() throws IOException {
        SSLSocket socket = (SSLSocket)
                certificate.client().getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), edge.port());
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"http/1.1"});
        socket.setSSLParameters(parameters);
        return new RawClient(socket);
    }
}
