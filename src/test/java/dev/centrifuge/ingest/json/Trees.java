package dev.centrifuge.ingest.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;

/** Jackson as an oracle: exact numbers, nothing lenient; and trees made by chance. */
public final class Trees {

    public static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(JsonScanner.MAX_DEPTH)
                            .maxNumberLength(100_000)
                            .build())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private static final String[] TEXTS = {
        "",
        "x",
        "plain text",
        "with \"quotes\" and \\",
        "tab\tand\nline",
        "ünïcode",
        "日本語",
        "👍🏽",
        "a/b",
        "\u0000\u001f",
        "\u007f"
    };

    private Trees() {}

    /** The tree of a text, or null where Jackson refuses it. */
    public static JsonNode read(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException refused) {
            return null;
        }
    }

    public static String text(Random random) {
        return TEXTS[random.nextInt(TEXTS.length)];
    }

    /** Any value, at most so deep. */
    public static JsonNode value(Random random, int depth) {
        JsonNodeFactory nodes = MAPPER.getNodeFactory();
        return switch (random.nextInt(depth > 0 ? 8 : 6)) {
            case 0 -> nodes.nullNode();
            case 1 -> nodes.booleanNode(random.nextBoolean());
            case 2 -> nodes.numberNode(new BigInteger(random.nextInt(200), random));
            case 3 -> nodes.numberNode(new BigDecimal(new BigInteger(random.nextInt(100), random), random.nextInt(50)));
            case 4, 5 -> nodes.textNode(text(random));
            case 6 -> object(random, depth - 1);
            default -> {
                var array = nodes.arrayNode();
                for (int i = random.nextInt(4); i > 0; i--) {
                    array.add(value(random, depth - 1));
                }
                yield array;
            }
        };
    }

    /** Any object. */
    public static ObjectNode object(Random random, int depth) {
        ObjectNode object = MAPPER.createObjectNode();
        for (int i = random.nextInt(5); i > 0; i--) {
            object.set(random.nextInt(4) == 0 ? text(random) : "k" + random.nextInt(6), value(random, depth));
        }
        return object;
    }
}
