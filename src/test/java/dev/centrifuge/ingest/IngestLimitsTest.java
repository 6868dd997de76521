package dev.centrifuge.ingest;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.centrifuge.ingest.IngestHandlerTest.isProblem;
import static org.assertj.core.api.Assertions.assertThat;

/** Limits hold to the byte, for plain, chunked and inflated bodies alike. */
class IngestLimitsTest {

    private static final int EVENT = 32_768;
    private static final int BATCH = 512_000;

    private IngestServer server;

    @BeforeEach
    void start() {
        server = new IngestServer();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** A valid event of exactly so many bytes. */
    private static String event(int size) {
        String empty = "{\"type\":\"track\",\"event\":\"e\",\"userId\":\"u\",\"x\":\"\"}";
        return empty.substring(0, empty.length() - 2) + "y".repeat(size - empty.length()) + "\"}";
    }

    /** A valid batch of exactly so many bytes. */
    private static String batch(int size) {
        StringBuilder batch = new StringBuilder("{\"batch\":[").append(event(100));
        while (size - batch.length() > 30_200) {
            batch.append(',').append(event(30_000));
        }
        batch.append(',');
        return batch.append(event(size - batch.length() - 2)).append("]}").toString();
    }

    @Test
    void the_bodies_of_these_tests_are_as_large_as_they_say() {
        assertThat(event(EVENT)).hasSize(EVENT);
        assertThat(batch(BATCH)).hasSize(BATCH);
    }

    @Test
    void the_largest_event_and_batch_are_taken_and_one_byte_more_is_not() {
        assertThat(server.post("/v1/track", event(EVENT)).statusCode()).isEqualTo(200);
        assertThat(isProblem(server.post("/v1/track", event(EVENT + 1)), 413)).isTrue();
        assertThat(server.post("/v1/batch", batch(BATCH)).statusCode()).isEqualTo(200);
        assertThat(isProblem(server.post("/v1/batch", batch(BATCH + 1)), 413)).isTrue();
        assertThat(server.post("/v1/events", event(EVENT)).statusCode()).isEqualTo(200);
        assertThat(isProblem(server.post("/v1/events", event(EVENT + 1)), 413)).isTrue();
        assertThat(server.ingest.inFlightBytes()).isZero();
    }

    @Test
    void the_same_holds_for_what_comes_out_of_gzip() {
        assertThat(gzip("/v1/track", event(EVENT)).statusCode()).isEqualTo(200);
        assertThat(isProblem(gzip("/v1/track", event(EVENT + 1)), 413)).isTrue();
        assertThat(gzip("/v1/batch", batch(BATCH)).statusCode()).isEqualTo(200);
        assertThat(isProblem(gzip("/v1/batch", batch(BATCH + 1)), 413)).isTrue();
    }

    @Test
    void a_gzip_bomb_is_413() {
        byte[] bomb = IngestServer.gzip(new byte[64 << 20]);
        assertThat(isProblem(server.post("/v1/batch", bomb, "content-encoding", "gzip"), 413))
                .isTrue();
    }

    @Test
    void a_chunked_body_is_counted_as_it_arrives() {
        assertThat(chunked("/v1/batch", batch(BATCH)).statusCode()).isEqualTo(200);
        assertThat(isProblem(chunked("/v1/batch", batch(BATCH + 1)), 413)).isTrue();
        assertThat(isProblem(chunked("/v1/track", event(EVENT + 1)), 413)).isTrue();
        assertThat(server.ingest.inFlightBytes()).isZero();
    }

    @Test
    void an_event_that_is_too_large_in_a_batch_is_rejected_alone() {
        HttpResponse<String> answer =
                server.post("/v1/batch", "{\"batch\":[" + event(EVENT) + "," + event(EVENT + 1) + "]}");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"accepted\":1", "{\"index\":1,\"reason\":\"an event is larger than 32768");
        assertThat(server.log.rejected.get(0).body()).hasSize(EVENT);
    }

    @Test
    void a_batch_has_at_most_2500_events() {
        String[] events = new String[2500];
        Arrays.fill(events, "{\"type\":\"page\",\"userId\":\"u\"}");
        String most = String.join(",", events);
        assertThat(server.post("/v1/batch", "{\"batch\":[" + most + "]}").statusCode())
                .isEqualTo(200);
        assertThat(server.log.events).hasSize(2500);
        assertThat(isProblem(server.post("/v1/batch", "{\"batch\":[" + most + ",{}]}"), 400))
                .isTrue();
        assertThat(isProblem(server.post("/v1/batch", "{\"batch\":[" + "1,".repeat(200_000) + "1]}"), 400))
                .isTrue();
    }

    @Test
    void a_context_copied_into_each_event_is_counted() {
        String context = "\"context\":{\"x\":\"" + "y".repeat(20_000) + "\"}";
        String some = "{\"type\":\"page\",\"userId\":\"u\"},".repeat(100) + "{\"type\":\"page\",\"userId\":\"u\"}";
        assertThat(server.post("/v1/batch", "{" + context + ",\"batch\":[" + some + "]}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(isProblem(
                        server.post(
                                "/v1/batch", "{" + context + ",\"batch\":[" + some + "," + some + "," + some + "]}"),
                        413))
                .isTrue();
        String large = "\"context\":{\"x\":\"" + "y".repeat(70_000) + "\"}";
        HttpResponse<String> answer = server.post("/v1/batch", "{" + large + ",\"batch\":[" + some + "]}");
        assertThat(isProblem(answer, 400)).isTrue();
        assertThat(answer.body()).contains("too large with the batch's context");
        assertThat(server.ingest.inFlightBytes()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {63, 64})
    void sixty_four_containers_may_be_open(int inner) {
        String body = "{\"userId\":\"u\",\"event\":\"e\",\"x\":" + "[".repeat(inner) + "]".repeat(inner) + "}";
        assertThat(server.post("/v1/track", body).statusCode()).isEqualTo(inner == 63 ? 200 : 400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"9007199254740993", "1e400", "0.1000000000000000055511151231257827", "-0", "1E-999"})
    void numbers_stay_as_they_were_written(String number) {
        assertThat(server.post("/v1/track", "{\"userId\":\"u\",\"event\":\"e\",\"x\":" + number + "}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(IngestServer.text(server.log.events.get(0))).contains("\"x\":" + number + "}");
    }

    @Test
    void a_number_of_a_thousand_digits_stays_as_it_was_written() {
        numbers_stay_as_they_were_written("7".repeat(1000));
    }

    private HttpResponse<String> gzip(String path, String body) {
        byte[] bytes = IngestServer.gzip(body.getBytes(StandardCharsets.UTF_8));
        return server.post(path, bytes, "content-encoding", "gzip");
    }

    private HttpResponse<String> chunked(String path, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        HttpRequest.BodyPublisher unknownLength =
                HttpRequest.BodyPublishers.fromPublisher(HttpRequest.BodyPublishers.ofByteArray(bytes));
        return server.send(
                server.request(path).POST(unknownLength), "authorization", IngestServer.basic(IngestServer.KEY));
    }
}
