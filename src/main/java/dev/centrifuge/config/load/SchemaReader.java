package dev.centrifuge.config.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.centrifuge.config.SchemaConfig;
import dev.centrifuge.config.document.Document;
import dev.centrifuge.config.document.Fields;
import dev.centrifuge.config.document.Paths;
import dev.centrifuge.config.files.FileReads;
import dev.centrifuge.config.schema.EventSchema;
import dev.centrifuge.config.schema.InvalidSchema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Reads elements of {@code schemas}, with the files that they name: a schema that several name is compiled once. */
final class SchemaReader {
    private static final String EXPECTED = "an object such as {\"type\": \"track\", \"file\": \"track.schema.json\"}";
    private static final String FILE = "a file with a JSON Schema, relative to this one, outside of sources/";

    private final Document document;
    private final Map<Path, Optional<EventSchema>> compiled = new HashMap<>();

    SchemaReader(Document document) {
        this.document = document;
    }

    Optional<SchemaConfig> read(String pointer, JsonNode value) {
        if (!(value instanceof ObjectNode object)) {
            document.error(pointer, "is " + Document.type(value), EXPECTED);
            return Optional.empty();
        }
        Fields in = new Fields(document, pointer, object);
        in.required("file", FILE);
        return in.make(() -> {
                    Optional<EventSchema> schema = Paths.beside(in, "file").flatMap(path -> schema(in, path));
                    String type = in.optionalText("type");
                    String event = in.optionalText("event");
                    return schema.map(s -> new SchemaConfig(type, event, s));
                })
                .flatMap(made -> made);
    }

    private Optional<EventSchema> schema(Fields in, Path file) {
        return compiled.computeIfAbsent(file.normalize(), path -> compile(in, path));
    }

    private static Optional<EventSchema> compile(Fields in, Path file) {
        try {
            byte[] bytes = in.document().reads().read(file);
            return Optional.of(EventSchema.compile(new String(bytes, StandardCharsets.UTF_8)));
        } catch (IOException e) {
            in.error("file", in.show("file") + " " + FileReads.reason(e), FILE);
        } catch (InvalidSchema e) {
            in.error("file", in.show("file") + " " + e.getMessage(), "a JSON Schema that stands alone");
        }
        return Optional.empty();
    }
}
