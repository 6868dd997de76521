package dev.centrifuge.config.document;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.centrifuge.config.check.Pointer;
import dev.centrifuge.config.files.FileReads;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Turns a file into a {@link Document}: strict JSON, each key once, nothing after it, variables replaced. */
public final class DocumentParser {
    private static final int DEEPEST = 80; // An event of an example may have 64 levels; the deepest key is five down.
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .build())
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final Map<String, String> environment;
    private final FileReads reads;
    private final Problems problems;

    public DocumentParser(Map<String, String> environment, FileReads reads, Problems problems) {
        this.environment = environment;
        this.reads = reads;
        this.problems = problems;
    }

    public Optional<Document> parse(Document.Kind kind, Path path) {
        byte[] bytes;
        try {
            bytes = reads.read(path);
        } catch (IOException e) {
            problems.add(path.toString(), "", FileReads.reason(e), "a readable file");
            return Optional.empty();
        }
        try (JsonParser parser = JSON.createParser(bytes)) {
            return root(parser, path).map(root -> document(kind, path, root));
        } catch (IOException e) {
            // Bytes that are no text, found before the parser knows a place in them.
            problems.add(path.toString(), "", "is not text", "JSON in UTF-8");
            return Optional.empty();
        }
    }

    private Optional<ObjectNode> root(JsonParser parser, Path path) throws IOException {
        try {
            JsonNode root = JSON.readTree(parser);
            if (root instanceof ObjectNode object && parser.nextToken() == null) {
                return Optional.of(object);
            }
            if (root == null) {
                problems.add(path.toString(), "", "is empty", "a JSON object, at least {}");
            } else if (root.isObject()) {
                String at = place(parser.currentTokenLocation());
                problems.add(path.toString(), "", "goes on after its end at " + at, "one JSON object");
            } else {
                problems.add(path.toString(), "", "is " + Document.type(root), "a JSON object");
            }
        } catch (JsonProcessingException e) {
            String where = parser.getParsingContext().pathAsPointer().toString();
            String what = "bad JSON at " + place(e.getLocation()) + " (" + reason(e) + ")";
            problems.add(path.toString(), where, what, "well-formed JSON");
        }
        return Optional.empty();
    }

    private static String place(JsonLocation at) {
        return at == null ? "an unknown place" : at.getLineNr() + ":" + at.getColumnNr();
    }

    /** Jackson repeats a word that it cannot read, which may be a secret whose quotes were forgotten. */
    private static String reason(JsonProcessingException e) {
        String message = e.getOriginalMessage();
        boolean word = message.startsWith("Unrecognized token");
        return word ? "a word without quotes" : message.replaceFirst(" \\(start marker at .*", "");
    }

    private Document document(Document.Kind kind, Path path, ObjectNode root) {
        root.remove("$schema");
        Document document = new Document(kind, path, root, reads, problems);
        replace(document, "", root);
        return document;
    }

    private JsonNode replace(Document document, String pointer, JsonNode node) {
        if (node instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> member : object.properties()) {
                member.setValue(replace(document, Pointer.to(pointer, member.getKey()), member.getValue()));
            }
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, replace(document, Pointer.to(pointer, i), array.get(i)));
            }
        } else if (node.isTextual() && EnvText.present(node.textValue())) {
            return resolved(document, pointer, node.textValue());
        }
        return node;
    }

    private JsonNode resolved(Document document, String pointer, String template) {
        EnvText text = EnvText.resolve(template, environment);
        if (!text.faults().isEmpty()) {
            document.error(
                    pointer,
                    String.join(" and ", text.faults()),
                    "a variable that is set, or a default: ${NAME:-default}; a literal \"${\" is written \"$${\"");
        }
        JsonNode node = new TextNode(text.value());
        document.templates().put(node, template);
        return node;
    }
}
