package dev.centrifuge.jslt;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.centrifuge.event.Event;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * Events as trees, and trees as bytes.
 *
 * <p>A number that is not an integer is a double where that says the same, since JSLT compares with doubles, and a decimal
 * otherwise: 1e400 and thirty digits are not rounded. Numbers of more than 1,000 digits, which take long to be read, and
 * more than {@value #DEEPEST} levels cannot be read.
 */
public final class Trees {
    /** Ingest lets 64 pass; what it merges in adds one. */
    private static final int DEEPEST = 128;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .build())
                    .build())
            .build();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Comparator<JsonNode> BY_VALUE = (a, b) -> {
        boolean same = (a.isNumber() && b.isNumber()) ? a.decimalValue().compareTo(b.decimalValue()) == 0 : a.equals(b);
        return same ? 0 : 1;
    };

    /** JSON's {@code null}. */
    public static final JsonNode NOTHING = NullNode.instance;

    private Trees() {}

    /**
     * The event's body, read at most once while the tree is in use: who asks soon after another gets the same one. The tree
     * is kept as long as the garbage collector leaves it, so that events that wait cost their bytes and no more.
     *
     * @throws JsltFailure where the body cannot be read
     */
    public static JsonNode of(Event event) {
        if (event.reading() instanceof JsonNode known) {
            return known;
        }
        JsonNode tree = read(event.body());
        event.reading(tree);
        return tree;
    }

    /** @throws JsltFailure where {@code json} cannot be read */
    public static JsonNode read(byte[] json) {
        try (JsonParser parser = MAPPER.createParser(json)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw new JsltFailure("the event cannot be read: it is empty");
            }
            return value(parser, first);
        } catch (JsonProcessingException e) {
            throw new JsltFailure("the event cannot be read: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new JsltFailure("the event cannot be read: " + e.getMessage());
        }
    }

    /**
     * A text among the members of an object, without a tree; null where there is none of that name, or it is no text. Reads all,
     * as {@link #read} does.
     *
     * @throws JsltFailure where {@code json} cannot be read
     */
    public static @Nullable String text(byte[] json, String member) {
        try (JsonParser parser = MAPPER.createParser(json)) {
            String found = null;
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new JsltFailure("the event cannot be read: it is no object");
            }
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                JsonToken value = parser.nextToken();
                if (name.equals(member)) {
                    found = value == JsonToken.VALUE_STRING ? parser.getText() : null;
                }
                parser.skipChildren();
            }
            return found;
        } catch (JsonProcessingException e) {
            throw new JsltFailure("the event cannot be read: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new JsltFailure("the event cannot be read: " + e.getMessage());
        }
    }

    private static JsonNode value(JsonParser parser, JsonToken token) throws IOException {
        return switch (token) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> NODES.textNode(parser.getText());
            case VALUE_NUMBER_INT -> integer(parser);
            case VALUE_NUMBER_FLOAT -> decimal(parser.getDecimalValue());
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            default -> NODES.nullNode();
        };
    }

    private static JsonNode object(JsonParser parser) throws IOException {
        ObjectNode object = NODES.objectNode();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            object.set(name, value(parser, parser.nextToken()));
        }
        return object;
    }

    private static JsonNode array(JsonParser parser) throws IOException {
        ArrayNode array = NODES.arrayNode();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            array.add(value(parser, token));
        }
        return array;
    }

    private static JsonNode integer(JsonParser parser) throws IOException {
        return switch (parser.getNumberType()) {
            case INT -> NODES.numberNode(parser.getIntValue());
            case LONG -> NODES.numberNode(parser.getLongValue());
            default -> NODES.numberNode(parser.getBigIntegerValue());
        };
    }

    private static JsonNode decimal(BigDecimal exact) {
        double near = exact.doubleValue();
        // Double's own text is the shortest that means it, so that 0.1 is 0.1.
        boolean same = Double.isFinite(near) && new BigDecimal(Double.toString(near)).compareTo(exact) == 0;
        return same ? NODES.numberNode(near) : DecimalNode.valueOf(exact);
    }

    /** The tree as JSON in UTF-8. */
    public static byte[] write(JsonNode tree) {
        try {
            return MAPPER.writeValueAsBytes(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of JSON is JSON", e);
        }
    }

    /** Whether two trees say the same; numbers are compared by what they are worth. */
    public static boolean same(JsonNode a, JsonNode b) {
        return a.equals(BY_VALUE, b);
    }
}
