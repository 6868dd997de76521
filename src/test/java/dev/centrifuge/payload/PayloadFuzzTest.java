package dev.centrifuge.payload;

import dev.centrifuge.config.payload.Format;
import dev.centrifuge.config.payload.Payload;
import dev.centrifuge.config.payload.Template;
import dev.centrifuge.event.Event;
import dev.centrifuge.jslt.InvalidJslt;
import dev.centrifuge.jslt.Jslt;
import dev.centrifuge.jslt.JsltFailure;
import dev.centrifuge.jslt.Trees;
import dev.centrifuge.payload.Prepared.Ready;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever an event holds, its leg is sent, dropped or a dead letter: nothing else is thrown, nothing takes long, and what is
 * sent is JSON whose headers are headers. Another seed: {@code -Dpayload.seed=N}.
 */
class PayloadFuzzTest {
    private static final long SEED = Long.getLong("payload.seed", 20_261_126);
    private static final int ROUNDS = 4_000;
    private static final List<String> EXPRESSIONS = List.of(
            ".",
            ".a + .b",
            ".a * .b",
            ".a - .b",
            ".a / .b",
            ".a == .b or .a > .b",
            ".a[0].b[1 : 3]",
            "{\"x\": .a, * - b : .}",
            "[for (.a) {\"v\": ., \"n\": string(.)}]",
            "{for (.a) string(.key) : .value}",
            "round(.a) + floor(.b)",
            "size(.a)",
            "contains(.a, .b)",
            "test(.a, .b)",
            "replace(.a, .b, \"x\")",
            "split(.a, \"(x+x+)+y\")",
            "capture(.a, \"(?<y>a*)*b\")",
            "from-json(.a)",
            "to-json(.)",
            "parse-time(.a, \"yyyy-MM-dd\", null)",
            "format-time(.a, \"yyyy\")",
            "uuid(.a, .b)",
            "hash-int(.)",
            "sum(.a)",
            "parse-url(.a)",
            "number(.a, null)",
            "mod(.a, .b)",
            "min(.a, .b)",
            "flatten(.a)",
            "join(.a, .b)",
            "sha256-hex(.a)",
            "def f(x) if (is-array($x)) [for ($x) f(.)] else $x f(.)",
            "def g(x) g($x + 1) g(.a)");

    private final Random random = new Random(SEED);

    private List<Composer> composers() throws InvalidJslt {
        List<Composer> composers = new ArrayList<>();
        Format[] formats = Format.values();
        for (String expression : EXPRESSIONS) {
            composers.add(new Composer(new Payload(
                    formats[composers.size() % formats.length],
                    null,
                    Jslt.compile(expression),
                    null,
                    Map.of(),
                    List.of())));
        }
        for (Format format : formats) {
            composers.add(new Composer(new Payload(
                    format,
                    null,
                    null,
                    Template.parse("/{.a}/x?y={.b}"),
                    Map.of("x-a", Template.parse("{.a[0]}"), "x-b", Template.parse("{.b.a}")),
                    List.of())));
            composers.add(new Composer(new Payload(format, null, null, null, Map.of(), List.of())));
        }
        return composers;
    }

    @Test
    void no_event_does_more_than_fail() throws InvalidJslt {
        List<Composer> composers = composers();
        int sent = 0;
        int failed = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Event event = Shipped.event(event());
            Composer composer = composers.get(round % composers.size());
            Prepared prepared = composer.prepare(event);
            if (prepared instanceof Ready ready) {
                composer.body(List.of(ready), 0);
                ready.headers()
                        .forEach(field ->
                                assertThat(field.name() + field.value()).matches("[\\x20-\\x7E]*"));
                assertThat(ready.contentType()).matches("[\\x20-\\x7E]+");
                assertThat(ready.target() == null ? "/" : ready.target()).matches("/[\\x21-\\x7E]*");
                sent++;
            } else if (prepared instanceof Prepared.Unfit unfit) {
                assertThat(unfit.detail()).as("seed %d, round %d", SEED, round).hasSizeBetween(1, 500);
                failed++;
            }
        }
        assertThat(sent).isGreaterThan(ROUNDS / 4);
        assertThat(failed).isGreaterThan(ROUNDS / 20);
    }

    @Test
    void filters_say_yes_or_no_or_fail() throws InvalidJslt {
        List<Jslt> filters = new ArrayList<>();
        for (String expression : EXPRESSIONS) {
            filters.add(Jslt.compile(expression));
        }
        int answered = 0;
        for (int round = 0; round < ROUNDS; round++) {
            try {
                filters.get(round % filters.size()).test(Trees.of(Shipped.event(event())));
                answered++;
            } catch (JsltFailure expected) {
                // As it may.
            }
        }
        assertThat(answered).isGreaterThan(ROUNDS / 4);
    }

    private String event() {
        String event = random.nextInt(4) == 0
                ? "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"s\",\"type\":\"t\",\"a\":" + value(3)
                        + ",\"data\":" + value(3) + "}"
                : "{\"a\":" + value(4) + ",\"b\":" + value(4) + ",\"timestamp\":" + value(1) + "}";
        // Some that are no JSON: what the log holds was checked once, but bytes may be anybody's.
        return random.nextInt(50) == 0 ? event.substring(0, random.nextInt(event.length())) : event;
    }

    private String value(int depth) {
        return switch (random.nextInt(depth > 0 ? 12 : 9)) {
            case 0 -> "null";
            case 1 -> random.nextBoolean() ? "true" : "false";
            case 2 -> Integer.toString(random.nextInt(4) - 1);
            case 3 -> Long.toString(random.nextLong());
            case 4 -> number();
            case 5 -> "\"\"";
            case 6 -> "\"" + "ax".repeat(random.nextInt(100)) + "\"";
            case 7 -> text();
            case 8 -> "\"" + random.nextInt(100_000) + "\"";
            case 9 -> "[" + value(depth - 1) + "," + value(depth - 1) + "]";
            case 10 -> "{\"a\":" + value(depth - 1) + ",\"key\":" + value(depth - 1) + "}";
            default -> "[".repeat(60) + value(0) + "]".repeat(60);
        };
    }

    private String number() {
        String[] numbers = {
            "1e400",
            "-1e-400",
            "1e999999999",
            "1e-999999999",
            "0.1",
            "9007199254740993",
            "-0.0",
            "18446744073709551616",
            "9".repeat(1_000),
            "9".repeat(1_001),
            "0." + "3".repeat(900)
        };
        return numbers[random.nextInt(numbers.length)];
    }

    private String text() {
        String[] texts = {
            "\"..\"",
            "\"a\\r\\nb: c\"",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "\"ü€\uD83D\uDE00\"",
            "\"(a+)+b\"",
            "\"[\"",
            "\"http://[::1]:x/\"",
            "\"{\\\"a\\\":[1e999999999]}\"",
            "\"2026-01-02\"",
            "\"" + "a".repeat(9_000) + "\""
        };
        return texts[random.nextInt(texts.length)];
    }
}
