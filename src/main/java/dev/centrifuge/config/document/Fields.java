package dev.centrifuge.config.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.centrifuge.config.Secret;
import dev.centrifuge.config.check.InvalidConfig;
import dev.centrifuge.config.check.Pointer;
import dev.centrifuge.config.check.Suggestion;
import dev.centrifuge.config.check.Violation;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The members of one JSON object, read by type. A value of the wrong type is reported, and its default returned instead:
 * reading goes on, to find the other errors, and its result is thrown away in the end. Whatever was not asked for when
 * {@link #make} is done is an unknown key. Ranges are the business of the records.
 */
public final class Fields {
    private final Document document;
    private final String pointer;
    private final ObjectNode node;
    private final Scalars scalars;
    private final Set<String> asked = new TreeSet<>();

    public Fields(Document document, String pointer, ObjectNode node) {
        this.document = document;
        this.pointer = pointer;
        this.node = node;
        this.scalars = new Scalars(document);
    }

    public Document document() {
        return document;
    }

    public Scalars scalars() {
        return scalars;
    }

    public String at(String key) {
        return Pointer.to(pointer, key);
    }

    public boolean has(String key) {
        asked.add(key);
        return node.has(key);
    }

    public String text(String key, String or) {
        return member(key).flatMap(value -> scalars.text(at(key), value)).orElse(or);
    }

    @Nullable
    public String optionalText(String key) {
        return member(key).flatMap(value -> scalars.text(at(key), value)).orElse(null);
    }

    public int integer(String key, int or) {
        long value = whole(key, or);
        // Beyond an int is beyond every range, and so is the int next to it.
        return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, value));
    }

    public long whole(String key, long or) {
        return member(key).flatMap(value -> scalars.whole(at(key), value)).orElse(or);
    }

    public double decimal(String key, double or) {
        return member(key)
                .flatMap(value -> scalars.decimal(at(key), value))
                .map(Number::doubleValue)
                .orElse(or);
    }

    public boolean flag(String key, boolean or) {
        return member(key).flatMap(value -> scalars.flag(at(key), value)).orElse(or);
    }

    public Duration duration(String key, Duration or) {
        return member(key).flatMap(value -> scalars.duration(at(key), value)).orElse(or);
    }

    /** Bytes. */
    public long size(String key, long or) {
        return member(key).flatMap(value -> scalars.size(at(key), value)).orElse(or);
    }

    public int intSize(String key, int or) {
        return (int) Math.min(Integer.MAX_VALUE, size(key, or));
    }

    /** Bytes, or a percentage of {@code whole}, 1 to 90; more than the whole is an error. */
    public long share(String key, long whole, long or) {
        Optional<JsonNode> value = member(key);
        return value.flatMap(v -> scalars.share(at(key), v, whole)).orElse(or);
    }

    /** A part of all: {@code "none"}, {@code "all"}, or a percentage; as a number from 0 to 1. */
    public double part(String key, double or) {
        return member(key).flatMap(value -> scalars.part(at(key), value)).orElse(or);
    }

    /** One of a few words; {@code or} also for what is none of them. */
    public String choice(String key, String or, List<String> words) {
        return member(key)
                .flatMap(value -> scalars.text(at(key), value))
                .flatMap(word -> scalars.among(at(key), node.path(key), word, words))
                .orElse(or);
    }

    public List<String> texts(String key, List<String> or) {
        return array(key, or, scalars::text);
    }

    /** A secret, or the file that holds it. */
    public Optional<Secret> secret(String key) {
        return member(key).flatMap(value -> new SecretValues(document).secret(at(key), value));
    }

    /** An object whose members have any name and are alike. */
    public <T> Map<String, T> map(String key, Element<T> element) {
        Map<String, T> map = new TreeMap<>();
        Fields members = object(key);
        for (Map.Entry<String, JsonNode> member : members.node.properties()) {
            element.read(members.at(member.getKey()), member.getValue())
                    .ifPresent(made -> map.put(member.getKey(), made));
        }
        return map;
    }

    /** The object of that key; an empty one where there is none. */
    public Fields object(String key) {
        Optional<JsonNode> value = member(key);
        if (value.isPresent() && !value.get().isObject()) {
            wrongType(key, value.get(), "an object");
        }
        ObjectNode object =
                value.filter(JsonNode::isObject).map(ObjectNode.class::cast).orElseGet(node::objectNode);
        return new Fields(document, at(key), object);
    }

    /** What {@code read} makes of the object of that key; null where there is none. */
    public <T> @Nullable T optional(String key, Function<Fields, Optional<T>> read) {
        Fields members = object(key);
        return node.path(key).isObject() ? read.apply(members).orElse(null) : null;
    }

    /** Whether something about that key was reported. */
    public boolean wrong(String key) {
        return document.wrongAt(at(key));
    }

    public void required(String key, String expected) {
        if (!has(key)) {
            document.error(at(key), "is missing", expected);
        }
    }

    public void error(String key, String wrong, String expected) {
        document.error(at(key), wrong, expected);
    }

    /** Does not show the value: a secret may stand where an array or an object of secrets belongs. */
    private void wrongType(String key, JsonNode value, String expected) {
        document.error(at(key), "is " + Document.type(value), expected);
    }

    /** The value of that key for an error's text. */
    public String show(String key) {
        JsonNode value = node.get(key);
        return value == null ? "" : document.show(value);
    }

    /** Makes something of one element or member, or reports why not. */
    public interface Element<T> {
        Optional<T> read(String pointer, JsonNode value);
    }

    /** No element may stand twice. */
    public <T> List<T> array(String key, List<T> or, Element<T> element) {
        Optional<JsonNode> value = member(key);
        if (value.isPresent() && !value.get().isArray()) {
            wrongType(key, value.get(), "an array");
        }
        return value.filter(JsonNode::isArray)
                .map(array -> elements(at(key), array, element))
                .orElse(or);
    }

    private <T> List<T> elements(String base, JsonNode array, Element<T> element) {
        Set<T> elements = new LinkedHashSet<>();
        for (int i = 0; i < array.size(); i++) {
            String place = Pointer.to(base, i);
            Optional<T> read = element.read(place, array.get(i));
            if (read.isPresent() && !elements.add(read.get())) {
                document.error(place, "stands twice", "each element once");
            }
        }
        return List.copyOf(elements);
    }

    private Optional<JsonNode> member(String key) {
        return has(key) ? Optional.of(node.get(key)) : Optional.empty();
    }

    /** Makes a record of what was read, reports what it refuses, and what nobody asked for. */
    public <T> Optional<T> make(Supplier<T> record) {
        Optional<T> made = madeOf(record);
        unknownKeys();
        return made;
    }

    /** As {@link #make} where members may have any name. */
    public <T> Optional<T> madeOf(Supplier<T> record) {
        try {
            return Optional.of(record.get());
        } catch (InvalidConfig e) {
            e.violations().forEach(this::report);
            return Optional.empty();
        }
    }

    private void report(Violation violation) {
        if (document.wrongWithin(pointer + violation.pointer())) {
            return; // A consequence: what is wrong inside was left out.
        }
        JsonNode value = node.at(violation.pointer());
        String shown = "";
        if (violation.value() != null) {
            // As it was written; a default that a neighbour made wrong was not.
            shown = (value.isValueNode() ? document.show(value) : violation.value()) + " ";
        }
        document.error(pointer + violation.pointer(), shown + violation.wrong(), violation.expected());
    }

    private void unknownKeys() {
        for (String key : (Iterable<String>) node::fieldNames) {
            if (!asked.contains(key)) {
                Set<String> known = new TreeSet<>(asked);
                document.error(
                        at(key),
                        "unknown key \"" + key + '"' + Suggestion.hint(key, known),
                        "one of " + String.join(", ", known));
            }
        }
    }
}
