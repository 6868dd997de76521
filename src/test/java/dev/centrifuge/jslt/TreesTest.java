package dev.centrifuge.jslt;

import com.fasterxml.jackson.databind.JsonNode;
import dev.centrifuge.event.Envelope;
import dev.centrifuge.event.Event;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TreesTest {

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":9007199254740993,\"b\":-9223372036854775808,\"c\":18446744073709551617}",
                "[0.1,42.5,1.5E300,1E+400,-1E-400,0.1234567890123456789012345]",
                "{\"nested\":[{},[],\"ä\\\"\\n\",true,false,null]}",
                "\"text\"",
                "17"
            })
    void what_is_carried_keeps_its_value(String json) {
        assertThat(new String(Trees.write(Trees.read(utf8(json))), StandardCharsets.UTF_8))
                .isEqualTo(json);
    }

    @Test
    void what_a_double_says_as_well_is_one_as_expressions_compare_with_doubles() throws InvalidJslt {
        JsonNode event = Trees.read(utf8("{\"price\":19.90}"));

        assertThat(Jslt.compile("contains(.price, [19.9])").test(event)).isTrue();
    }

    @Test
    void a_number_of_a_thousand_digits_is_kept_and_a_longer_one_not_read() {
        String digits = "1".repeat(1_000);

        assertThat(Trees.read(utf8(digits)).toString()).isEqualTo(digits);
        assertThatThrownBy(() -> Trees.read(utf8(digits + "1"))).isInstanceOf(JsltFailure.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{\"a\":}", "nul", "\u0000"})
    void what_is_no_json_is_a_failure(String text) {
        assertThatThrownBy(() -> Trees.read(utf8(text))).isInstanceOf(JsltFailure.class);
    }

    @Test
    void as_deep_as_ingest_allows_and_not_without_end() {
        assertThat(Trees.read(utf8("[".repeat(65) + "]".repeat(65))).size()).isOne();
        assertThatThrownBy(() -> Trees.read(utf8("[".repeat(100_000)))).isInstanceOf(JsltFailure.class);
    }

    @Test
    void an_event_is_read_once_for_all_who_look_at_it() {
        Event event = new Event(new Envelope("web", "m", "track", 0, null, null), new byte[0], utf8("{\"a\":1}"));

        assertThat(event.reading()).isNull();
        JsonNode first = Trees.of(event);
        assertThat(Trees.of(event)).isSameAs(first);
    }

    @Test
    void numbers_are_the_same_by_what_they_are_worth() {
        assertThat(Trees.same(Trees.read(utf8("{\"a\":[1,2.50]}")), Trees.read(utf8("{\"a\":[1.0,2.5]}"))))
                .isTrue();
        assertThat(Trees.same(Trees.read(utf8("{\"a\":1}")), Trees.read(utf8("{\"a\":\"1\"}"))))
                .isFalse();
        assertThat(Trees.same(Trees.read(utf8("{\"a\":1}")), Trees.read(utf8("{\"a\":1,\"b\":2}"))))
                .isFalse();
    }
}
