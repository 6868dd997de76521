package dev.centrifuge.config.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.BiConsumer;

/** The JSON Schemas of {@code conf/schema}, and a walk over the keys that they know. */
enum Schemas {
    GATEWAY("gateway", "gateway.json", "{}"),
    SOURCE("source", "sources/a.json", "{}"),
    DESTINATION("destination", "destinations/a.json", "{\"url\":\"http://a.example/\"}");

    static final ObjectMapper JSON = new ObjectMapper();

    final String file;
    final String least;
    final JsonNode text;
    final JsonSchema schema;

    /** @param least the least that such a file must hold */
    Schemas(String name, String file, String least) {
        this.file = file;
        this.least = least;
        try {
            text = new ObjectMapper().readTree(Files.readString(Path.of("conf/schema/" + name + ".schema.json")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(text);
    }

    static Schemas of(String file) {
        return file.startsWith("sources/") ? SOURCE : file.startsWith("destinations/") ? DESTINATION : GATEWAY;
    }

    boolean accepts(JsonNode document) {
        return schema.validate(document).isEmpty();
    }

    ObjectNode leastDocument() {
        return (ObjectNode) parse(least);
    }

    static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(json, e);
        }
    }

    /** Tells each key of {@code object}, and of the objects in it that every file has, with its pointer. */
    static void keys(String pointer, JsonNode object, BiConsumer<String, JsonNode> visitor) {
        for (Map.Entry<String, JsonNode> property : object.path("properties").properties()) {
            String at = pointer + "/" + property.getKey();
            visitor.accept(at, property.getValue());
            keys(at, property.getValue(), visitor);
        }
    }
}
