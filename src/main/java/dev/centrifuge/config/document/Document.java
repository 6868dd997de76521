package dev.centrifuge.config.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.centrifuge.config.files.FileReads;
import java.nio.file.Path;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * One file, parsed.
 *
 * @param kind which keys it may hold
 * @param path the file
 * @param root its value, with variables of the environment replaced
 * @param templates the texts that held variables, as they were written. Errors show these, never what the variable
 *     held: variables carry secrets
 */
public record Document(
        Kind kind, Path path, ObjectNode root, Map<JsonNode, String> templates, FileReads reads, Problems problems) {

    public enum Kind {
        GATEWAY,
        SOURCE,
        DESTINATION
    }

    Document(Kind kind, Path path, ObjectNode root, FileReads reads, Problems problems) {
        this(kind, path, root, new IdentityHashMap<>(), reads, problems);
    }

    public Fields fields() {
        return new Fields(this, "", root);
    }

    public void error(String pointer, String wrong, String expected) {
        problems.add(path.toString(), pointer, wrong, expected);
    }

    boolean wrongAt(String pointer) {
        return problems.at(path.toString(), pointer) || wrongWithin(pointer);
    }

    boolean wrongWithin(String pointer) {
        return problems.within(path.toString(), pointer);
    }

    public boolean fromEnvironment(JsonNode node) {
        return templates.containsKey(node);
    }

    /** The value for an error's text: short, on one line, and without what the environment holds. */
    public String show(JsonNode node) {
        if (node.isContainerNode()) {
            return type(node);
        }
        String template = templates.get(node);
        if (template != null) {
            return shorten(new TextNode(template).toString()) + " from the environment";
        }
        return shorten(node.toString());
    }

    private static String shorten(String text) {
        return text.codePointCount(0, text.length()) <= 80
                ? text
                : text.substring(0, text.offsetByCodePoints(0, 80)) + "…";
    }

    /** What a value is, without showing it. */
    public static String type(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> "an object";
            case ARRAY -> "an array";
            case STRING -> "a string";
            case NUMBER -> "a number";
            case BOOLEAN -> "a boolean";
            default -> "null";
        };
    }
}
