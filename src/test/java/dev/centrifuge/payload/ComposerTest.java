package dev.centrifuge.payload;

import dev.centrifuge.config.payload.Format;
import dev.centrifuge.config.payload.Payload;
import dev.centrifuge.event.Event;
import dev.centrifuge.jslt.Trees;
import dev.centrifuge.payload.Prepared.Ready;
import dev.centrifuge.payload.Prepared.Unfit;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

class ComposerTest {

    private static Ready ready(Payload payload, Event event) {
        return (Ready) new Composer(payload).prepare(event);
    }

    private static String body(Payload payload, String... events) {
        Composer composer = new Composer(payload);
        List<Ready> ready = Stream.of(events)
                .map(event -> (Ready) composer.prepare(Shipped.event(event)))
                .toList();
        return Shipped.text(composer.body(ready, Shipped.RECEIVED + 5));
    }

    @Test
    void json_is_the_events_own_array_and_nobody_reads_it() {
        Event event = Shipped.event("not read, so not even JSON");
        Composer composer = new Composer(Payload.defaults());

        Ready ready = (Ready) composer.prepare(event);

        assertThat(composer.body(List.of(ready), 0)).isSameAs(event.body());
        assertThat(ready.contentType()).isEqualTo("application/json");
        assertThat(ready.target()).isNull();
        assertThat(event.reading()).isNull();
    }

    @Test
    void formats_hold_events_byte_by_byte() {
        String first = "{ \"a\" : 1e400,\r\n\"b\":\"x\\ny\" }";
        String second = "{\"c\":3}";

        assertThat(body(Shipped.as(Format.JSON_ARRAY), first)).isEqualTo("[" + first + "]");
        assertThat(body(Shipped.as(Format.JSON_ARRAY), first, second)).isEqualTo("[" + first + "," + second + "]");
        assertThat(body(Shipped.as(Format.NDJSON), first, second))
                .isEqualTo("{ \"a\" : 1e400,  \"b\":\"x\\ny\" }\n" + second + "\n");
        assertThat(body(Shipped.as(Format.SEGMENT_BATCH), first, second))
                .isEqualTo("{\"batch\":[" + first + "," + second + "],\"sentAt\":\"2023-11-14T22:13:20.005Z\"}");
    }

    @Test
    void a_format_for_one_event_takes_one() {
        Composer composer = new Composer(Payload.defaults());
        Ready ready = (Ready) composer.prepare(Shipped.event("{}"));

        assertThatThrownBy(() -> composer.body(List.of(ready, ready), 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "JSON,application/json",
        "JSON_ARRAY,application/json",
        "NDJSON,application/x-ndjson",
        "SEGMENT_BATCH,application/json",
        "CLOUDEVENT,application/cloudevents+json",
        "CLOUDEVENT_BINARY,application/json",
        "CLOUDEVENTS_BATCH,application/cloudevents-batch+json"
    })
    void each_format_has_its_type(Format format, String contentType) {
        assertThat(ready(Shipped.as(format), Shipped.event("{}")).contentType()).isEqualTo(contentType);
    }

    @Test
    void a_transform_makes_the_body() {
        assertThat(body(
                        Shipped.transformed(Format.JSON, "{\"who\": .userId, \"n\": .n}"),
                        "{\"userId\":\"u\",\"n\":1e400}"))
                .isEqualTo("{\"who\":\"u\",\"n\":1E+400}");
        assertThat(body(Shipped.transformed(Format.NDJSON, "[.a]"), "{\"a\":1}", "{\"a\":2}"))
                .isEqualTo("[1]\n[2]\n");
        assertThat(body(Shipped.transformed(Format.JSON, "\"text\""), "{}")).isEqualTo("\"text\"");
    }

    @Test
    void a_transform_that_makes_null_drops_the_event() {
        Composer composer = new Composer(Shipped.transformed(Format.JSON, "if (.keep) ."));

        assertThat(composer.prepare(Shipped.event("{\"keep\":false}"))).isEqualTo(Prepared.Nothing.NOTHING);
        assertThat(composer.prepare(Shipped.event("{\"keep\":true}"))).isInstanceOf(Ready.class);
    }

    @Test
    void a_transform_that_fails_says_why() {
        Composer composer = new Composer(Shipped.transformed(Format.JSON, "error(\"no \" + .why)"));

        assertThat(composer.prepare(Shipped.event("{\"why\":\"luck\"}")))
                .asInstanceOf(type(Unfit.class))
                .satisfies(unfit -> {
                    assertThat(unfit.reason()).isEqualTo("transform");
                    assertThat(unfit.detail()).contains("no luck");
                });
        assertThat(composer.prepare(Shipped.event("{")))
                .asInstanceOf(type(Unfit.class))
                .extracting(Unfit::reason)
                .isEqualTo("transform");
    }

    @Test
    void a_transform_that_would_never_end_has_a_reason_of_its_own() {
        Composer composer = new Composer(
                Shipped.transformed(Format.JSON, "def f(n) if ($n > 0) [f($n - 1), f($n - 1)] else 1 f(60)"));

        assertThat(composer.prepare(Shipped.event("{}")))
                .asInstanceOf(type(Unfit.class))
                .extracting(Unfit::reason)
                .isEqualTo("transform_limit");
    }

    @Test
    void an_event_is_read_once_for_transform_and_templates() {
        Event event = Shipped.event("{\"userId\":\"u\"}");
        Object tree = Trees.of(event);

        ready(Shipped.to("/{.userId}"), event);
        ready(Shipped.transformed(Format.JSON, ".userId"), event);

        assertThat(event.reading()).isSameAs(tree);
    }
}
