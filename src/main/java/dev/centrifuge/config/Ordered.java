package dev.centrifuge.config;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Immutable copies in alphabetical order. {@code Map.copyOf} has another order in each process, and with it the order of
 * headers, of errors and of what the console lists.
 */
final class Ordered {
    private Ordered() {}

    static <V> Map<String, V> copy(Map<String, V> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(new TreeMap<>(map)));
    }

    static <E extends Comparable<E>> Set<E> copy(Collection<E> set) {
        return Collections.unmodifiableSet(new LinkedHashSet<>(new TreeSet<>(set)));
    }
}
