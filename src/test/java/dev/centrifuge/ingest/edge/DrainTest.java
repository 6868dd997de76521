package dev.centrifuge.ingest.edge;

import dev.centrifuge.ingest.edge.RawClient.Answer;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** A graceful stop: nothing new, everything begun, nobody kept. */
class DrainTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final List<HttpServerRequest> held = new CopyOnWriteArrayList<>();

    @Test
    void drain_closesIdleConnections_andRefusesNewOnes() throws IOException {
        try (TestEdge edge = edge();
                RawClient fresh = RawClient.to(edge.port());
                RawClient used = RawClient.to(edge.port())) {
            assertThat(used.send(get("/now")).answer().status()).isEqualTo(200);
            int port = edge.port();

            TestEdge.await(edge.server.drain(PATIENCE));

            assertThat(fresh.closed()).isTrue();
            assertThat(used.closed()).isTrue();
            assertThatThrownBy(() -> RawClient.to(port)).isInstanceOf(ConnectException.class);
        }
    }

    @Test
    void drain_waitsForTheAnswer_whichSaysThatItIsTheLast() throws IOException {
        try (TestEdge edge = edge();
                RawClient client = RawClient.to(edge.port())) {
            client.send(get("/held"));
            await().until(() -> held.size() == 1);

            Future<Void> drained = edge.server.drain(PATIENCE);
            await().until(() -> refusesConnections(edge.port()));
            assertThat(drained.isComplete()).isFalse();
            held.get(0).response().end("held");

            List<Answer> answers = client.answers();
            assertThat(answers).extracting(Answer::body).containsExactly("held");
            assertThat(answers.get(0).close()).isTrue();
            TestEdge.await(drained);
        }
    }

    @Test
    void drain_letsARequestThatHasBegunComeToItsEnd() throws IOException {
        try (TestEdge edge = edge();
                RawClient client = RawClient.to(edge.port())) {
            client.send(get("/now") + "POST /half HTTP/1.1\r\nHo");
            assertThat(client.answer().status()).isEqualTo(200);

            Future<Void> drained = edge.server.drain(PATIENCE);
            await().until(() -> refusesConnections(edge.port()));
            client.send("st: a\r\nContent-Length: 2\r\n\r\n{}");

            assertThat(client.answers()).extracting(Answer::close).containsExactly(true);
            TestEdge.await(drained);
        }
    }

    @Test
    void drain_answersAllThatIsPipelined_andOnlyTheLastAnswerSaysClose() throws IOException {
        try (TestEdge edge = edge();
                RawClient client = RawClient.to(edge.port())) {
            client.send(get("/held") + get("/second") + get("/third"));
            await().until(() -> held.size() == 1);

            Future<Void> drained = edge.server.drain(PATIENCE);
            await().until(() -> refusesConnections(edge.port()));
            held.get(0).response().end("held");

            assertThat(client.answers()).extracting(Answer::close).containsExactly(false, false, true);
            TestEdge.await(drained);
        }
    }

    @Test
    void drain_cutsOffWhatTakesTooLong() throws IOException {
        try (TestEdge edge = edge();
                RawClient client = RawClient.to(edge.port())) {
            client.send(get("/held"));
            await().until(() -> held.size() == 1);

            TestEdge.await(edge.server.drain(Duration.ofMillis(200)));

            assertThat(client.closed()).isTrue();
        }
    }

    /** Netty would complain, with a stack trace each, of connections that are open when their event loop ends. */
    @Test
    void drain_endsAfterTheRefusedThatLinger() throws IOException {
        try (TestEdge edge = edge();
                RawClient client = RawClient.to(edge.port())) {
            assertThat(client.send("GET / HTTP/1.1\r\nno field\r\n\r\n")
                            .answer()
                            .status())
                    .isEqualTo(400);
            assertThat(edge.open).hasValue(1);

            TestEdge.await(edge.server.drain(PATIENCE));

            assertThat(edge.open).as("connections that are open").hasValue(0);
        }
    }

    @Test
    void close_leavesNoConnectionOpen_notEvenOneThatLingers() throws IOException {
        try (TestEdge edge = edge();
                RawClient refused = RawClient.to(edge.port());
                RawClient held = RawClient.to(edge.port())) {
            assertThat(refused.send("GET / HTTP/1.1\r\nno field\r\n\r\n")
                            .answer()
                            .status())
                    .isEqualTo(400);
            held.send(get("/held"));
            await().until(() -> this.held.size() == 1);
            assertThat(edge.open).hasValue(2);

            TestEdge.await(edge.server.close());

            assertThat(edge.open).as("connections that are open").hasValue(0);
        }
    }

    @Test
    void drain_overHttp2_answersWhatIsOpen() throws Exception {
        TestCertificate certificate = TestCertificate.shared();
        try (TestEdge edge = new TestEdge(TestEdge.limits(), certificate.tls(), 1, this::handle);
                RawHttp2 client = new RawHttp2(certificate.client(), edge.port())) {
            client.send(RawHttp2.HEADERS, RawHttp2.END_HEADERS | RawHttp2.END_STREAM, 1, RawHttp2.post("/held"));
            await().until(() -> held.size() == 1);

            Future<Void> drained = edge.server.drain(PATIENCE);
            assertThat(client.next(RawHttp2.GOAWAY).stream()).isZero();
            held.get(0).response().end("held");

            assertThat(client.next(RawHttp2.DATA).payload()).asString().isEqualTo("held");
            TestEdge.await(drained);
        }
    }

    private TestEdge edge() {
        return TestEdge.start(TestEdge.limits(), this::handle);
    }

    private void handle(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            if (request.path().equals("/held")) {
                held.add(request);
            } else {
                request.response().end(request.path());
            }
        });
    }

    private static boolean refusesConnections(int port) throws IOException {
        try (RawClient probe = RawClient.to(port)) {
            return probe.socket().isClosed();
        } catch (ConnectException refused) {
            return true;
        }
    }

    private static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n";
    }
}
