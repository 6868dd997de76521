package dev.centrifuge.config.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.centrifuge.config.check.Pointer;
import dev.centrifuge.config.document.Document;
import dev.centrifuge.config.document.Fields;
import dev.centrifuge.config.document.Paths;
import dev.centrifuge.config.files.FileReads;
import dev.centrifuge.config.payload.Format;
import dev.centrifuge.config.payload.Payload;
import dev.centrifuge.config.payload.Payload.Example;
import dev.centrifuge.config.payload.Template;
import dev.centrifuge.jslt.InvalidJslt;
import dev.centrifuge.jslt.Jslt;
import dev.centrifuge.jslt.JsltFailure;
import dev.centrifuge.jslt.Trees;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Reads what a destination gets of an event, and tries it out on the examples. */
final class PayloadReader {
    private static final String EXPRESSION = "a JSLT expression, or {\"file\": \"path\"}";
    private static final Pattern AUTHORITY = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://[^/?#{}]+");
    private static final Pattern DOTS = Pattern.compile("(?i)(^|/)(\\.|%2e){1,2}(/|\\?|$)");

    private final Fields in;
    private @Nullable Template target;

    PayloadReader(Fields in) {
        this.in = in;
    }

    /**
     * The URL with something legal for each of its holes, which {@link #read} keeps. There are none before its path: whoever
     * sends events must not say where they go.
     */
    String target(String url) {
        if (!Template.present(url)) {
            return url;
        }
        Matcher authority = AUTHORITY.matcher(url);
        int end = authority.lookingAt() ? authority.end() : 0;
        if (end == 0 || url.charAt(end) == '{') {
            in.error(
                    "url",
                    "is a template in its scheme, host or port",
                    "holes such as {.userId} in path and query only");
            return url.replaceAll("[{}]", "x");
        }
        String path = url.substring(end);
        try {
            Template template = Template.parse(path.startsWith("/") ? path : "/" + path);
            if (DOTS.matcher(template.filled("x").split("[?#]", 2)[0]).find()) {
                in.error(
                        "url", "has a segment \".\" or \"..\"", "a path without them: they change what the holes mean");
            }
            target = template;
            return url.substring(0, end) + template.filled("%7B%7D");
        } catch (IllegalArgumentException e) {
            in.error("url", String.valueOf(e.getMessage()), "{.name}, {.name.name} or {.name[0]}");
            return url.substring(0, end);
        }
    }

    /** After {@link #target}. */
    Payload read() {
        Format format = Format.of(in.choice("format", Format.JSON.word(), Format.words()));
        Payload payload = new Payload(
                format,
                script("filter"),
                script("transform"),
                target,
                headers(),
                in.array("examples", List.of(), this::example));
        if (!in.wrong("filter") && !in.wrong("transform")) {
            for (int i = 0; i < payload.examples().size(); i++) {
                tryOut(
                        Pointer.to(in.at("examples"), i),
                        payload,
                        payload.examples().get(i));
            }
        }
        return payload;
    }

    private @Nullable Jslt script(String key) {
        JsonNode value = in.has(key) ? in.document().root().get(key) : null;
        if (value == null) {
            return null;
        }
        if (value.isTextual()) {
            // What a variable holds is not shown, and the parser repeats what it does not understand.
            return compiled(in.at(key), in.document().fromEnvironment(value) ? in.show(key) : "", value.textValue());
        }
        if (!(value instanceof ObjectNode object)) {
            in.error(key, "is " + Document.type(value), EXPRESSION);
            return null;
        }
        Fields file = new Fields(in.document(), in.at(key), object);
        file.required("file", EXPRESSION);
        return file.make(() -> Paths.beside(file, "file"))
                .flatMap(path -> path)
                .flatMap(path -> {
                    try {
                        return Optional.of(text(in.document().reads().read(path)));
                    } catch (CharacterCodingException e) {
                        file.error("file", file.show("file") + " is not text", "a file in UTF-8");
                    } catch (IOException e) {
                        String wrong = file.show("file") + " " + FileReads.reason(e);
                        file.error("file", wrong, "a readable file, relative to this one");
                    }
                    return Optional.empty();
                })
                .map(text -> compiled(file.at("file"), "", text))
                .orElse(null);
    }

    private static String text(byte[] bytes) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }

    private @Nullable Jslt compiled(String pointer, String instead, String text) {
        try {
            return Jslt.compile(text);
        } catch (InvalidJslt e) {
            String wrong = instead.isEmpty() ? "is not JSLT: " + e.getMessage() : instead + " is not JSLT";
            in.document().error(pointer, wrong, "a JSLT expression");
            return null;
        }
    }

    /** Of those written in the file itself: what is in a file of its own is a secret, and sent as it is. */
    private Map<String, Template> headers() {
        Map<String, Template> templates = new TreeMap<>();
        for (Map.Entry<String, JsonNode> header :
                in.document().root().path("headers").properties()) {
            if (Template.present(header.getValue().asText())) {
                try {
                    templates.put(
                            header.getKey(), Template.parse(header.getValue().asText()));
                } catch (IllegalArgumentException e) {
                    String pointer = Pointer.to(in.at("headers"), header.getKey());
                    String expected = "{.name}, {.name.name} or {.name[0]}; a literal \"{.\" is written \"{{.\"";
                    in.document().error(pointer, String.valueOf(e.getMessage()), expected);
                }
            }
        }
        return templates;
    }

    private Optional<Example> example(String pointer, JsonNode value) {
        if (!(value instanceof ObjectNode object)) {
            in.document().error(pointer, "is " + Document.type(value), "{\"in\": an event, \"out\": what comes of it}");
            return Optional.empty();
        }
        Fields members = new Fields(in.document(), pointer, object);
        members.required("in", "an event");
        members.required("out", "what comes of it; null where the destination gets nothing");
        return members.make(() -> new Example(like(object.path("in")), like(object.path("out"))));
    }

    /** As an event would be read. */
    private static JsonNode like(JsonNode node) {
        return node.isMissingNode() ? Trees.NOTHING : Trees.read(Trees.write(node));
    }

    private void tryOut(String pointer, Payload payload, Example example) {
        try {
            JsonNode made = payload.outcome(example.in());
            if (!Trees.same(made, example.out())) {
                in.document().error(Pointer.to(pointer, "out"), "is not what comes of \"in\"", shown(made));
            }
        } catch (JsltFailure e) {
            String wrong = concealed() ? "fails" : "fails: " + e.getMessage();
            in.document().error(Pointer.to(pointer, "in"), wrong, "an event that filter and transform can take");
        }
    }

    private String shown(JsonNode made) {
        String text = made.toString();
        if (concealed()) {
            return "another value, which is not shown since variables of the environment are in it";
        }
        return text.length() <= 400 ? text : text.substring(0, text.offsetByCodePoints(0, 200)) + "…";
    }

    /** Whether what a variable of the environment holds may come out. */
    private boolean concealed() {
        return Stream.of("filter", "transform", "examples")
                .anyMatch(key -> holdsVariable(in.document().root().path(key)));
    }

    private boolean holdsVariable(JsonNode node) {
        return in.document().fromEnvironment(node)
                || StreamSupport.stream(node.spliterator(), false).anyMatch(this::holdsVariable);
    }
}
