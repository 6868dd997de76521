package dev.centrifuge.ingest;

import dev.centrifuge.event.Event;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static dev.centrifuge.ingest.IngestHandlerTest.isProblem;
import static org.assertj.core.api.Assertions.assertThat;

class PlainJsonTest {

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
    void any_object_is_an_event() {
        assertThat(server.post("/v1/events", "{\"a\":1}").statusCode()).isEqualTo(200);
        Event event = server.log.events.get(0);
        assertThat(event.envelope().type()).isEqualTo("event");
        assertThat(IngestServer.key(event)).isEqualTo("web:" + event.envelope().id());
        assertThat(IngestServer.text(event))
                .isEqualTo("{\"receivedAt\":\"2023-11-14T22:13:20.123Z\",\"messageId\":\""
                        + event.envelope().id() + "\",\"a\":1}");
    }

    @Test
    void what_segment_names_means_what_segment_means() {
        String body = "{\"messageId\":\"m\",\"type\":\"order\",\"anonymousId\":\"a\",\"userId\":7,"
                + "\"integrations\":{\"All\":false},\"timestamp\":\"2020-01-01T00:00:00Z\",\"sentAt\":\"2020-01-01T00:00:00Z\"}";
        assertThat(server.post("/v1/events", body).statusCode()).isEqualTo(200);
        Event event = server.log.events.get(0);
        assertThat(event.envelope().id()).isEqualTo("m");
        assertThat(event.envelope().type()).isEqualTo("order");
        assertThat(event.envelope().integrations()).isEqualTo("{\"All\":false}");
        assertThat(IngestServer.key(event)).isEqualTo("web:7");
        assertThat(IngestServer.text(event)).endsWith(body.substring(1));
    }

    @Test
    void an_array_is_a_batch() {
        HttpResponse<String> answer = server.post("/v1/events", "[{},7,{\"messageId\":[]}]");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"accepted\":1", "\"index\":1", "\"index\":2");
        assertThat(isProblem(server.post("/v1/events", "[]"), 400)).isTrue();
        assertThat(isProblem(server.post("/v1/events", "[1]"), 400)).isTrue();
        assertThat(isProblem(server.post("/v1/events", "{\"type\":\"a\",\"type\":\"b\"}"), 400))
                .isTrue();
    }
}
