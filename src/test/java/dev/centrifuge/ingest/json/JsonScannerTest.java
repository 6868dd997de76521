package dev.centrifuge.ingest.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class JsonScannerTest {

    private final JsonScanner scanner = new JsonScanner();

    private boolean accepts(byte[] json) {
        scanner.reset(json, 0, json.length);
        return scanner.skipValue() && scanner.atEnd();
    }

    private boolean accepts(String json) {
        return accepts(json.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "[ ]",
                "{ }",
                "0",
                "-0",
                "1.5e+10",
                "1E-2",
                "\"\"",
                "true",
                "false",
                "null",
                " [1 , 2] \n",
                "{\"a\":{\"b\":[{},[],\"\\u00e9\\/\"]}}",
                "\"\\ud800\"",
                "\"\u007f\"",
                "\"12345678\"",
                "\"日本語👍\""
            })
    void valid_json_is_read_to_its_end(String json) {
        assertThat(accepts(json)).isTrue();
        assertThat(scanner.problem()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[",
                "\"",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "[1,]",
                "[,1]",
                "[1 2]",
                "{a:1}",
                "01",
                "-",
                "1.",
                ".5",
                "1e",
                "+1",
                "NaN",
                "Infinity",
                "tru",
                "nul",
                "falsy",
                "'a'",
                "\"\\x\"",
                "\"\\u12g4\"",
                "\"\\u12",
                "\"\t\"",
                "\"\u0000\"",
                "{}{}",
                "[]]",
                "1 2",
                "[}",
                "{]",
                "//",
                "[1]/**/",
                "{\"a\":1 \"b\":2}",
                "truex"
            })
    void anything_else_is_refused_with_a_reason(String json) {
        assertThat(accepts(json)).isFalse();
        assertThat(scanner.problem()).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "80",
                "c0 80",
                "c1 bf",
                "c3",
                "c3 41",
                "e0 80 80",
                "e0 9f bf",
                "ed a0 80",
                "ed bf bf",
                "e2 82",
                "f0 80 80 80",
                "f0 8f bf bf",
                "f4 90 80 80",
                "f5 80 80 80",
                "ff",
                "fe",
                "f0 9f 98"
            })
    void bytes_that_are_not_utf8_are_refused(String hex) {
        byte[] bad = java.util.HexFormat.ofDelimiter(" ").parseHex(hex);
        byte[] json = new byte[bad.length + 2];
        System.arraycopy(bad, 0, json, 1, bad.length);
        json[0] = '"';
        json[json.length - 1] = '"';
        assertThat(accepts(json)).isFalse();
    }

    @Test
    void sixty_four_containers_may_be_open_at_once() {
        assertThat(accepts("[".repeat(64) + "]".repeat(64))).isTrue();
        assertThat(accepts("[".repeat(65) + "]".repeat(65))).isFalse();
        assertThat(accepts("{\"a\":".repeat(64) + "1" + "}".repeat(64))).isTrue();
        assertThat(accepts("{\"a\":".repeat(64) + "[]" + "}".repeat(64))).isFalse();
        assertThat(accepts("[".repeat(1_000_000))).isFalse();
    }

    @Test
    void an_exponent_has_at_most_nine_digits() {
        assertThat(accepts("[1e999999999,1E-999999999]")).isTrue();
        assertThat(accepts("1e1000000000")).isFalse();
    }

    @Test
    void a_byte_order_mark_is_skipped() {
        assertThat(accepts("\uFEFF{}")).isTrue();
        assertThat(accepts("{}\uFEFF")).isFalse();
    }

    @Test
    void only_the_range_given_counts() {
        byte[] json = "xx[1]yy".getBytes(StandardCharsets.UTF_8);
        scanner.reset(json, 2, 5);
        assertThat(scanner.skipValue() && scanner.atEnd()).isTrue();
        scanner.reset(json, 2, 4);
        assertThat(scanner.skipValue()).isFalse();
    }

    @RepeatedTest(8)
    void members_are_where_jackson_finds_them() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 100; i++) {
            String text = new JsonWriter(random).write(Trees.object(random, 4));
            JsonNode tree = Trees.read(text);
            byte[] json = text.getBytes(StandardCharsets.UTF_8);
            JsonNode found = Trees.MAPPER.createObjectNode();
            scanner.reset(json, 0, json.length);
            scanner.beginObject();
            while (scanner.nextMember()) {
                String key = JsonText.decode(json, scanner.keyStart(), scanner.keyEnd());
                int from = scanner.position();
                scanner.skipValue();
                String value = new String(json, from, scanner.position() - from, StandardCharsets.UTF_8);
                ((com.fasterxml.jackson.databind.node.ObjectNode) found).set(key, Trees.read(value));
            }
            assertThat(scanner.atEnd())
                    .as("seed %d: %s", seed, scanner.problem())
                    .isTrue();
            assertThat(found).as("seed %d", seed).isEqualTo(tree);
        }
    }

    @RepeatedTest(8)
    void it_accepts_what_jackson_accepts_and_nothing_else() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 1000; i++) {
            byte[] json = new JsonWriter(random).write(Trees.value(random, 4)).getBytes(StandardCharsets.UTF_8);
            for (int n = random.nextInt(3); n > 0 && json.length > 0; n--) {
                json = mutate(json, random);
            }
            assertThat(accepts(json))
                    .as("seed %d: %s", seed, new String(json, StandardCharsets.UTF_8))
                    .isEqualTo(oracle(json));
        }
    }

    private static byte[] mutate(byte[] json, Random random) {
        String interesting = "{}[]\",:\\ue0-+.1tn \n\t";
        byte[] copy = json.clone();
        int at = random.nextInt(copy.length);
        switch (random.nextInt(3)) {
            case 0 -> copy[at] = (byte) random.nextInt(256);
            case 1 -> copy[at] = (byte) interesting.charAt(random.nextInt(interesting.length()));
            default -> copy = java.util.Arrays.copyOf(copy, at);
        }
        return copy;
    }

    /** Duplicates are not this class's business, and Jackson is lax about UTF-8: both are taken out of its verdict. */
    private static boolean oracle(byte[] json) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(json))
                    .toString();
            JsonNode tree = LAX.readTree(text);
            return tree != null && !tree.isMissingNode() && !text.matches("(?s).*[eE][-+]?[0-9]{10}.*");
        } catch (CharacterCodingException
                | com.fasterxml.jackson.core.JsonProcessingException
                | NumberFormatException refused) {
            return false;
        }
    }

    private static final com.fasterxml.jackson.databind.ObjectMapper LAX = Trees.MAPPER
            .copy()
            .configure(com.fasterxml.jackson.core.JsonParser.Feature.STRICT_DUPLICATE_DETECTION, false);
}
