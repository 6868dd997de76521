package dev.centrifuge.config.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

/** What a schema says of events, and which texts are none. In JSON given here, {@code '} stands for {@code "}. */
class EventSchemaTest {

    private static EventSchema schema(String json) throws InvalidSchema {
        return EventSchema.compile(json.replace('\'', '"'));
    }

    private static JsonNode event(String json) {
        byte[] bytes = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        return Objects.requireNonNull(EventSchema.tree(bytes));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://json-schema.org/draft-04/schema#",
                "http://json-schema.org/draft-06/schema#",
                "http://json-schema.org/draft-07/schema#",
                "http://json-schema.org/draft-07/schema",
                "https://json-schema.org/draft/2019-09/schema",
                "https://json-schema.org/draft/2020-12/schema"
            })
    void each_dialect_is_compiled_and_says_what_is_wrong_and_where(String dialect) throws Exception {
        EventSchema schema = schema("{'$schema':'" + dialect + "','required':['userId'],"
                + "'properties':{'properties':{'properties':{'total':{'type':'number'}}}}}");

        assertThat(schema.problem(event("{'userId':'u','properties':{'total':42.5}}")))
                .isNull();
        assertThat(schema.problem(event("{'userId':'u','properties':{'total':'42'}}")))
                .isEqualTo("/properties/total: string found, number expected");
        assertThat(schema.problem(event("{}"))).startsWith("the event: ").contains("userId");
    }

    @Test
    void a_reference_within_the_file_is_followed() throws Exception {
        EventSchema schema = schema("{'properties':{'a':{'$ref':'#/$defs/id'}},'$defs':{'id':{'type':'string'}}}");

        assertThat(schema.problem(event("{'a':'x'}"))).isNull();
        assertThat(schema.problem(event("{'a':1}"))).isEqualTo("/a: integer found, string expected");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:1/x.json",
                "https://schemas.example/x.json",
                "file:///etc/hostname",
                "other.json",
                "classpath:log4j2.xml",
                "#/$defs/none"
            })
    void a_reference_to_anything_else_is_refused_and_nothing_is_fetched(String ref) {
        assertThatThrownBy(() -> schema("{'properties':{'a':{'$ref':'" + ref + "'}}}"))
                .isInstanceOf(InvalidSchema.class);
        assertThatThrownBy(() -> schema("{'$id':'https://a.example/s','properties':{'a':{'$ref':'" + ref + "'}}}"))
                .isInstanceOf(InvalidSchema.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{                                  | is not JSON: ",
                "{'a':1,'a':2}                      | is not JSON: ",
                "[]                                 | is not a JSON Schema: neither an object nor a boolean",
                "{'type':'strnig'}                  | is not a valid JSON Schema: /type: ",
                "{'required':'a'}                   | is not a valid JSON Schema: /required: string found, array expected",
                "{'$schema':'urn:x'}                | has the $schema urn:x, which is not known",
                "{'pattern':'('}                    | holds the pattern ",
                "{'pattern':'(?=a)b'}               | holds the pattern ",
                "{'properties':{'a':{'pattern':'(a)\\\\1'}}} | holds the pattern ",
                "{'$ref':'#'}                       | refers to itself without end"
            })
    void a_text_that_is_no_schema_is_refused_with_the_reason(String json, String reason) {
        assertThatThrownBy(() -> schema(json)).isInstanceOf(InvalidSchema.class).hasMessageStartingWith(reason);
    }

    @Test
    void a_pattern_that_would_backtrack_takes_no_time() throws Exception {
        EventSchema schema = schema("{'properties':{'a':{'pattern':'^(a+)+$'}},'patternProperties':{'^(b|b)*$':{}}}");
        JsonNode event = event("{'a':'" + "a".repeat(30_000) + "!','" + "b".repeat(1_000) + "!':1}");

        assertTimeoutPreemptively(
                Duration.ofSeconds(10), () -> assertThat(schema.problem(event)).startsWith("/a: "));
    }

    @Test
    void a_schema_that_refers_to_itself_without_end_refuses_the_event_that_gets_there() throws Exception {
        EventSchema schema = schema("{'properties':{'a':{'$ref':'#/properties/a'}}}");

        assertThat(schema.problem(event("{'a':1}"))).isEqualTo("the schema refers to itself without end");
        assertThat(schema.problem(event("{'b':1}"))).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e400", "-1e400", "1e-400", "9007199254740993", "1e999999999"})
    void numbers_of_any_size_are_judged(String number) throws Exception {
        EventSchema schema = schema("{'properties':{'a':{'type':'number','multipleOf':0.01,'minimum':5,'maximum':7}}}");

        assertTimeoutPreemptively(
                Duration.ofSeconds(10),
                () -> assertThat(schema.problem(event("{'a':" + number + "}"))).isNotNull());
    }

    @Test
    void what_is_ambiguous_or_absurd_has_no_tree() {
        assertThat(EventSchema.tree("{\"a\":1,\"a\":2}".getBytes(StandardCharsets.UTF_8)))
                .isNull();
        assertThat(EventSchema.tree(("{\"a\":" + "9".repeat(1_001) + "}").getBytes(StandardCharsets.UTF_8)))
                .isNull();
        assertThat(EventSchema.tree(("{\"" + "a".repeat(60_000) + "\":1}").getBytes(StandardCharsets.UTF_8)))
                .isNotNull();
    }

    @Test
    void a_reason_is_short_and_printable_whatever_the_event_holds() throws Exception {
        EventSchema schema = schema("{'additionalProperties':false}");
        String reason =
                Objects.requireNonNull(schema.problem(event("{'\\u0007\\u202e\\n" + "x".repeat(2_000) + "':1}")));

        assertThat(reason.length()).isLessThanOrEqualTo(300);
        assertThat(reason).matches("[ -~]*");
    }

    @Test
    void schemas_are_equal_when_their_texts_are() throws Exception {
        assertThat(schema("{'type':'object'}")).isEqualTo(schema("{'type':'object'}"));
        assertThat(schema("{'type':'object'}")).isNotEqualTo(schema("{'type': 'object'}"));
    }
}
