package dev.centrifuge.delivery;

import dev.centrifuge.config.Secret;
import dev.centrifuge.config.outbound.Auth;
import dev.centrifuge.delivery.Outcome.Delivered;
import dev.centrifuge.delivery.Outcome.Refused;
import dev.centrifuge.embedded.PortPairs;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Deliveries to nginx, with whose TLS and HTTP/2 ours have nothing in common. Skipped where there is no nginx. */
@EnabledIf("installed")
class NginxTest {

    private static final List<Path> PLACES =
            List.of(Path.of("/usr/sbin/nginx"), Path.of("/usr/bin/nginx"), Path.of("/usr/local/sbin/nginx"));

    private final TestPki pki = TestPki.shared();
    private final Bench bench = new Bench();
    private int port;
    private int mutual;
    private Path log;
    private Process nginx;

    static boolean installed() {
        return binary().findFirst().isPresent();
    }

    private static Stream<Path> binary() {
        return PLACES.stream().filter(Files::isExecutable);
    }

    /** Four ports: HTTP/2, HTTP/1.1 over TLS, HTTP/2 with a client's certificate, plain HTTP/1.1. */
    @BeforeEach
    void start(@TempDir Path directory) throws IOException {
        port = PortPairs.take();
        int more = PortPairs.take();
        log = directory.resolve("access.log");
        Files.writeString(directory.resolve("server.pem"), pki.server().cert());
        Files.writeString(directory.resolve("server.key"), pki.server().key());
        Files.writeString(directory.resolve("ca.pem"), pki.ca());
        Path conf = directory.resolve("nginx.conf");
        Files.writeString(conf, """
                daemon off;
                master_process off;
                pid DIR/nginx.pid;
                error_log DIR/error.log info;
                events { worker_connections 256; }
                http {
                    log_format seen '$server_protocol $request_method $status $request_length $ssl_client_verify '
                        '$http_webhook_id $connection';
                    access_log DIR/access.log seen;
                    client_body_temp_path DIR/body;
                    proxy_temp_path DIR/proxy; fastcgi_temp_path DIR/fastcgi;
                    uwsgi_temp_path DIR/uwsgi; scgi_temp_path DIR/scgi;
                    ssl_certificate DIR/server.pem;
                    ssl_certificate_key DIR/server.key;
                    keepalive_requests 10;
                    server { listen 127.0.0.1:PORT0 ssl http2; location / { return 200 "ok"; } }
                    server { listen 127.0.0.1:PORT1 ssl; location / { return 200 "ok"; } }
                    server {
                        listen 127.0.0.1:PORT2 ssl http2;
                        ssl_client_certificate DIR/ca.pem;
                        ssl_verify_client on;
                        location / { return 200 "ok"; }
                    }
                    server { listen 127.0.0.1:PORT3; location / { return 200 "ok"; } }
                }
                """.replace("DIR", directory.toString())
                .replace("PORT0", Integer.toString(port))
                .replace("PORT1", Integer.toString(port + 1))
                .replace("PORT2", Integer.toString(more))
                .replace("PORT3", Integer.toString(more + 1)));
        nginx = new ProcessBuilder(
                        binary().findFirst().orElseThrow().toString(),
                        "-p",
                        directory.toString(),
                        "-c",
                        conf.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("out.log").toFile())
                .start();
        mutual = more;
        await().until(() -> listens(more + 1) || !nginx.isAlive());
        assertThat(nginx.isAlive())
                .as(Files.readString(directory.resolve("out.log")))
                .isTrue();
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 1_000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @AfterEach
    void stop() throws InterruptedException {
        bench.close();
        nginx.destroy();
        nginx.waitFor(10, TimeUnit.SECONDS);
        nginx.destroyForcibly();
    }

    @Test
    void http2_carriesManyRequests_overConnectionsThatGoAway() throws IOException {
        Delivery delivery = bench.open(to(port).concurrency(20).config());

        for (int i = 0; i < 5; i++) {
            assertThat(bench.burst(delivery, 20)).allMatch(Delivered.class::isInstance);
        }

        assertThat(seen(100)).allMatch(line -> line.startsWith("HTTP/2.0 POST 200 "));
        // Ten requests each: a tenth of the connections that HTTP/1.1 would need at once, and no request twice.
        assertThat(connections()).isLessThanOrEqualTo(40);
    }

    @Test
    void http1OverTls_isUsed_whereHttp2IsNotOffered() throws IOException {
        Delivery delivery = bench.open(to(port + 1).concurrency(4).config());

        for (int i = 0; i < 10; i++) {
            assertThat(bench.burst(delivery, 4)).allMatch(Delivered.class::isInstance);
        }

        assertThat(seen(40)).allMatch(line -> line.startsWith("HTTP/1.1 POST 200 "));
        assertThat(connections()).isBetween(4L, 20L);
    }

    @Test
    void clientCertificate_isVerified() throws IOException {
        Outcome outcome = bench.send(to(mutual)
                .auth(new Auth.Mtls(pki.client().cert(), new Secret(pki.client().key())))
                .config());

        assertThat(outcome).isInstanceOf(Delivered.class);
        assertThat(seen(1)).singleElement().asString().contains(" SUCCESS m-1 ");
    }

    @Test
    void clientOfAnotherAuthority_orNone_isRefused() throws IOException {
        Outcome stranger = bench.send(to(mutual)
                .auth(new Auth.Mtls(
                        pki.stranger().cert(), new Secret(pki.stranger().key())))
                .config());
        Outcome nobody = bench.send(to(mutual).config());

        // nginx ends the handshake, and says in HTTP what it missed.
        assertThat(stranger).isInstanceOf(Refused.class);
        assertThat(stranger.answer().cause()).isEqualTo("http_400");
        assertThat(nobody.answer().excerpt()).contains("No required SSL certificate was sent");
        assertThat(seen()).noneMatch(line -> line.contains(" 200 "));
    }

    @Test
    void authorityThatIsNotTrusted_isTls() throws IOException {
        assertThat(bench.send(Samples.destination("https://localhost:" + port + "/")
                                .timeout(Duration.ofSeconds(50))
                                .config())
                        .answer()
                        .cause())
                .isEqualTo("tls");
        assertThat(seen()).isEmpty();
    }

    private Samples.Destination to(int at) {
        return Samples.destination("https://localhost:" + at + "/hook")
                .timeout(Duration.ofSeconds(50))
                .trusting(pki.ca());
    }

    private List<String> seen() throws IOException {
        return Files.readAllLines(log);
    }

    /** A request is written down as it ends, which may be after its answer was read. */
    private List<String> seen(int requests) throws IOException {
        await().untilAsserted(() -> assertThat(seen()).hasSize(requests));
        return seen();
    }

    private long connections() throws IOException {
        return seen().stream()
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .distinct()
                .count();
    }
}
