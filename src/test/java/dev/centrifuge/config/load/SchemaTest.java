package dev.centrifuge.config.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaId;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import dev.centrifuge.config.BatchConfig;
import dev.centrifuge.config.DestinationConfig;
import dev.centrifuge.config.KafkaConfig;
import dev.centrifuge.config.check.KafkaRules;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Holds the JSON Schemas, which editors use, against the loader, which decides. */
class SchemaTest {
    /** Where the loader knows keys: the file, the object in the schema, and the file's text with an unknown key in it. */
    private static final String OBJECTS = """
            gateway     |                                | {'?':1}
            gateway     | /properties/ingest             | {'ingest':{'?':1}}
            gateway     | /properties/ingest/properties/tls | {'ingest':{'tls':{'?':1}}}
            gateway     | /properties/admin              | {'admin':{'?':1}}
            gateway     | /properties/kafka              | {'kafka':{'?':1}}
            gateway     | /properties/kafka/properties/embedded | {'kafka':{'embedded':{'?':1}}}
            gateway     | /properties/topics             | {'topics':{'?':1}}
            gateway     | /properties/memory             | {'memory':{'?':1}}
            gateway     | /properties/dedupe             | {'dedupe':{'?':1}}
            gateway     | /properties/attempts           | {'attempts':{'?':1}}
            gateway     | /properties/tracing            | {'tracing':{'?':1}}
            gateway     | /properties/alerts             | {'alerts':{'?':1}}
            gateway     | /properties/proxy              | {'proxy':{'?':1}}
            gateway     | /$defs/secret/anyOf/1          | {'admin':{'token':{'?':1}}}
            source      |                                | {'?':1}
            source      | /properties/rate               | {'rate':{'?':1}}
            source      | /properties/schemas/items      | {'schemas':[{'?':1}]}
            source      | /$defs/secret/anyOf/1          | {'writeKeys':[{'?':1}]}
            destination |                                | {'?':1}
            destination | /properties/rate               | {'rate':{'?':1}}
            destination | /properties/batch              | {'batch':{'?':1}}
            destination | /properties/concurrency        | {'concurrency':{'?':1}}
            destination | /properties/retry              | {'retry':{'?':1}}
            destination | /properties/auth/oneOf/0       | {'auth':{'type':'bearer','?':1}}
            destination | /properties/auth/oneOf/1       | {'auth':{'type':'basic','?':1}}
            destination | /properties/auth/oneOf/2       | {'auth':{'type':'header','?':1}}
            destination | /properties/auth/oneOf/3       | {'auth':{'type':'oauth2','?':1}}
            destination | /properties/auth/oneOf/4       | {'auth':{'type':'mtls','?':1}}
            destination | /properties/timeouts           | {'timeouts':{'?':1}}
            destination | /properties/tls                | {'tls':{'?':1}}
            destination | /properties/proxy              | {'proxy':{'?':1}}
            destination | /properties/signing            | {'signing':{'?':1}}
            destination | /$defs/secret/anyOf/1          | {'headers':{'a':{'?':1}}}
            destination | /$defs/script/anyOf/1          | {'filter':{'?':1}}
            destination | /properties/examples/items     | {'examples':[{'?':1}]}
            """;

    /** Objects whose presence means something, though all that they hold has defaults or may be left out. */
    private static final Set<String> OPTIONAL = Set.of("embedded", "batch", "proxy");

    private static Stream<Arguments> objects() {
        return OBJECTS.lines()
                .map(line -> Arrays.stream(line.split("\\|")).map(String::strip).toArray())
                .map(Arguments::of);
    }

    @ParameterizedTest
    @MethodSource("objects")
    void schemaAndLoader_knowTheSameKeys(String name, String object, String json, @TempDir Path directory) {
        Schemas schema = Schemas.valueOf(name.toUpperCase(Locale.ROOT));
        Set<String> inSchema = new TreeSet<>();
        schema.text.at(object + "/properties").fieldNames().forEachRemaining(inSchema::add);
        inSchema.remove("$schema");

        List<String> errors = new ConfDir(directory).with(schema.file, json).errors();

        Set<String> inLoader = errors.stream()
                .filter(line -> line.contains("unknown key \"?\", expected one of "))
                .map(line -> line.replaceFirst(".*expected one of ", ""))
                .flatMap(keys -> Stream.of(keys.split(", ")))
                .collect(Collectors.toSet());
        assertThat(inLoader).isEqualTo(inSchema);
        assertThat(schema.text.at(object + "/additionalProperties").asText()).isEqualTo("false");
    }

    @ParameterizedTest
    @EnumSource
    void everyObjectOfTheSchema_isComparedAbove(Schemas schema) {
        List<JsonNode> objects = new ArrayList<>();
        objects(schema.text, objects);

        String name = schema.name().toLowerCase(Locale.ROOT);
        assertThat(OBJECTS.lines().filter(line -> line.startsWith(name))).hasSameSizeAs(objects);
    }

    private static void objects(JsonNode node, List<JsonNode> found) {
        if (node.path("type").asText().equals("object") && node.has("properties")) {
            found.add(node);
        }
        node.forEach(child -> objects(child, found));
    }

    @ParameterizedTest
    @EnumSource
    void schema_isASchema(Schemas schema) {
        var meta = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(SchemaLocation.of(SchemaId.V202012));

        assertThat(meta.validate(schema.text)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void everyKey_isDescribed(Schemas schema) {
        Schemas.keys(
                "",
                schema.text,
                (pointer, key) ->
                        assertThat(key.path("description").asText()).as(pointer).hasSizeGreaterThan(10));
    }

    @ParameterizedTest
    @EnumSource
    void defaults_areTheLoaders(Schemas schema, @TempDir Path directory) {
        ObjectNode spelledOut = schema.leastDocument();
        fillIn(spelledOut, schema.text);
        ConfDir conf = new ConfDir(directory).raw(schema.file, schema.least);
        Loaded.Valid least = (Loaded.Valid) conf.load();

        Loaded all = conf.raw(schema.file, spelledOut.toString()).load();

        assertThat(schema.accepts(spelledOut)).isTrue();
        assertThat(spelledOut.size()).isGreaterThan(2);
        assertThat(all).isInstanceOf(Loaded.Valid.class);
        assertThat(((Loaded.Valid) all).configuration()).isEqualTo(least.configuration());
    }

    /** Writes out every default, also in objects that may be left out but not in those that have keys without one. */
    private static void fillIn(ObjectNode document, JsonNode schema) {
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            JsonNode key = property.getValue();
            if (key.has("default")) {
                document.set(property.getKey(), key.get("default").deepCopy());
            }
            if (key.path("properties").isObject() && !key.has("required") && !OPTIONAL.contains(property.getKey())) {
                fillIn(document.withObjectProperty(property.getKey()), key);
            }
        }
    }

    @Test
    void embeddedBroker_hasTheSchemasDefaults(@TempDir Path directory) {
        ObjectNode embedded = Schemas.JSON.createObjectNode();
        fillIn(embedded, Schemas.GATEWAY.text.at("/properties/kafka/properties/embedded"));
        ConfDir conf = new ConfDir(directory).raw("gateway.json", "{\"kafka\":{\"embedded\":" + embedded + "}}");

        assertThat(embedded.size()).isEqualTo(3);
        assertThat(conf.valid().gateway().kafka()).isEqualTo(KafkaConfig.defaults());
    }

    @Test
    void batch_hasTheSchemasDefaults(@TempDir Path directory) {
        ObjectNode batch = Schemas.JSON.createObjectNode();
        fillIn(batch, Schemas.DESTINATION.text.at("/properties/batch"));
        String file = "{\"url\":\"https://a.example/\",\"batch\":" + batch + "}";
        DestinationConfig destination = new ConfDir(directory)
                .raw("destinations/crm.json", file)
                .valid()
                .destinations()
                .get("crm");

        assertThat(batch.size()).isEqualTo(4);
        assertThat(destination.batch()).isEqualTo(BatchConfig.defaults());
    }

    @Test
    void keysWithoutADefault_areTheseOnly() {
        Set<String> without = new TreeSet<>();
        for (Schemas schema : Schemas.values()) {
            Schemas.keys(schema.name(), schema.text, (pointer, key) -> {
                if (!key.has("default") && !key.path("properties").isObject() && !pointer.endsWith("/$schema")) {
                    without.add(pointer);
                }
            });
        }

        assertThat(without)
                .containsExactlyInAnyOrder(
                        "GATEWAY/ingest/publicUrl",
                        "GATEWAY/ingest/tls/cert",
                        "GATEWAY/ingest/tls/key",
                        "GATEWAY/kafka/bootstrap",
                        "GATEWAY/node",
                        "GATEWAY/tracing/endpoint",
                        "GATEWAY/proxy/url",
                        "GATEWAY/proxy/username",
                        "GATEWAY/proxy/password",
                        "SOURCE/rate/limit",
                        "SOURCE/rate/burst",
                        "DESTINATION/url",
                        "DESTINATION/rate/limit",
                        "DESTINATION/rate/burst",
                        "DESTINATION/auth",
                        "DESTINATION/filter",
                        "DESTINATION/transform",
                        "DESTINATION/timeouts/firstByte",
                        "DESTINATION/tls/ca",
                        "DESTINATION/proxy/url",
                        "DESTINATION/proxy/username",
                        "DESTINATION/proxy/password",
                        "DESTINATION/signing/secrets");
    }

    @Test
    void kafkaProperties_areTheAllowedOnes() {
        Set<String> names = new TreeSet<>();
        Schemas.GATEWAY
                .text
                .at("/properties/kafka/properties/properties/propertyNames/enum")
                .forEach(name -> names.add(name.asText()));

        assertThat(names).isEqualTo(KafkaRules.PROPERTIES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gateway.json", "sources/web.json", "destinations/example.json"})
    void shippedFiles_nameTheirSchemaAndObeyIt(String file) throws Exception {
        Path path = Path.of("conf").resolve(file);
        JsonNode document = Schemas.parse(Files.readString(path));

        assertThat(path.resolveSibling(document.path("$schema").asText())).isRegularFile();
        assertThat(Schemas.of(file).accepts(document)).isTrue();
    }

    /** The manual's tables have a row for each key that has a plain default, and it is the schema's. */
    @Test
    void manual_namesEveryKeyAndItsDefault() throws Exception {
        String manual = Files.readString(Path.of("docs/configuration.md"));
        List<String> rows = new ArrayList<>();
        for (Schemas schema : Schemas.values()) {
            Schemas.keys("", schema.text, (pointer, key) -> {
                JsonNode standard = key.path("default");
                if (standard.isValueNode() && !standard.asText().isEmpty()) {
                    String name = pointer.substring(1).replace('/', '.');
                    rows.add("| `" + name + "` | `" + standard.asText() + "` |");
                }
            });
        }
        assertThat(rows)
                .hasSizeGreaterThan(30)
                .allSatisfy(row -> assertThat(manual).contains(row));
    }
}
