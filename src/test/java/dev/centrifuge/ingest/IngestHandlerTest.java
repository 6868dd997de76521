package dev.centrifuge.ingest;

import dev.centrifuge.event.Envelope;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What clients of every kind get to see, over a real server and client. */
class IngestHandlerTest {

    private static final String TRACK =
            "{\"type\":\"track\",\"event\":\"Order\",\"userId\":\"u1\",\"messageId\":\"m1\"}";
    private static final String RECEIVED = "2023-11-14T22:13:20.123Z";

    private IngestServer server;

    @BeforeEach
    void start() {
        server = new IngestServer();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void an_event_is_stored_as_it_was_sent_plus_what_the_gateway_knows() {
        HttpResponse<String> answer = server.post("/v1/track", TRACK, "content-type", "application/json");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"success\":true}");
        assertThat(answer.headers().firstValue("content-type")).contains("application/json");
        assertThat(IngestServer.text(server.log.events.get(0)))
                .isEqualTo("{\"receivedAt\":\"" + RECEIVED + "\",\"timestamp\":\"" + RECEIVED + "\","
                        + TRACK.substring(1));
        assertThat(server.log.events.get(0).envelope())
                .isEqualTo(new Envelope("web", "m1", "track", server.ticker.millis, null, null));
        assertThat(IngestServer.key(server.log.events.get(0))).isEqualTo("web:u1");
        assertThat(server.listener.told).containsExactly("received web 1 " + TRACK.length());
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/identify,identify", "/v1/i,identify", "/v1/track,track", "/v1/t,track", "/v1/page,page", "/v1/p/,page",
        "/v1/screen,screen", "/v1/s,screen", "/v1/group/,group", "/v1/g,group", "/v1/alias,alias", "/v1/a,alias"
    })
    void a_route_says_what_the_event_is(String path, String type) {
        String body = "{\"userId\":\"u\",\"event\":\"e\",\"groupId\":\"g\",\"previousId\":\"p\",\"type\":\"other\"}";
        assertThat(server.post(path, body).statusCode()).isEqualTo(200);
        assertThat(server.log.events.get(0).envelope().type()).isEqualTo(type);
        assertThat(IngestServer.text(server.log.events.get(0)))
                .contains("\"type\":\"" + type + '"')
                .doesNotContain("other");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/batch", "/v1/batch/", "/v1/import", "/v1/import/", "/v1/b"})
    void a_batch_is_taken_on_each_of_its_routes(String path) {
        assertThat(server.post(path, "{\"batch\":[" + TRACK + "," + TRACK + "]}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(server.log.events).hasSize(2);
    }

    @Test
    void metrics_of_browser_sdks_are_taken_without_a_key_and_go_nowhere() {
        HttpResponse<String> answer = server.postBare("/v1/m", "{\"series\":[]}", "content-type", "text/plain");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(server.log.events).isEmpty();
        assertThat(server.post("/v1/m", TRACK).statusCode()).isEqualTo(200);
        assertThat(server.log.events).hasSize(1);
    }

    @Test
    void a_key_is_taken_from_basic_bearer_or_the_body() {
        String inBody = "{\"writeKey\":\"" + IngestServer.KEY + "\"," + TRACK.substring(1);
        String inBatch = "{\"batch\":[" + inBody + "],\"writeKey\":\"" + IngestServer.KEY + "\"}";
        List<HttpResponse<String>> answers = List.of(
                server.postBare("/v1/track", TRACK, "authorization", "bearer " + IngestServer.KEY),
                server.postBare("/v1/track", TRACK, "authorization", IngestServer.basic(IngestServer.KEY)),
                server.postBare("/v1/track", inBody),
                server.postBare("/v1/import/", inBatch),
                server.postBare("/v1/events", inBody));

        assertThat(answers).allMatch(answer -> answer.statusCode() == 200);
        assertThat(server.log.events)
                .hasSize(5)
                .noneMatch(e -> IngestServer.text(e).contains(IngestServer.KEY));
    }

    @Test
    void no_key_and_a_wrong_one_are_401() {
        String wrongBody = "{\"writeKey\":\"no\"," + TRACK.substring(1);
        List<HttpResponse<String>> answers = List.of(
                server.postBare("/v1/track", TRACK),
                server.postBare("/v1/track", wrongBody),
                server.postBare("/v1/batch", "{\"batch\":[" + TRACK + "]}"),
                server.postBare("/v1/events", "[" + TRACK + "]"),
                server.postBare("/v1/track", TRACK, "authorization", "Basic !!!"),
                server.postBare("/v1/track", TRACK, "authorization", "Digest x"),
                server.postBare("/v1/track", TRACK, "authorization", "Bearer " + IngestServer.KEY + "x"));

        assertThat(answers).allMatch(answer -> answer.statusCode() == 401);
        assertThat(answers).allMatch(answer -> isProblem(answer, 401));
        assertThat(server.log.events).isEmpty();
        assertThat(server.listener.told).hasSize(7).containsOnly("refused  unauthorized 1");
    }

    @Test
    void a_disabled_source_is_429_so_that_its_clients_keep_their_events() {
        String inBody = "{\"writeKey\":\"off-key\"," + TRACK.substring(1);
        List<HttpResponse<String>> answers = List.of(
                server.postBare("/v1/track", TRACK, "authorization", IngestServer.basic("off-key")),
                server.postBare("/v1/track", inBody, "origin", "https://off.example"),
                server.postBare("/v1/batch", "{\"batch\":[" + TRACK + "," + TRACK + "],\"writeKey\":\"off-key\"}"));

        assertThat(answers).allMatch(answer -> isProblem(answer, 429));
        assertThat(answers)
                .allMatch(answer ->
                        answer.headers().firstValue("retry-after").orElse("").equals("60"));
        assertThat(answers.get(1).headers().firstValue("access-control-allow-origin"))
                .contains("https://off.example");
        assertThat(server.log.events).isEmpty();
        assertThat(server.listener.told)
                .containsExactly("refused off disabled 1", "refused off disabled 1", "refused off disabled 2");
    }

    @Test
    void an_unknown_path_is_404_and_another_method_405() {
        assertThat(isProblem(server.post("/v1/nothing", TRACK), 404)).isTrue();
        assertThat(isProblem(server.post("/", TRACK), 404)).isTrue();
        HttpResponse<String> put =
                server.send(server.request("/v1/track").PUT(HttpRequest.BodyPublishers.ofString(TRACK)));
        assertThat(isProblem(put, 405)).isTrue();
        assertThat(put.headers().firstValue("allow")).contains("POST, OPTIONS");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json; charset=UTF-8",
                "text/plain",
                "text/plain;charset=utf-8",
                "application/x-www-form-urlencoded",
                "Application/JSON"
            })
    void what_clients_call_json_is_json(String type) {
        assertThat(server.post("/v1/track", TRACK, "content-type", type).statusCode())
                .isEqualTo(200);
        byte[] gzip = IngestServer.gzip(TRACK.getBytes(StandardCharsets.UTF_8));
        assertThat(server.post("/v1/track", gzip, "content-type", type, "content-encoding", "gzip")
                        .statusCode())
                .isEqualTo(200);
        assertThat(server.log.events).hasSize(2);
    }

    @Test
    void other_types_and_codings_are_415() {
        assertThat(isProblem(server.post("/v1/track", TRACK, "content-type", "text/xml"), 415))
                .isTrue();
        assertThat(isProblem(server.post("/v1/track", TRACK, "content-type", "application/json;charset=utf-16"), 415))
                .isTrue();
        assertThat(isProblem(server.post("/v1/events", TRACK, "content-type", "application/cloudevents+avro"), 415))
                .isTrue();
        for (String coding : List.of("br", "gzip, gzip", "deflate")) {
            assertThat(isProblem(server.post("/v1/track", TRACK, "content-encoding", coding), 415))
                    .isTrue();
        }
        HttpResponse<String> twice =
                server.post("/v1/track", TRACK, "content-encoding", "gzip", "content-encoding", "gzip");
        assertThat(isProblem(twice, 415)).isTrue();
    }

    @Test
    void gzip_that_is_none_is_400() {
        assertThat(isProblem(server.post("/v1/track", TRACK, "content-encoding", "gzip"), 400))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[]",
                "null",
                "1",
                "\"x\"",
                "{} {}",
                "{\"userId\":\"u\",\"event\":\"e\"}x",
                "{'userId':'u'}",
                "{\"userId\":\"u\",\"event\":\"e\",}",
                "{\"userId\":\"u\",\"userId\":\"v\",\"event\":\"e\"}",
                "{\"userId\":\"u\"}",
                "{\"userId\":\"u\",\"event\":\"\"}",
                "{\"event\":\"e\"}",
                "{\"userId\":\"\",\"anonymousId\":null,\"event\":\"e\"}",
                "{\"userId\":{},\"event\":\"e\"}",
                "{\"userId\":\"\\ud800\",\"event\":\"e\"}",
                "{\"userId\":\"u\",\"event\":\"e\",\"messageId\":7}",
                "{\"userId\":\"u\",\"event\":\"e\",\"messageId\":\"\\udc00\"}"
            })
    void what_is_no_valid_event_is_400(String body) {
        assertThat(isProblem(server.post("/v1/track", body), 400)).isTrue();
        assertThat(server.log.events).isEmpty();
    }

    @Test
    void bytes_that_are_not_utf8_are_400_wherever_they_stand() {
        byte[] body = "{\"userId\":\"u\",\"event\":\"e\",\"x\":\"?\"}".getBytes(StandardCharsets.UTF_8);
        body[body.length - 3] = (byte) 0xC3;
        assertThat(isProblem(server.post("/v1/track", body), 400)).isTrue();
    }

    @Test
    void a_batch_that_is_partly_invalid_is_partly_accepted() {
        String body = "{\"batch\":[" + TRACK + ",{\"type\":\"track\",\"userId\":\"u\",\"writeKey\":\"secret\"},7]}";
        HttpResponse<String> answer = server.post("/v1/batch", body);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .isEqualTo("{\"success\":true,\"accepted\":1,\"rejected\":["
                        + "{\"index\":1,\"reason\":\"track needs the name of an event\"},"
                        + "{\"index\":2,\"reason\":\"an event must be an object\"}]}");
        assertThat(server.log.events).hasSize(1);
        assertThat(server.log.rejected).hasSize(2);
        assertThat(new String(server.log.rejected.get(0).body(), StandardCharsets.UTF_8))
                .isEqualTo("{\"type\":\"track\",\"userId\":\"u\",\"writeKey\":\"***\"}");
        assertThat(server.listener.told).containsExactly("received web 1 " + body.length(), "refused web invalid 2");
    }

    @Test
    void a_batch_with_nothing_valid_is_400_with_each_reason_and_stores_nothing() {
        HttpResponse<String> answer = server.post("/v1/batch", "{\"batch\":[{},{\"type\":\"x\",\"userId\":\"u\"}]}");
        assertThat(isProblem(answer, 400)).isTrue();
        assertThat(answer.body())
                .contains("\"errors\":[{\"index\":0,\"reason\":\"type is missing\"},"
                        + "{\"index\":1,\"reason\":\"type is none of Segment's\"}]");
        assertThat(server.log.rejected).isEmpty();
        assertThat(isProblem(server.post("/v1/batch", "{\"batch\":[]}"), 400)).isTrue();
        assertThat(isProblem(server.post("/v1/batch", "{}"), 400)).isTrue();
        assertThat(isProblem(server.post("/v1/batch", "{\"batch\":{}}"), 400)).isTrue();
    }

    @Test
    void a_trace_goes_on_where_it_is_well_formed() {
        String trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        server.post("/v1/track", TRACK, "traceparent", trace);
        server.post("/v1/track", TRACK, "traceparent", "00-bad-00f067aa0ba902b7-01");
        assertThat(server.log.events.get(0).envelope().traceparent()).isEqualTo(trace);
        assertThat(server.log.events.get(1).envelope().traceparent()).isNull();
    }

    @Test
    void a_preflight_needs_no_key_and_answers_and_errors_carry_the_origin() {
        HttpResponse<String> preflight = server.send(
                server.request("/v1/t").method("OPTIONS", HttpRequest.BodyPublishers.noBody()),
                "origin",
                "https://shop.example",
                "access-control-request-method",
                "POST");
        assertThat(preflight.statusCode()).isEqualTo(204);
        Map<String, List<String>> headers = preflight.headers().map();
        assertThat(headers.get("access-control-allow-origin")).containsExactly("https://shop.example");
        assertThat(headers.get("access-control-allow-headers").get(0))
                .contains("authorization", "content-type", "x-retry-count", "content-encoding", "traceparent");
        assertThat(headers.get("access-control-max-age")).containsExactly("86400");

        for (HttpResponse<String> answer : List.of(
                server.post("/v1/t", TRACK, "origin", "https://shop.example"),
                server.post("/v1/t", "{", "origin", "https://shop.example"),
                server.postBare("/v1/t", TRACK, "origin", "https://shop.example"),
                server.post("/v1/none", TRACK, "origin", "https://shop.example"))) {
            assertThat(answer.headers().firstValue("access-control-allow-origin"))
                    .contains("https://shop.example");
            assertThat(answer.headers().firstValue("access-control-expose-headers"))
                    .contains("retry-after");
            assertThat(answer.headers().firstValue("vary")).contains("origin");
        }
        assertThat(server.post("/v1/t", TRACK, "origin", "https://other.example")
                        .headers()
                        .map())
                .doesNotContainKey("access-control-allow-origin");
    }

    static boolean isProblem(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("content-type")).contains("application/problem+json");
        assertThat(answer.body())
                .contains("\"type\":\"about:blank\"", "\"title\":\"", "\"status\":" + status, "\"detail\":\"")
                .doesNotContain("Exception", "java.", IngestServer.KEY);
        return true;
    }
}
