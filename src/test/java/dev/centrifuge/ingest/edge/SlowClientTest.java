package dev.centrifuge.ingest.edge;

import dev.centrifuge.ingest.edge.RawClient.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Clients that take their time. The limits are hasty here: 0.6 s for a request, 1 KiB/s after 0.2 s, idle 0.5 s. */
class SlowClientTest {

    private static final ScheduledExecutorService DRIP = Executors.newScheduledThreadPool(2);

    private static TestEdge edge;

    @BeforeAll
    static void start() {
        edge = TestEdge.start(TestEdge.hasty());
    }

    @AfterAll
    static void stop() {
        DRIP.shutdownNow();
        edge.close();
    }

    @BeforeEach
    void clear() {
        edge.refused.clear();
        edge.asked.clear();
    }

    @Test
    void drippingHead_isClosedWithoutAnAnswer() throws IOException {
        try (RawClient client = RawClient.to(edge.port())) {
            drip(client.send("GET / HTTP/1.1\r\n"), "X: y\r\n");
            assertThat(client.closed()).isTrue();
        }
        assertThat(edge.refused).containsExactly(Refusal.SLOW_HEAD);
    }

    @Test
    void drippingBody_isAnswered408_asSoonAsItIsBelowTheRate() throws Exception {
        try (RawClient client = RawClient.to(edge.port())) {
            drip(client.send(post(1_000_000)), "x");
            List<Answer> answers = client.answers();

            assertThat(answers).extracting(Answer::status).containsExactly(408);
            assertThat(answers.get(0).problem()).isTrue();
            assertThat(answers.get(0).close()).isTrue();
        }
        assertThat(edge.refused).containsExactly(Refusal.SLOW_BODY);
        assertThat(edge.asked).isEmpty();
    }

    @Test
    void steadyBody_isAnswered408_whenTheRequestTakesTooLong() throws Exception {
        long begun = System.nanoTime();
        try (RawClient client = RawClient.to(edge.port())) {
            drip(client.send(post(10_000_000)), "x".repeat(4096));
            assertThat(client.answers()).extracting(Answer::status).containsExactly(408);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(600));
    }

    @Test
    void stalledBody_behindAGoodRequest_is408AfterItsAnswer() throws Exception {
        try (RawClient client = RawClient.to(edge.port())) {
            client.send(post(2) + "{}" + post(100) + "{");

            assertThat(client.answers()).extracting(Answer::status).containsExactly(200, 408);
        }
        assertThat(edge.asked).hasSize(1);
    }

    @Test
    void stalledBody_thatWasAnsweredEarly_isClosedWithoutASecondAnswer() throws IOException {
        try (TestEdge early = TestEdge.start(
                        TestEdge.hasty(),
                        request -> request.response().setStatusCode(401).end());
                RawClient client = RawClient.to(early.port())) {
            client.send(post(100) + "{");

            assertThat(client.answers()).extracting(Answer::status).containsExactly(401);
            assertThat(early.refused).containsExactly(Refusal.SLOW_BODY);
        }
    }

    @Test
    void silence_isClosed_beforeAndAfterARequest() throws IOException {
        try (RawClient before = RawClient.to(edge.port());
                RawClient after = RawClient.to(edge.port())) {
            assertThat(after.send(post(2) + "{}").answer().status()).isEqualTo(200);

            assertThat(before.closed()).isTrue();
            assertThat(after.closed()).isTrue();
        }
        assertThat(edge.refused).isEmpty();
        await().until(() -> edge.open.get() == 0);
    }

    @Test
    void refusedClient_thatNeverCloses_isCutOffAfterLingering() throws IOException {
        try (RawClient client = RawClient.to(edge.port())) {
            client.send("GET / HTTP/1.1\r\n\r\n");

            await().until(() -> edge.open.get() == 0);
            assertThat(client.answers()).extracting(Answer::status).containsExactly(400);
        }
    }

    @Test
    void answersThatPileUpUnread_endTheConnection() throws Exception {
        String request = "POST /" + "x".repeat(4_000) + " HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n";
        try (RawClient client = RawClient.to(edge.port())) {
            drip(client, request.repeat(200));
            await().until(() -> edge.refused.contains(Refusal.UNREAD_ANSWERS));
            await().until(() -> edge.open.get() == 0);
        }
    }

    private static String post(int length) {
        return "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + length + "\r\n\r\n";
    }

    /** Sends it every 20 ms until either side closes. */
    private static void drip(RawClient client, String bytes) {
        DRIP.scheduleWithFixedDelay(
                () -> {
                    try {
                        client.send(bytes);
                    } catch (IOException closed) {
                        throw new IllegalStateException(closed);
                    }
                },
                0,
                20,
                TimeUnit.MILLISECONDS);
    }
}
