package dev.centrifuge.process;

import dev.centrifuge.ingest.edge.TestCertificate;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * The certificate of the ingest port is replaced on disk, a file at a time, while the packaged jar runs: who connects from then on
 * gets the new one, who was connected goes on, and nothing in between is taken for either.
 */
class CertificateIT {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String RELOADED = "centrifuge_config_reload_total";

    private final TestCertificate before = fresh();
    private final TestCertificate after = fresh();
    private Scene scene;

    @TempDir
    Path home;

    private static TestCertificate fresh() {
        try {
            return TestCertificate.fresh();
        } catch (Exception e) {
            throw new AssertionError("no certificate", e);
        }
    }

    @BeforeEach
    void configure() throws Exception {
        scene = new Scene();
        Files.createDirectories(home.resolve("tls"));
        put("cert.pem", before.tls().cert());
        put("key.pem", before.tls().key());
        Conf.embedded(home)
                .tls("../tls/cert.pem", "../tls/key.pem")
                .destination("sink", scene.sink.url("/"))
                .write();
    }

    @AfterEach
    void stop() throws Exception {
        scene.close();
    }

    /** At one instant, as whoever renews certificates does it. */
    private void put(String name, Path from) throws IOException {
        Path next = home.resolve("tls/" + name + ".next");
        Files.copy(from, next);
        Files.move(next, home.resolve("tls/" + name), StandardCopyOption.ATOMIC_MOVE);
    }

    @Test
    void newHandshakes_getTheNewCertificate_andOldConnectionsGoOn() throws Exception {
        try (GatewayProcess gateway = GatewayProcess.start(home, "-Dcentrifuge.watch.millis=20")) {
            assertThat(gateway.ingest()).startsWith("https://");
            try (Client old = new Client(gateway, before)) {
                assertThat(old.post("one")).isEqualTo(200);

                put("key.pem", after.tls().key());
                awaitReload(gateway, "refused");
                try (Client between = new Client(gateway, before)) {
                    assertThat(between.post("two")).isEqualTo(200);
                }

                put("cert.pem", after.tls().cert());
                awaitReload(gateway, "applied");
                await().atMost(LONG).untilAsserted(() -> {
                    try (Client fresh = new Client(gateway, after)) {
                        assertThat(fresh.post("three")).isEqualTo(200);
                    }
                });
                assertThatThrownBy(() -> new Client(gateway, before)).isInstanceOf(SSLHandshakeException.class);

                assertThat(old.post("four")).isEqualTo(200);
                assertThat(old.certificate()).isNotEqualTo(certificate(gateway));
            }
            for (String id : new String[] {"one", "two", "three", "four"}) {
                await().atMost(LONG).until(() -> scene.sink.count("/", id) == 1);
            }
            assertThat(gateway.terminate()).isZero();
        }
    }

    private static void awaitReload(GatewayProcess gateway, String result) {
        await().atMost(LONG).until(() -> gateway.metric(RELOADED, "result=\"" + result + "\"")[0] == 1);
    }

    /** What who connects now is shown. */
    private Certificate certificate(GatewayProcess gateway) throws IOException {
        try (Client client = new Client(gateway, after)) {
            return client.certificate();
        }
    }

    /** A connection that trusts one certificate. */
    private static final class Client implements AutoCloseable {
        private final SSLSocket socket;
        private final BufferedReader in;

        Client(GatewayProcess gateway, TestCertificate trusted) throws IOException {
            int port = URI.create(gateway.ingest()).getPort();
            socket = (SSLSocket)
                    trusted.client().getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout((int) LONG.toMillis());
            try {
                socket.startHandshake();
            } catch (IOException refused) {
                socket.close();
                throw refused;
            }
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        }

        Certificate certificate() throws IOException {
            return socket.getSession().getPeerCertificates()[0];
        }

        /** The status of the answer; the connection stays open. */
        int post(String id) throws IOException {
            String body = "{\"userId\":\"u\",\"event\":\"x\",\"messageId\":\"" + id + "\"}";
            String key = Base64.getEncoder().encodeToString("key:".getBytes(StandardCharsets.US_ASCII));
            String request = "POST /v1/track HTTP/1.1\r\nhost: localhost\r\nauthorization: Basic " + key
                    + "\r\ncontent-type: application/json\r\ncontent-length: " + body.length() + "\r\n\r\n" + body;
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            String status = in.readLine();
            if (status == null) {
                throw new IOException("the connection was closed");
            }
            int length = 0;
            for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                    length = Integer.parseInt(
                            line.substring(line.indexOf(':') + 1).strip());
                }
            }
            for (int i = 0; i < length; i++) {
                in.read();
            }
            return Integer.parseInt(status.split(" ", 3)[1]);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
