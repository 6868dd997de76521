package dev.centrifuge.metrics.meter;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

/**
 * Meters by configured id. Reading is a volatile read and one look-up, from any thread; only the thread that applies a
 * configuration writes.
 */
public final class Table<T> {
    private final Function<String, T> make;
    private final T unknown;
    private volatile Map<String, T> byId = Map.of();

    public Table(Function<String, T> make) {
        this.make = make;
        this.unknown = make.apply(Families.UNKNOWN);
    }

    /** The meters of an id; those of {@link Families#UNKNOWN} where it is not configured, or no longer. */
    public T of(String id) {
        return Objects.requireNonNullElse(byId.get(id), unknown);
    }

    public boolean has(String id) {
        return byId.containsKey(id);
    }

    public Collection<T> configured() {
        return byId.values();
    }

    /** Exactly these ids from now on; what is known of those that stay is kept. */
    public void configure(Set<String> ids) {
        Map<String, T> now = byId;
        Map<String, T> next = new HashMap<>();
        for (String id : ids) {
            T kept = now.get(id);
            next.put(id, kept == null ? make.apply(id) : kept);
        }
        byId = Map.copyOf(next);
    }
}
