package dev.centrifuge.ingest.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Writes a tree as JSON in one of the many ways that mean the same: white space, escapes, the shape of numbers. */
public final class JsonWriter {

    private static final List<String> SPACES = List.of("", "", "", " ", "\n", "\t\r\n ", "  ");

    private final Random random;

    public JsonWriter(Random random) {
        this.random = random;
    }

    public String write(JsonNode node) {
        StringBuilder out = new StringBuilder();
        value(node, out);
        return out.toString();
    }

    private void value(JsonNode node, StringBuilder out) {
        space(out);
        if (node.isObject()) {
            object(node, out);
        } else if (node.isArray()) {
            array(node, out);
        } else if (node.isTextual()) {
            string(node.textValue(), out);
        } else {
            out.append(node);
        }
        space(out);
    }

    private void object(JsonNode node, StringBuilder out) {
        out.append('{');
        space(out);
        String comma = "";
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            out.append(comma);
            space(out);
            string(member.getKey(), out);
            space(out);
            out.append(':');
            value(member.getValue(), out);
            comma = ",";
        }
        out.append('}');
    }

    private void array(JsonNode node, StringBuilder out) {
        out.append('[');
        space(out);
        for (Iterator<JsonNode> elements = node.elements(); elements.hasNext(); ) {
            value(elements.next(), out);
            out.append(elements.hasNext() ? "," : "");
        }
        out.append(']');
    }

    private void string(String text, StringBuilder out) {
        boolean escape = random.nextInt(12) == 0;
        out.append('"');
        for (char c : text.toCharArray()) {
            if (c < ' '
                    || c == '"'
                    || c == '\\'
                    || Character.isSurrogate(c) && escape
                    || escape && random.nextInt(3) == 0) {
                out.append(String.format(random.nextBoolean() ? "\\u%04x" : "\\u%04X", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }

    private void space(StringBuilder out) {
        out.append(SPACES.get(random.nextInt(SPACES.size())));
    }
}
