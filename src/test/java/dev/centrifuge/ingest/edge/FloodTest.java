package dev.centrifuge.ingest.edge;

import dev.centrifuge.ingest.edge.RawClient.Answer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Much of the same. */
class FloodTest {

    private static final String GOOD = "POST /good HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}";

    @Test
    void idleConnections_byThousands_doNotDisturbOthers() throws IOException {
        List<RawClient> idle = new ArrayList<>();
        try (TestEdge edge = TestEdge.start(2)) {
            for (int i = 0; i < 2_000; i++) {
                idle.add(RawClient.to(edge.port()));
            }
            await().until(() -> edge.open.get() == 2_000);

            assertGood(edge);
            for (RawClient client : idle) {
                client.close();
            }
            await().until(() -> edge.open.get() == 0);
        }
    }

    @Test
    void headerFloods_byTheThousand_areRefusedEach() throws IOException {
        String flood = "GET / HTTP/1.1\r\nHost: a\r\n" + "X: y\r\n".repeat(3_000) + "\r\n";
        try (TestEdge edge = TestEdge.start(2)) {
            for (int i = 0; i < 1_000; i++) {
                try (RawClient client = RawClient.to(edge.port())) {
                    assertThat(client.send(flood).answers())
                            .extracting(Answer::status)
                            .containsExactly(431);
                }
            }
            assertThat(edge.refused).hasSize(1_000).containsOnly(Refusal.HEAD_TOO_LARGE);
            assertGood(edge);
            await().until(() -> edge.open.get() == 0);
        }
    }

    @Test
    void randomHeaderNames_doNotMakeNamesMixUp() throws IOException {
        try (TestEdge edge = TestEdge.start();
                RawClient client = RawClient.to(edge.port())) {
            for (int i = 0; i < 1_000; i++) {
                String head = "POST /" + i + " HTTP/1.1\r\nX" + i + ": 1\r\nHost: a\r\nY" + i * 31 + ": 2\r\n";
                client.send(head + "Content-Length: 2\r\n\r\n{}");
                assertThat(client.answer().body()).isEqualTo("POST /" + i + " 2");
            }
        }
    }

    @Test
    void connectionsOverTheCap_areClosed_andCounted_untilOthersLeave() throws IOException {
        try (TestEdge edge = TestEdge.start(capped(3));
                RawClient first = RawClient.to(edge.port());
                RawClient second = RawClient.to(edge.port());
                RawClient third = RawClient.to(edge.port())) {
            await().until(() -> edge.open.get() == 3);
            try (RawClient fourth = RawClient.to(edge.port())) {
                assertThat(fourth.closed()).isTrue();
            }
            assertThat(edge.refused).containsExactly(Refusal.TOO_MANY_CONNECTIONS);
            assertThat(second.send(GOOD).answer().status()).isEqualTo(200);

            leave(first);
            await().until(() -> edge.open.get() == 2);

            assertGood(edge);
            assertThat(third.send(GOOD).answer().status()).isEqualTo(200);
        }
    }

    @Test
    void handshakesThatNeverEnd_countAsConnections() throws Exception {
        TestCertificate certificate = TestCertificate.shared();
        List<RawClient> silent = new ArrayList<>();
        try (TestEdge edge = TestEdge.start(capped(10), certificate.tls());
                RawHttp2 established = new RawHttp2(certificate.client(), edge.port())) {
            await().until(() -> edge.open.get() == 1);

            await().until(() -> {
                silent.add(RawClient.to(edge.port()));
                return edge.refused.contains(Refusal.TOO_MANY_CONNECTIONS);
            });

            assertThat(edge.open).hasValue(10);
            established.send(RawHttp2.HEADERS, RawHttp2.END_HEADERS | RawHttp2.END_STREAM, 1, RawHttp2.post("/good"));
            assertThat(established.next(RawHttp2.HEADERS).type()).isEqualTo(RawHttp2.HEADERS);
            for (RawClient client : silent) {
                leave(client);
            }
        }
    }

    private static void leave(RawClient client) throws IOException {
        client.socket().close();
    }

    private static EdgeLimits capped(int connections) {
        EdgeLimits usual = TestEdge.limits();
        return new EdgeLimits(
                usual.maxLine(),
                usual.maxHead(),
                usual.maxFields(),
                usual.maxPipelined(),
                usual.maxUnread(),
                connections,
                usual.requestTimeout(),
                usual.grace(),
                usual.minRate(),
                usual.idleTimeout(),
                usual.linger(),
                usual.tick());
    }

    private static void assertGood(TestEdge edge) throws IOException {
        try (RawClient client = RawClient.to(edge.port())) {
            assertThat(client.send(GOOD).answer().body()).isEqualTo("POST /good 2");
        }
    }
}
