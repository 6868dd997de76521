package dev.centrifuge.config.document;

import dev.centrifuge.config.ConfigError;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Collects errors. Of several about one value the first is kept: the later ones are its consequences, such as the range
 * check of the default that stands in for a value of the wrong type.
 */
public final class Problems {
    private final List<ConfigError> errors = new ArrayList<>();
    private final Set<String> places = new HashSet<>();

    public void add(String file, String pointer, String wrong, String expected) {
        add(new ConfigError(file, pointer, wrong, expected));
    }

    public void add(ConfigError error) {
        if (places.add(error.file() + '\n' + error.pointer())) {
            errors.add(error);
        }
    }

    boolean at(String file, String pointer) {
        return places.contains(file + '\n' + pointer);
    }

    /** Whether something inside that value is wrong. */
    boolean within(String file, String pointer) {
        String prefix = file + '\n' + pointer + '/';
        return places.stream().anyMatch(place -> place.startsWith(prefix));
    }

    public List<ConfigError> all() {
        return List.copyOf(errors);
    }
}
