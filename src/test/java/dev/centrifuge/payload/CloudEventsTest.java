package dev.centrifuge.payload;

import com.fasterxml.jackson.databind.JsonNode;
import dev.centrifuge.config.payload.Format;
import dev.centrifuge.event.Event;
import dev.centrifuge.jslt.Trees;
import dev.centrifuge.payload.Prepared.Field;
import dev.centrifuge.payload.Prepared.Ready;
import dev.centrifuge.payload.Prepared.Unfit;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.message.MessageReader;
import io.cloudevents.core.provider.EventFormatProvider;
import io.cloudevents.http.HttpMessageFactory;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Judged by the CloudEvents SDK. */
class CloudEventsTest {
    private static final String OWN = """
            {"specversion":"1.0","id":"a \\"b\\" ü%","source":"/s","type":"com.x","time":"2026-01-02T03:04:05.678+01:00",
             "subject":"é","ext":true,"num":7,"none":null,"datacontenttype":"application/vnd.x+json; charset=utf-8",
             "data":{"n":9007199254740993}}""";

    private static Ready ready(Format format, String body) {
        return (Ready) new Composer(Shipped.as(format)).prepare(Shipped.event(body));
    }

    private static CloudEvent structured(byte[] json) {
        return EventFormatProvider.getInstance()
                .resolveFormat("application/cloudevents+json")
                .deserialize(json);
    }

    private static CloudEvent binary(Ready ready) {
        Map<String, String> headers = new HashMap<>();
        ready.headers().forEach(field -> headers.put(field.name(), field.value()));
        headers.put("content-type", ready.contentType());
        MessageReader reader = HttpMessageFactory.createReader(headers, ready.json());
        return reader.toEvent();
    }

    private static String data(CloudEvent event) {
        return new String(event.getData().toBytes(), StandardCharsets.UTF_8);
    }

    /** Most events are read without a tree; a filter may have made one before. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"timestamp\":\"2026-01-02T03:04:05.678Z\"}",
                "{\"timestamp\":\"2026-01-31T03:04:05.678Z\"}",
                "{\"timestamp\":\"2026-02-31T03:04:05.678Z\"}",
                "{\"timestamp\":\"2026-13-02T03:04:05.678Z\"}",
                "{\"timestamp\":\"2026-01-02T24:04:05.678Z\"}",
                "{\"timestamp\":\"2026-01-02t03:04:05z\"}",
                "{\"timestamp\":\"yesterday\"}",
                "{\"timestamp\":[\"2026-01-02T03:04:05.678Z\"]}",
                "{\"timestamp\":1,\"timestamp\":\"2026-01-02T03:04:05.678Z\"}",
                "{\"timestamp\":\"2026-01-02T03:04:05.678Z\",\"timestamp\":null}",
                "{\"a\":{\"timestamp\":\"2026-01-02T03:04:05.678Z\"}}",
                "{\"a\":\"\\u0073\"}",
                "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"s\",\"type\":\"t\"}",
                "{\"\\u0073pecversion\":\"1.0\",\"id\":\"1\",\"source\":\"s\",\"type\":\"t\"}",
                "{\"properties\":{\"specversion\":\"1.0\"}}"
            })
    void it_is_the_same_with_a_tree_and_without(String body) {
        Event event = Shipped.event(body);
        JsonNode tree = Trees.of(event);

        Ready fromTree = (Ready) new Composer(Shipped.as(Format.CLOUDEVENT)).prepare(event);

        assertThat(event.reading()).isSameAs(tree);
        assertThat(Shipped.text(ready(Format.CLOUDEVENT, body).json())).isEqualTo(Shipped.text(fromTree.json()));
    }

    @Test
    void any_event_becomes_the_data_of_one() {
        String body = "{\"event\":\"x\",\"timestamp\":\"2026-01-02T03:04:05Z\",\"n\":1e400}";

        for (CloudEvent event : List.of(
                structured(ready(Format.CLOUDEVENTS_BATCH, body).json()),
                binary(ready(Format.CLOUDEVENT_BINARY, body)))) {
            assertThat(event.getId()).isEqualTo("m-1");
            assertThat(event.getSource()).hasToString("web");
            assertThat(event.getType()).isEqualTo("track");
            assertThat(event.getTime()).isEqualTo("2026-01-02T03:04:05Z");
            assertThat(event.getDataContentType()).isEqualTo("application/json");
        }
        assertThat(new String(ready(Format.CLOUDEVENT, body).json(), StandardCharsets.UTF_8))
                .endsWith(",\"data\":" + body + "}");
        assertThat(ready(Format.CLOUDEVENT_BINARY, body).json()).isEqualTo(body.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"timestamp\":\"yesterday\"}",
                "{\"timestamp\":\"2026-13-01T00:00:00Z\"}",
                "{\"timestamp\":5}"
            })
    void without_a_time_of_its_own_it_has_that_of_its_receipt(String body) {
        assertThat(structured(ready(Format.CLOUDEVENT, body).json()).getTime()).isEqualTo("2023-11-14T22:13:20Z");
    }

    @Test
    void what_is_one_stays_what_it_is() {
        Event event = Shipped.event(OWN);

        Ready ready = (Ready) new Composer(Shipped.as(Format.CLOUDEVENT)).prepare(event);

        assertThat(ready.json()).isSameAs(event.body());
    }

    @Test
    void in_binary_mode_attributes_are_headers() {
        Ready ready = ready(Format.CLOUDEVENT_BINARY, OWN);

        assertThat(ready.contentType()).isEqualTo("application/vnd.x+json; charset=utf-8");
        assertThat(Shipped.text(ready.json())).isEqualTo("{\"n\":9007199254740993}");
        assertThat(ready.headers())
                .containsExactly(
                        new Field("ce-specversion", "1.0"),
                        new Field("ce-id", "a%20%22b%22%20%C3%BC%25"),
                        new Field("ce-source", "/s"),
                        new Field("ce-type", "com.x"),
                        new Field("ce-time", "2026-01-02T03:04:05.678+01:00"),
                        new Field("ce-subject", "%C3%A9"),
                        new Field("ce-ext", "true"),
                        new Field("ce-num", "7"));
        assertThat(binary(ready).getType()).isEqualTo("com.x");
    }

    @Test
    void data_that_is_not_json_is_sent_as_it_is() {
        String base =
                "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/s\",\"type\":\"t\",\"datacontenttype\":\"text/plain\"";

        assertThat(data(binary(ready(Format.CLOUDEVENT_BINARY, base + ",\"data\":\"hi\"}"))))
                .isEqualTo("hi");
        assertThat(data(binary(ready(Format.CLOUDEVENT_BINARY, base + ",\"data_base64\":\"aGk=\"}"))))
                .isEqualTo("hi");
        assertThat(ready(Format.CLOUDEVENT_BINARY, base + "}").json()).isEmpty();
    }

    /** Whoever may send events must not set headers, or make of a request what it is not. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"datacontenttype\":\"text/plain\\r\\nx-evil: 1\"",
                "\"datacontenttype\":\"nonsense\"",
                "\"x-forwarded-for\":\"1\"",
                "\"Upper\":\"1\"",
                "\"time\":\"noon\"",
                "\"object\":{}",
                "\"data\":1,\"data_base64\":\"\""
            })
    void what_only_looks_like_one_becomes_the_data_of_one(String member) {
        String body = "{\"specversion\":\"1.0\",\"id\":\"x\",\"source\":\"/s\",\"type\":\"t\"," + member + "}";

        Ready ready = ready(Format.CLOUDEVENT_BINARY, body);

        assertThat(ready.contentType()).isEqualTo("application/json");
        assertThat(ready.headers()).contains(new Field("ce-id", "m-1"));
        assertThat(Shipped.text(ready.json())).isEqualTo(body);
    }

    @Test
    void an_attribute_that_no_header_holds_is_unfit() {
        String body = "{\"specversion\":\"1.0\",\"id\":\"x\",\"source\":\"/s\",\"type\":\"t\",\"long\":\"%s\"}";

        Prepared prepared = new Composer(Shipped.as(Format.CLOUDEVENT_BINARY))
                .prepare(Shipped.event(body.formatted("x".repeat(9_000))));

        assertThat(prepared).isInstanceOf(Unfit.class);
        assertThat(((Unfit) prepared).reason()).isEqualTo("format");
    }

    @Test
    void a_transform_may_make_one_or_the_data_of_one() {
        String event = "{\"a\":1}";
        Composer made = new Composer(Shipped.transformed(
                Format.CLOUDEVENT,
                "{\"specversion\":\"1.0\",\"id\":\"i\",\"source\":\"s\",\"type\":\"t\",\"data\":.a}"));
        Composer data = new Composer(Shipped.transformed(Format.CLOUDEVENT, "[.a]"));

        assertThat(structured(((Ready) made.prepare(Shipped.event(event))).json())
                        .getId())
                .isEqualTo("i");
        CloudEvent wrapped = structured(((Ready) data.prepare(Shipped.event(event))).json());
        assertThat(wrapped.getId()).isEqualTo("m-1");
        assertThat(data(wrapped)).isEqualTo("[1]");
    }
}
