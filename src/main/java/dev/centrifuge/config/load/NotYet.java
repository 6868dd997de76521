package dev.centrifuge.config.load;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the configuration reserves and this version does not do yet. Ignoring such a key would deliver something else
 * than was asked for, so it is refused, except with the value that says what happens anyway. Whoever builds a feature
 * removes its row here and reads its key.
 */
final class NotYet {
    private static final String NOT_SUPPORTED = "is not supported by this version of Centrifuge";

    /** @param today the values that are no change, empty if there are none */
    private record Key(String pointer, Set<String> today) {}

    private static final List<Key> KEYS = List.of(
            new Key("/format", Set.of("json")),
            new Key("/filter", Set.of()),
            new Key("/transform", Set.of()),
            new Key("/batch", Set.of()));

    private NotYet() {}

    /** Whether {@code key} is one of these; if its value is not today's, that is reported. */
    static boolean settles(Fields fields, String key, JsonNode value) {
        Optional<Key> reserved = KEYS.stream()
                .filter(k -> fields.document().kind() == Document.Kind.DESTINATION)
                .filter(k -> k.pointer().equals(fields.at(key)))
                .findAny();
        reserved.filter(k -> !k.today().contains(value.asText())).ifPresent(k -> refuse(fields, key, k));
        return reserved.isPresent();
    }

    private static void refuse(Fields fields, String key, Key reserved) {
        String instead = reserved.today().isEmpty()
                ? "the key left out"
                : '"' + String.join("\" or \"", reserved.today()) + "\", the default";
        fields.error(key, fields.show(key) + " " + NOT_SUPPORTED, instead);
    }

    /** The reserved keys of the object at {@code base} that may be written. */
    static Set<String> keys(Document.Kind kind, String base) {
        Set<String> keys = new TreeSet<>();
        if (kind == Document.Kind.DESTINATION) {
            KEYS.stream()
                    .filter(k -> !k.today().isEmpty())
                    .map(k -> k.pointer().substring(1))
                    .filter(name -> base.isEmpty())
                    .forEach(keys::add);
        }
        return keys;
    }
}
