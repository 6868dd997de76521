package dev.centrifuge.ingest.edge;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.transport.Transport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TransportsTest {

    @Test
    void choice_withoutAWish_isAvailable_andTheFirstThatIs() {
        Transport chosen = Transports.choose(null);

        assertThat(chosen.available()).isTrue();
        assertThat(Transports.choose("").name()).isEqualTo(chosen.name());
        if (Transport.IO_URING != null && Transport.IO_URING.available()) {
            assertThat(chosen.name()).isEqualTo("io_uring");
        }
    }

    @Test
    void wish_forAnUnknownTransport_isRefusedWithTheKnownOnes() {
        assertThatThrownBy(() -> Transports.choose("carrier-pigeon"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("centrifuge.transport=carrier-pigeon: expected io_uring, epoll or nio");
    }

    /** Server, several event loops, and client: on each transport that this machine has. */
    @ParameterizedTest
    @ValueSource(strings = {"io_uring", "epoll", "nio"})
    void transport_carriesServerAndClient(String name) {
        Transport transport;
        try {
            transport = Transports.choose(name);
        } catch (IllegalArgumentException notHere) {
            assertThat(notHere).hasMessageContaining(name);
            return;
        }
        Vertx vertx = Vertx.builder().withTransport(transport).build();
        try {
            EdgeServer server = TestEdge.await(EdgeServer.start(
                    vertx,
                    TestEdge.config(null),
                    2,
                    () -> request ->
                            request.body().onSuccess(body -> request.response().end(body)),
                    new EdgeListener() {}));
            // Kept until it is closed: Vert.x closes a client that nobody knows any more, whatever is under way.
            HttpClient client = vertx.createHttpClient();
            String echo = TestEdge.await(client.request(HttpMethod.POST, server.port(), "127.0.0.1", "/")
                            .compose((HttpClientRequest request) -> request.send("x".repeat(200_000)))
                            .compose(HttpClientResponse::body))
                    .toString();

            assertThat(echo).hasSize(200_000);
            TestEdge.await(client.close());
            TestEdge.await(server.close());
        } finally {
            TestEdge.await(vertx.close());
        }
    }
}
