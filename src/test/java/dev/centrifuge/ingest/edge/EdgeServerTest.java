package dev.centrifuge.ingest.edge;

import dev.centrifuge.config.IngestConfig;
import dev.centrifuge.config.IngestConfig.TlsConfig;
import dev.centrifuge.config.Secret;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Starting and stopping. */
class EdgeServerTest {

    private Vertx vertx;

    @BeforeEach
    void start() {
        vertx = Transports.vertx().build();
    }

    @AfterEach
    void stop() {
        TestEdge.await(vertx.close());
    }

    @Test
    void start_whereThePortIsTaken_fails() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> serve(on(taken.getLocalPort(), null), 1))
                    .hasStackTraceContaining("Address already in use");
        }
    }

    @Test
    void start_whereAnotherGatewayListens_fails() {
        EdgeServer first = serve(on(0, null), 1);
        Vertx other = Transports.vertx().build();
        try {
            assertThatThrownBy(() -> TestEdge.await(EdgeServer.start(
                            other, on(first.port(), null), 1, () -> request -> {}, new EdgeListener() {})))
                    .hasStackTraceContaining("Address already in use");
        } finally {
            TestEdge.await(other.close());
        }
    }

    @Test
    void start_withACertificateThatCannotBeUsed_fails() {
        TlsConfig missing = new TlsConfig(Path.of("cert.pem"), Path.of("key.pem"), "", new Secret(""));

        assertThatThrownBy(() -> serve(on(0, missing), 1)).hasStackTraceContaining("BEGIN PRIVATE KEY");
    }

    @Test
    void instances_shareThePort_andHaveAHandlerEach() throws IOException {
        Set<Thread> loops = ConcurrentHashMap.newKeySet();
        EdgeServer server = TestEdge.await(EdgeServer.start(
                vertx,
                on(0, null),
                2,
                () -> {
                    Thread home = Thread.currentThread();
                    return request -> {
                        loops.add(Thread.currentThread());
                        request.response().end(String.valueOf(home == Thread.currentThread()));
                    };
                },
                new EdgeListener() {}));
        for (int i = 0; i < 10; i++) {
            try (RawClient client = RawClient.to(server.port())) {
                assertThat(client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                                .answer()
                                .body())
                        .isEqualTo("true");
            }
        }
        assertThat(loops).hasSize(2);
    }

    @Test
    void close_endsConnectionsAtOnce_andFreesThePort() throws IOException {
        EdgeServer server = serve(on(0, null), 2);
        int port = server.port();
        try (RawClient client = RawClient.to(port)) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").answer();

            TestEdge.await(server.close());

            assertThat(client.closed()).isTrue();
        }
        assertThat(serve(on(port, null), 1).port()).isEqualTo(port);
    }

    private EdgeServer serve(IngestConfig config, int instances) {
        return TestEdge.await(EdgeServer.start(
                vertx, config, instances, () -> request -> request.response().end(), new EdgeListener() {}));
    }

    private static IngestConfig on(int port, TlsConfig tls) {
        IngestConfig any = TestEdge.config(tls);
        return new IngestConfig(
                any.host(),
                port,
                any.maxEvent(),
                any.maxBatch(),
                any.maxBatchEvents(),
                any.maxInFlight(),
                any.maxConnections(),
                any.ackTimeout(),
                any.requestTimeout(),
                tls,
                null);
    }
}
