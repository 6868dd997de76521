package dev.centrifuge.jslt;

import com.fasterxml.jackson.databind.JsonNode;
import com.schibsted.spt.data.jslt.Parser;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

/** That an evaluation ends, and that what has an ordinary size is not bothered. */
class BoundTest {
    private static final int LARGEST = 32 * 1024;

    /** Far more than the bound takes in compiled code, for a machine that is busy and a process that is cold. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** 32 KiB with some 5,000 numbers, 500 objects, a text of 8,000 characters and an object of 400 members. */
    private static final JsonNode LARGE = large();

    private static JsonNode large() {
        String numbers = String.join(",", Collections.nCopies(4_500, "1"));
        String objects = String.join(",", Collections.nCopies(500, "{\"a\":1,\"b\":[1]}"));
        StringBuilder members = new StringBuilder();
        for (int i = 0; i < 400; i++) {
            members.append(i == 0 ? "" : ",").append("\"m").append(i).append("\":1");
        }
        String json = "{\"n\":[" + numbers + "],\"o\":[" + objects + "],\"m\":{" + members + "},\"t\":\""
                + "a".repeat(7_000) + "\",\"s\":\"" + "a".repeat(2_000) + "b\",\"depth\":40}";
        assertThat(json).hasSizeBetween(LARGEST - 4_000, LARGEST);
        return Trees.read(json.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[for (.n) let x = (.) [for ($n) . + $x]]",
                "[for (.n) [for ($n) .]] | size(.)",
                "any([for (.n) let x = (.) any([for ($n) $x == .])])",
                "{for (.m) .key : {for ($m) .key : {for ($m) .key : 1}}}",
                "[for (.o) {for ($m) .key : .value}]",
                "[for (.n) to-json($o)]",
                "[for (.n) from-json(to-json($o))]",
                "[for (.n) sha256-hex($t)]",
                "[for (.n) lowercase($t)]",
                "[for (.n) contains(99, $n)]",
                "[for (.n) contains($s, $t)]",
                "[for (.n) $o == $p]",
                "[for (.n) $n[0 : 4000]]",
                "[for (.n) $t + $t]",
                "[for (.n) $n + $n]",
                "[for (.n) sum($n)]",
                "[for (.n) flatten($n)]",
                "[for (.n) format-time(., \"yyyy\")]",
                "[for (.n) {\"o\": $m, * : .}] | [for (.) [for ($n) .]]",
                "def f(n) if ($n > 0) f($n - 1) + f($n - 1) else 1 f(.depth)",
                "def f(x, n) if ($n > 0) f([$x, $x], $n - 1) else $x f(., .depth)",
                "def f(x, n) if ($n > 0) f($x + $x, $n - 1) else $x f(.t, .depth)",
                "def f(x, n) if ($n > 0) f({\"a\": $x, \"b\": $x}, $n - 1) else to-json($x) f(., .depth)",
                "[for (.n) replace($t, \"a\", \"bb\")]",
                "[for (.n) split($t, \"a\")]"
            })
    void a_hostile_expression_is_ended_on_the_largest_event(String expression) throws InvalidJslt {
        Jslt jslt =
                Jslt.compile("let n = (.n) let o = (.o) let p = ([for (.o) .]) let m = (.m) let t = (.t) let s = (.s) "
                        + expression);

        JsltFailure failure = assertTimeoutPreemptively(
                PATIENCE, () -> catchThrowableOfType(JsltFailure.class, () -> jslt.apply(LARGE)));

        assertThat(failure).hasMessage("it takes more than " + Steps.MOST + " steps");
        assertThat(failure.reason("filter")).isEqualTo("filter_limit");
    }

    @Test
    void a_filter_is_ended_as_well() throws InvalidJslt {
        Jslt filter = Jslt.compile("let n = (.n) size([for (.n) [for ($n) .]]) > 3");

        assertThatThrownBy(() -> filter.test(LARGE)).hasMessageContaining("steps");
    }

    /** One evaluation's allowance is not the next one's. */
    @Test
    void what_is_ended_does_not_weigh_on_the_next_event() throws InvalidJslt {
        Jslt jslt = Jslt.compile("let n = (.n) [for (.n) [for ($n) .]]");
        assertThatThrownBy(() -> jslt.apply(LARGE)).isInstanceOf(JsltFailure.class);

        JsonNode small = Trees.read("{\"n\":[1,2]}".getBytes(StandardCharsets.UTF_8));

        assertThat(jslt.apply(small)).hasToString("[[1,2],[1,2]]");
    }

    /** What looks at each part of the largest event once, or a few dozen times, and pairs of what is in ordinary ones. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                ".",
                "{* : .}",
                "{\"n\": [for (.n) . * 2 + 1], \"o\": [for (.o) {\"c\": .a, * : .}], * : .}",
                "{for (.m) uppercase(.key) : .value}",
                "to-json(.)",
                "sha256-hex(to-json(.))",
                "[for (.n) if (contains(., [1, 2, 3])) string(.) else \"x\"]",
                "test(.t, \"^a+$\") and not(test(.t, \"b\"))",
                "replace(.t, \"aa\", \"b\")",
                "size([for (.o) .a + size(.b)]) + sum(.n)",
                "let few = (.n[0 : 200]) [for ($few) let x = (.) size([for ($few) . if (. == $x)])]",
                "[for (.n) $o[0]]",
                "flatten([for (.o) .b])",
                "contains(\"ab\", .s)",
                "def f(n) if ($n > 0) 1 + f($n - 1) else 0 f(200)",
                ".o == [for (.o) .]"
            })
    void what_is_meant_is_made_as_the_library_alone_makes_it(String expression) throws InvalidJslt {
        String text = "let o = (.o) " + expression;

        assertThat(Jslt.compile(text).apply(LARGE))
                .isEqualTo(Parser.compileString(text).apply(LARGE));
    }
}
