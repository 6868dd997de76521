package dev.centrifuge.ingest.edge;

import dev.centrifuge.ingest.edge.RawClient.Answer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What honest clients send, some of them oddly, and whether the connection is still there afterwards. */
class ConversationTest {

    private static final List<HttpServerRequest> HELD = new CopyOnWriteArrayList<>();

    private static TestEdge edge;

    @BeforeAll
    static void start() {
        edge = TestEdge.start(TestEdge.limits(), ConversationTest::handle);
    }

    @AfterAll
    static void stop() {
        edge.close();
    }

    @BeforeEach
    void clear() {
        HELD.clear();
    }

    /** {@code /early} is answered 401 before its body is read, {@code /held} when the test says so. */
    private static void handle(HttpServerRequest request) {
        switch (request.path()) {
            case "/early" -> request.response().setStatusCode(401).end("early");
            case "/close" -> request.response().putHeader("Connection", "close").end("close");
            case "/held" -> request.body().onSuccess(body -> HELD.add(request));
            default -> {
                if (request.headers().contains("expect")) {
                    request.response().writeContinue();
                }
                request.body()
                        .onSuccess(body -> request.response().end(request.method() + " " + request.uri() + " " + body));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}",
                "POST /x HTTP/1.1\r\nhost:a:8080\r\ncontent-length:2\r\n\r\n{}",
                "POST /x HTTP/1.1\r\nHost: [::1]:8080 \t\r\nContent-Length: \t2 \t\r\n\r\n{}",
                "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 0002\r\n\r\n{}",
                "POST /x HTTP/1.1\r\nHost: a\r\nX:\r\nY: \u00e4, \"b\"\r\nContent-Length: 2\r\n\r\n{}",
                "POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
                "POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n01;a=\"b\"\r\n{\r\n1\r\n}\r\n00\r\n\r\n",
                "POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\nX: y\r\n\r\n",
                "\r\nPOST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}",
                "POST /x HTTP/1.0\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\n{}",
                "POST /x HTTP/1.1\r\nHost: a\r\nUpgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\n"
                        + "HTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA\r\nContent-Length: 2\r\n\r\n{}"
            })
    void goodRequest_isAnsweredAndTheConnectionStays(String bytes) throws IOException {
        try (RawClient client = RawClient.to(edge.port())) {
            for (int i = 0; i < 3; i++) {
                Answer answer = client.send(bytes).answer();

                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.body()).isEqualTo("POST /x {}");
                assertThat(answer.close()).isFalse();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /x HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}",
                "POST /x HTTP/1.1\r\nHost: a\r\nConnection: x, Close\r\nContent-Length: 2\r\n\r\n{}",
                "POST /x HTTP/1.0\r\nContent-Length: 2\r\n\r\n{}"
            })
    void lastRequest_isAnsweredAndNothingAfterItIsRead(String bytes) throws IOException {
        try (RawClient client = RawClient.to(edge.port())) {
            List<Answer> answers =
                    client.send(bytes + "GET /more HTTP/1.1\r\nHost: a\r\n\r\n").answers();

            assertThat(answers).extracting(Answer::body).containsExactly("POST /x {}");
        }
    }

    @Test
    void handlerThatSaysClose_closes() throws IOException {
        try (RawClient client = RawClient.to(edge.port())) {
            List<Answer> answers = client.send(
                            "GET /close HTTP/1.1\r\nHost: a\r\n\r\nGET /more HTTP/1.1\r\nHost: a\r\n\r\n")
                    .answers();

            assertThat(answers).extracting(Answer::close).containsExactly(true);
        }
    }

    @Test
    void pipelinedRequests_areAnsweredInOrder_evenFarMoreThanMayWait() throws IOException {
        StringBuilder bytes = new StringBuilder();
        IntStream.range(0, 1_000).forEach(i -> bytes.append("GET /").append(i).append(" HTTP/1.1\r\nHost: a\r\n\r\n"));
        try (RawClient client = RawClient.to(edge.port())) {
            client.send(bytes.toString());

            for (int i = 0; i < 1_000; i++) {
                assertThat(client.answer().body()).isEqualTo("GET /" + i + " ");
            }
        }
    }

    @Test
    void pipelinedRequests_areHandedOnOneByOne() throws IOException {
        try (RawClient client = RawClient.to(edge.port())) {
            client.send("GET /held HTTP/1.1\r\nHost: a\r\n\r\nGET /second HTTP/1.1\r\nHost: a\r\n\r\n");
            await().until(() -> HELD.size() == 1);

            HELD.get(0).response().end("first");

            assertThat(client.answer().body()).isEqualTo("first");
            assertThat(client.answer().body()).isEqualTo("GET /second ");
        }
    }

    @Test
    void refusal_waitsForTheAnswerBeforeIt() throws IOException {
        try (RawClient client = RawClient.to(edge.port())) {
            client.send("GET /held HTTP/1.1\r\nHost: a\r\n\r\nGET /second HTTP/1.1\r\n\r\n");
            await().until(() -> HELD.size() == 1 && edge.refused.contains(Refusal.HOST));

            HELD.get(0).response().end("first");

            assertThat(client.answers()).extracting(Answer::status).containsExactly(200, 400);
        }
    }

    @Test
    void expectation_getsContinueBeforeTheBody() throws IOException {
        try (RawClient client = RawClient.to(edge.port())) {
            client.send("POST /x HTTP/1.1\r\nHost: a\r\nExpect: 100-Continue\r\nContent-Length: 2\r\n\r\n");
            assertThat(client.answer().status()).isEqualTo(100);

            assertThat(client.send("{}").answer().body()).isEqualTo("POST /x {}");
            assertThat(client.send("GET /y HTTP/1.1\r\nHost: a\r\n\r\n")
                            .answer()
                            .body())
                    .isEqualTo("GET /y ");
        }
    }

    @Test
    void expectation_behindAnother_getsContinueInItsTurn() throws IOException {
        try (RawClient client = RawClient.to(edge.port())) {
            client.send("GET /held HTTP/1.1\r\nHost: a\r\n\r\n"
                    + "POST /x HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
            await().until(() -> HELD.size() == 1);
            HELD.get(0).response().end("first");

            assertThat(client.answer().body()).isEqualTo("first");
            assertThat(client.answer().status()).isEqualTo(100);
            assertThat(client.send("{}").answer().body()).isEqualTo("POST /x {}");
        }
    }

    @Test
    void expectation_thatIsRefused_getsNoContinue_andItsBodyIsNotTakenForARequest() throws IOException {
        try (RawClient client = RawClient.to(edge.port())) {
            client.send("POST /early HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 40\r\n\r\n");

            List<Answer> answers = client.answers();

            assertThat(answers).extracting(Answer::status).containsExactly(401);
            assertThat(answers.get(0).close()).isTrue();
        }
    }

    @Test
    void earlyAnswer_keepsTheConnection_whereTheRestIsShort() throws IOException {
        try (RawClient client = RawClient.to(edge.port())) {
            client.send("POST /early HTTP/1.1\r\nHost: a\r\nContent-Length: 31\r\n\r\n");
            assertThat(client.answer().status()).isEqualTo(401);

            client.send("GET /not-a-request HTTP/1.1\r\n\r\n").send("GET /next HTTP/1.1\r\nHost: a\r\n\r\n");

            assertThat(client.answer().body()).isEqualTo("GET /next ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 100000000", "Transfer-Encoding: chunked"})
    void earlyAnswer_isReadable_andCloses_whereTheRestIsLong(String framing) throws IOException {
        try (RawClient client = RawClient.to(edge.port())) {
            client.send("POST /early HTTP/1.1\r\nHost: a\r\n" + framing + "\r\n\r\n");
            client.send("GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n".repeat(5_000));

            List<Answer> answers = client.answers();

            assertThat(answers).extracting(Answer::status).containsExactly(401);
            assertThat(answers.get(0).close()).isTrue();
        }
    }

    @Test
    void brokenBody_isAnsweredForTheHandler_whoseOwnAnswerGoesNowhere() throws IOException {
        try (RawClient client = RawClient.to(edge.port())) {
            client.send("GET /held HTTP/1.1\r\nHost: a\r\n\r\n");
            await().until(() -> HELD.size() == 1);
            client.send("POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{");
            client.send("}}}}");
            HELD.get(0).response().end("first");

            assertThat(client.answers()).extracting(Answer::status).containsExactly(200, 400);
        }
    }

    @Test
    void javaHttpClient_thatOffersH2c_goesOnInHttp11() throws Exception {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
        for (int i = 0; i < 2; i++) {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + edge.port() + "/x"))
                            .POST(HttpRequest.BodyPublishers.ofString("{}"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());

            assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
            assertThat(answer.body()).isEqualTo("POST /x {}");
        }
    }
}
