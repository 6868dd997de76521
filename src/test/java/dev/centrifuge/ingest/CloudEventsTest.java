package dev.centrifuge.ingest;

import dev.centrifuge.event.Event;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.core.format.EventFormat;
import io.cloudevents.core.message.MessageWriter;
import io.cloudevents.http.HttpMessageFactory;
import io.cloudevents.jackson.JsonFormat;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.centrifuge.ingest.IngestHandlerTest.isProblem;
import static org.assertj.core.api.Assertions.assertThat;

/** CloudEvents in their three modes, by hand and by the Java SDK. */
class CloudEventsTest {

    private static final String STRUCTURED = "application/cloudevents+json; charset=utf-8";
    private static final String BATCHED = "application/cloudevents-batch+json";
    private static final String MINIMAL = "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/s\",\"type\":\"t\"}";
    private static final EventFormat JSON = new JsonFormat();

    private IngestServer server;

    @BeforeEach
    void start() {
        server = new IngestServer();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private HttpResponse<String> structured(String body) {
        return server.post("/v1/events", body, "content-type", STRUCTURED);
    }

    private Event only() {
        assertThat(server.log.events).hasSize(1);
        return server.log.events.get(0);
    }

    @Test
    void a_structured_event_is_stored_byte_by_byte() {
        String body =
                " {\"specversion\" : \"1.0\",\"id\":\"1\",\"source\":\"/s\",\"type\":\"t\",\"n\":9007199254740993,"
                        + "\"data\":{\"x\":1e400}}";
        assertThat(structured(body).statusCode()).isEqualTo(200);
        assertThat(IngestServer.text(only())).isEqualTo(body.substring(1));
        assertThat(only().envelope().type()).isEqualTo("t");
        assertThat(IngestServer.key(only())).isEqualTo("web:1");
    }

    @Test
    void the_key_is_the_partition_key_or_the_subject_or_the_id() {
        structured(MINIMAL.replace("}", ",\"subject\":\"s\"}"));
        structured(MINIMAL.replace("}", ",\"subject\":\"s\",\"partitionkey\":\"p\"}"));
        assertThat(server.log.events).extracting(IngestServer::key).containsExactly("web:s", "web:p");
    }

    @Test
    void the_message_id_depends_on_source_and_id_and_on_nothing_else() {
        structured(MINIMAL);
        structured(MINIMAL.replace("\"t\"", "\"u\""));
        structured(MINIMAL.replace("/s", "/other"));
        structured(MINIMAL.replace("\"1\"", '"' + "x".repeat(90) + '"'));
        structured(MINIMAL.replace("\"1\"", "\"ü\""));
        List<String> ids =
                server.log.events.stream().map(e -> e.envelope().id()).toList();
        assertThat(ids.get(0)).startsWith("1-").hasSize(18).isEqualTo(ids.get(1));
        assertThat(ids.subList(1, 5)).doesNotHaveDuplicates().allMatch(id -> id.matches("[!-~]{1,100}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "7",
                "{\"specversion\":\"1.0\",\"id\":\"\",\"source\":\"/s\",\"type\":\"t\"}",
                "{\"specversion\":\"0.3\",\"id\":\"1\",\"source\":\"/s\",\"type\":\"t\"}",
                "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/s\"}",
                "{\"specversion\":\"1.0\",\"id\":1,\"source\":\"/s\",\"type\":\"t\"}",
                "{\"specversion\":\"1.0\",\"id\":\"1\",\"id\":\"2\",\"source\":\"/s\",\"type\":\"t\"}",
                "{\"specversion\":\"1.0\",\"id\":\"\\ud800\",\"source\":\"/s\",\"type\":\"t\"}",
                "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/s\",\"type\":\"t\",\"Upper\":\"x\"}",
                "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/s\",\"type\":\"t\",\"x_y\":\"x\"}",
                "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/s\",\"type\":\"t\",\"x\":{}}",
                "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/s\",\"type\":\"t\",\"time\":\"now\"}",
                "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/s\",\"type\":\"t\",\"data\":1,\"data_base64\":\"\"}",
                "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/s\",\"type\":\"t\",\"data_base64\":\"=\"}"
            })
    void what_is_no_cloud_event_is_400(String body) {
        assertThat(isProblem(structured(body), 400)).isTrue();
    }

    @Test
    void a_batch_of_events_is_taken_in_part() {
        HttpResponse<String> answer =
                server.post("/v1/events", "[" + MINIMAL + ",{}," + MINIMAL + "]", "content-type", BATCHED);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .contains("\"accepted\":2", "{\"index\":1,\"reason\":\"id, source and type are required\"}");
        assertThat(isProblem(server.post("/v1/events", "[]", "content-type", BATCHED), 400))
                .isTrue();
        assertThat(isProblem(server.post("/v1/events", MINIMAL, "content-type", BATCHED), 400))
                .isTrue();
    }

    private HttpResponse<String> binary(String body, String... more) {
        List<String> headers =
                new ArrayList<>(List.of("ce-specversion", "1.0", "ce-id", "1", "ce-source", "/s", "ce-type", "t"));
        headers.addAll(List.of(more));
        return server.post("/v1/events", body, headers.toArray(String[]::new));
    }

    @Test
    void a_binary_event_with_json_is_stored_as_a_structured_one() {
        String body = "{ \"x\" : 1e400 }";
        assertThat(binary(body, "content-type", "application/json; charset=utf-8", "ce-subject", "\"a%20b\\\"\"")
                        .statusCode())
                .isEqualTo(200);
        assertThat(IngestServer.text(only()))
                .contains("\"data\":" + body + "}", "\"datacontenttype\":\"application/json; charset=utf-8\"")
                .contains("\"subject\":\"a b\\\"\"");
        assertThat(IngestServer.key(only())).isEqualTo("web:a b\"");
    }

    @Test
    void a_binary_event_with_anything_else_is_stored_as_base64() {
        assertThat(binary("<x/>", "content-type", "text/xml").statusCode()).isEqualTo(200);
        assertThat(IngestServer.text(only()))
                .contains("\"datacontenttype\":\"text/xml\"", "\"data_base64\":\"PHgvPg==\"}");
    }

    @Test
    void a_binary_event_may_have_no_data() {
        assertThat(binary("", "content-type", "application/json").statusCode()).isEqualTo(200);
        assertThat(IngestServer.text(only())).doesNotContain("\"data\":", "data_base64");
    }

    @Test
    void a_binary_event_cannot_smuggle_members_in() {
        assertThat(isProblem(binary("1,\"id\":\"2\"", "content-type", "application/json"), 400))
                .isTrue();
        assertThat(isProblem(binary("", "ce-data", "1"), 400)).isTrue();
        assertThat(isProblem(binary("", "ce-x_y", "1"), 400)).isTrue();
        assertThat(isProblem(binary("", "ce-time", "yesterday"), 400)).isTrue();
    }

    @Test
    void what_the_sdk_sends_in_each_mode_is_what_it_would_read_again() {
        CloudEvent event = CloudEventBuilder.v1()
                .withId("id 1%")
                .withSource(URI.create("/sdk"))
                .withType("test.type")
                .withSubject("subject")
                .withTime(OffsetDateTime.parse("2024-02-29T12:34:56.123456Z"))
                .withExtension("ext", "value")
                .withData("application/json", "{\"a\":1}".getBytes(StandardCharsets.UTF_8))
                .build();
        send(true, event);
        send(false, event);
        // The SDK has a format for one event only: a batch is an array of such.
        String batch = "[" + new String(JSON.serialize(event), StandardCharsets.UTF_8) + "]";
        assertThat(server.post("/v1/events", batch, "content-type", BATCHED).statusCode())
                .isEqualTo(200);

        assertThat(server.log.events).hasSize(3);
        assertThat(server.log.events)
                .extracting(stored -> stored.envelope().id())
                .containsOnly(server.log.events.get(0).envelope().id());
        CloudEvent again = JSON.deserialize(server.log.events.get(1).body());
        assertThat(again.getId()).isEqualTo(event.getId());
        assertThat(again.getSource()).isEqualTo(event.getSource());
        assertThat(again.getTime()).isEqualTo(event.getTime());
        assertThat(again.getExtension("ext")).isEqualTo("value");
        assertThat(new String(again.getData().toBytes(), StandardCharsets.UTF_8))
                .isEqualTo("{\"a\":1}");
    }

    private void send(boolean structured, CloudEvent event) {
        List<String> headers = new ArrayList<>();
        MessageWriter<?, ?> writer = HttpMessageFactory.createWriter(
                (name, value) -> headers.addAll(List.of(name, value)),
                body -> assertThat(server.post("/v1/events", body, headers.toArray(String[]::new))
                                .statusCode())
                        .isEqualTo(200));
        if (structured) {
            writer.writeStructured(event, JSON);
        } else {
            writer.writeBinary(event);
        }
    }
}
