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
 * headers, of errors and of what the console lists. What has one element or none has but one order, and most of ten thousand
 * destinations have no more.
 */
final class Ordered {
    private Ordered() {}

    static <V> Map<String, V> copy(Map<String, V> map) {
        return map.size() < 2 ? Map.copyOf(map) : Collections.unmodifiableMap(new LinkedHashMap<>(new TreeMap<>(map)));
    }

    static <E extends Comparable<E>> Set<E> copy(Collection<E> set) {
        return set.size() < 2 ? Set.copyOf(set) : Collections.unmodifiableSet(new LinkedHashSet<>(new TreeSet<>(set)));
    }
}
