package dev.centrifuge.config.schema;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.google.re2j.PatternSyntaxException;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaId;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.centrifuge.config.check.Printable;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A compiled JSON Schema: draft 4, 6, 7, 2019-09 or 2020-12, by its {@code $schema}; the last one where it does not say.
 * It stands alone: a {@code $ref} to another document is an error, and nothing is ever fetched. {@code format} is an
 * annotation and checks nothing, since the checks of some formats are expressions that backtrack.
 *
 * <p>Two are equal when their texts are, so that a reload finds out which sources changed.
 */
public final class EventSchema {

    /** The most characters of a reason: it travels in answers and in a dead letter's header. */
    private static final int LONGEST = 300;

    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNameLength(Integer.MAX_VALUE)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(
            SpecVersion.VersionFlag.V202012,
            factory -> factory.enableSchemaCache(false)
                    .schemaLoaders(loaders -> loaders.values(all -> {
                        all.clear();
                        all.add(new DialectsOnly());
                    })));

    /** The schemas of schemas, by their ids. */
    private static final Map<String, JsonSchema> DIALECTS = new ConcurrentHashMap<>();

    private static final SchemaValidatorsConfig CONFIG = SchemaValidatorsConfig.builder()
            .failFast(true)
            .formatAssertionsEnabled(false)
            .locale(Locale.ENGLISH)
            .pathType(PathType.JSON_POINTER)
            .regularExpressionFactory(LinearPattern::of)
            .build();

    private final String text;
    private final JsonSchema schema;

    private EventSchema(String text, JsonSchema schema) {
        this.text = text;
        this.schema = schema;
    }

    /** Compiles a text. Takes milliseconds, the first one of a process some hundred. */
    public static EventSchema compile(String text) throws InvalidSchema {
        JsonNode root = parse(text);
        if (!root.isObject() && !root.isBoolean()) {
            throw new InvalidSchema("is not a JSON Schema: neither an object nor a boolean");
        }
        try {
            grammar(root);
            JsonSchema schema = FACTORY.getSchema(root, CONFIG);
            schema.initializeValidators();
            EventSchema compiled = new EventSchema(text, schema);
            compiled.schema.validate(JsonNodeFactory.instance.objectNode());
            return compiled;
        } catch (StackOverflowError e) {
            throw new InvalidSchema("refers to itself without end");
        } catch (RuntimeException e) {
            throw new InvalidSchema(why(e));
        }
    }

    private static JsonNode parse(String text) throws InvalidSchema {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new InvalidSchema("is not JSON: " + shorten(e.getOriginalMessage()));
        }
    }

    /** Holds the schema against the schema of schemas: a misspelt type would otherwise be found by events only. */
    private static void grammar(JsonNode root) throws InvalidSchema {
        String dialect = known(root.path("$schema").asText(SchemaId.V202012));
        Set<ValidationMessage> wrong = DIALECTS.computeIfAbsent(
                        dialect, id -> FACTORY.getSchema(SchemaLocation.of(id), CONFIG))
                .validate(root);
        if (!wrong.isEmpty()) {
            throw new InvalidSchema("is not a valid JSON Schema: " + reason(wrong));
        }
    }

    private static String known(String dialect) throws InvalidSchema {
        String plain = dialect.endsWith("#") ? dialect.substring(0, dialect.length() - 1) : dialect;
        for (String id : List.of(SchemaId.V4, SchemaId.V6, SchemaId.V7, SchemaId.V201909, SchemaId.V202012)) {
            if (id.equals(plain) || id.equals(plain + "#")) {
                return id;
            }
        }
        throw new InvalidSchema("has the $schema " + shorten(dialect) + ", which is not known: draft 4 to 2020-12 are");
    }

    private static String why(RuntimeException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof PatternSyntaxException bad) {
                return "holds the pattern \"" + shorten(bad.getPattern()) + "\", which RE2 does not take: "
                        + shorten(bad.getDescription());
            }
        }
        return "does not compile: " + shorten(e.getMessage());
    }

    /**
     * Parses an event for {@link #problem}. Numbers become doubles or integers of up to 1,000 digits.
     *
     * @return null where that cannot be done: a member stands twice somewhere, or a number is too long
     */
    public static @Nullable JsonNode tree(byte[] event) {
        try {
            return JSON.readTree(event);
        } catch (IOException notForSchemas) {
            return null;
        }
    }

    /** The first thing that is wrong with an event, or null: where, and what was expected. Printable, 300 characters. */
    public @Nullable String problem(JsonNode event) {
        try {
            Set<ValidationMessage> wrong = schema.validate(event);
            return wrong.isEmpty() ? null : reason(wrong);
        } catch (StackOverflowError e) {
            return "the schema refers to itself without end";
        } catch (RuntimeException e) {
            // What its validators do not expect of numbers, such as a multiple of infinity.
            return "the schema cannot be applied to it";
        }
    }

    private static String reason(Set<ValidationMessage> wrong) {
        ValidationMessage first = wrong.iterator().next();
        String at = first.getInstanceLocation().toString();
        return shorten((at.isEmpty() ? "the event" : at) + ": " + first.getError());
    }

    private static String shorten(@Nullable String text) {
        StringBuilder printable = new StringBuilder();
        String.valueOf(text)
                .codePoints()
                .limit(LONGEST)
                .forEach(c -> printable.appendCodePoint(Printable.plain(c) ? c : '?'));
        return printable.toString();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof EventSchema schema && schema.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return "a JSON Schema of " + text.length() + " characters";
    }
}
