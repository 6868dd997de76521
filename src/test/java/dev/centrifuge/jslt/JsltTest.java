package dev.centrifuge.jslt;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

class JsltTest {

    private static JsonNode tree(String json) {
        return Trees.read(json.getBytes(StandardCharsets.UTF_8));
    }

    private static String apply(String expression, String json) throws InvalidJslt {
        return Jslt.compile(expression).apply(tree(json)).toString();
    }

    @Test
    void transforms_and_filters() throws InvalidJslt {
        String event = "{\"type\":\"track\",\"traits\":{\"email\":\"a@b.c\"}}";

        assertThat(apply("{\"kind\": .type, \"mail\": .traits.email, \"none\": .nothing}", event))
                .isEqualTo("{\"kind\":\"track\",\"mail\":\"a@b.c\"}");
        assertThat(Jslt.compile(".type == \"track\"").test(tree(event))).isTrue();
        assertThat(Jslt.compile(".type == \"page\"").test(tree(event))).isFalse();
        assertThat(Jslt.compile(".nothing").test(tree(event))).isFalse();
    }

    @Test
    void two_are_equal_if_their_texts_are() throws InvalidJslt {
        assertThat(Jslt.compile(".a")).isEqualTo(Jslt.compile(".a")).hasSameHashCodeAs(Jslt.compile(".a"));
        assertThat(Jslt.compile(".a")).isNotEqualTo(Jslt.compile(". a"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\": .b,         | 1:",
                ".a ==               | 1:",
                "nosuch(.a)          | No such function: 'nosuch'",
                "$undefined          | No such variable",
                "import \"x.jslt\" as x x(.) | import is not allowed",
                "import \"/etc/passwd\" as x x(.) | import is not allowed",
                "test(.a, \"(\")     | Syntax error in regular expression",
                "99999999999999999999 | 99999999999999999999",
                "'a'                 | 1",
                "``                  | <EOF>"
            })
    void what_is_no_expression_is_refused_with_a_reason(String expression, String reason) {
        assertThatThrownBy(() -> Jslt.compile(expression))
                .isInstanceOf(InvalidJslt.class)
                .hasMessageContaining(reason)
                .message()
                .doesNotContain("\n");
    }

    @Test
    void an_expression_that_nests_without_end_is_refused() {
        assertThatThrownBy(() -> Jslt.compile("(".repeat(200_000))).isInstanceOf(InvalidJslt.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "error(\"no\")",
                "number(.text)",
                ".n + .object",
                "def f(x) f($x) f(.)",
                "from-json(.text)",
                "round(.text)",
                "fallback(null, error(.text))"
            })
    void what_cannot_be_evaluated_is_a_failure_and_nothing_worse(String expression) throws InvalidJslt {
        Jslt jslt = Jslt.compile(expression);
        JsonNode event = tree("{\"text\":\"a\\nb\",\"n\":1,\"object\":{\"a\":1}}");

        assertThatThrownBy(() -> jslt.apply(event))
                .isInstanceOf(JsltFailure.class)
                .message()
                .doesNotContain("\n")
                .hasSizeLessThanOrEqualTo(JsltFailure.LONGEST);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "test(.text, \"(a+)+\\\\1b\")",
                "capture(.text, \"(?<x>(a+)+\\\\2b)\")",
                "split(.text, \"(a+)+\\\\1b\")",
                "replace(.text, \"(a+)+\\\\1b\", \"\")",
                "[for (.many) test(., \"a*a*a*b\")]"
            })
    void a_regular_expression_that_backtracks_for_ever_fails(String expression) throws InvalidJslt {
        Jslt jslt = Jslt.compile(expression);
        String text = "\"" + "a".repeat(64) + "\"";
        JsonNode event = tree("{\"text\":" + text + ",\"many\":[" + (text + ",").repeat(99) + text + "]}");

        assertTimeoutPreemptively(
                Duration.ofSeconds(30),
                () -> assertThatThrownBy(() -> jslt.apply(event))
                        .isInstanceOf(JsltFailure.class)
                        .hasMessageContaining("steps"));
    }

    /** Wherever it stands: the compiled expression is walked by reflection, so this is what would notice another version's. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                ".t * .n",
                ".n * .t",
                "{\"a\": {\"b\": [1, .t * .n]}}",
                "{.t * .n: 1}",
                "let x = .t * .n {\"a\": $x}",
                "{let x = .t * .n \"a\": $x}",
                "def f(a) let y = $a * .n $y f(.t)",
                "def f(a) $a * .n f(.t)",
                "def g(a) $a * 2 def f(a) [for ([1]) g($a)] f(.t)",
                "if (.t * .n) 1",
                "if (.n) .t * .n else 2",
                "if (not(.n)) 1 else .t * .n",
                "if (.n) let x = .t * .n $x",
                "[for ([1, 2]) let x = $t * $n $x]",
                "[for ([1, 2]) . if ($t * $n)]",
                "[for (split($t * $n, \"x\")) .]",
                "{for ([1]) string(.): $t * $n}",
                "{for ([1]) $t * $n: 1}",
                "{for ([1]) let z = $t * $n string(.): $z}",
                ".list[.t * .n]",
                ".list[0 : .t * .n]",
                ".t * .n | size(.)",
                "size(.t * .n)",
                "fallback(null, .t * .n)",
                "1 + (.t * .n)",
                "(.t * .n) == 1 and true",
                "false or (.t * .n)",
                "{\"a\": .t * .n, * : .}",
                "{* : . * .}"
            })
    void a_text_is_not_repeated(String expression) throws InvalidJslt {
        Jslt jslt = Jslt.compile("let t = (.t) let n = (.n) " + expression);
        JsonNode event = tree("{\"t\":\"xxxxxxxxxx\",\"n\":2000000000,\"list\":[1,2]}");

        assertThatThrownBy(() -> jslt.apply(event))
                .isInstanceOf(JsltFailure.class)
                .hasMessageContaining("not repeated");
    }

    @Test
    void numbers_are_multiplied() throws InvalidJslt {
        assertThat(apply(".a * .b * 2", "{\"a\":3,\"b\":1.5}")).isEqualTo("9.0");
        assertThat(apply(".a * .b", "{\"a\":3}")).isEqualTo("null");
    }

    @Test
    void functions_with_regular_expressions_mean_what_they_mean_in_the_library() throws InvalidJslt {
        assertThat(apply("test(.a, \"^b+$\")", "{\"a\":\"bbb\"}")).isEqualTo("true");
        assertThat(apply("test(.a, \"b\")", "{}")).isEqualTo("false");
        assertThat(apply("test(.a, \"2\")", "{\"a\":123}")).isEqualTo("true");
        assertThat(apply("capture(.a, \"(?<x>\\\\d+)-(?<y>\\\\d+)?\")", "{\"a\":\"12-\"}"))
                .isEqualTo("{\"x\":\"12\",\"y\":null}");
        assertThat(apply("capture(.a, \"(?<x>z)\")", "{\"a\":\"12\"}")).isEqualTo("{}");
        assertThat(apply("split(.a, \",\")", "{\"a\":\"1,2,,\"}")).isEqualTo("[\"1\",\"2\"]");
        assertThat(apply("split(.a, \",\")", "{}")).isEqualTo("null");
        assertThat(apply("replace(.a, \"[0-9]+\", \"#\")", "{\"a\":\"a1b22c\"}"))
                .isEqualTo("\"a#b#c\"");
        assertThat(apply("replace(.a, \"z\", \"#\")", "{\"a\":\"abc\"}")).isEqualTo("\"abc\"");
        assertThat(apply("replace(.a, \"1\", \"\")", "{\"a\":11}")).isEqualTo("\"\"");
        assertThatThrownBy(() -> apply("replace(.a, \"x*\", \"#\")", "{\"a\":\"abc\"}"))
                .isInstanceOf(JsltFailure.class);
        assertThatThrownBy(() -> apply("test(.a, .b)", "{\"a\":\"x\",\"b\":\"(\"}"))
                .isInstanceOf(JsltFailure.class)
                .hasMessageContaining("bad regular expression");
        assertThatThrownBy(() -> apply("test(.a, .b)", "{\"a\":\"x\"}")).isInstanceOf(JsltFailure.class);
    }
}
