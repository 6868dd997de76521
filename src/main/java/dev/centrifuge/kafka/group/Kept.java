package dev.centrifuge.kafka.group;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What was found out a moment ago, for whoever asks the same again: no more than so many, for no longer than so. Thread-safe;
 * {@code now} is in nanoseconds.
 */
final class Kept<K, V> {
    private final int most;
    private final long nanos;

    // Guarded by this.
    private final Map<K, Known<V>> all = new HashMap<>();

    private record Known<V>(V value, long at) {}

    Kept(int most, Duration time) {
        this.most = most;
        this.nanos = TimeUnit.NANOSECONDS.convert(time);
    }

    synchronized @Nullable V get(K key, long now) {
        expire(now);
        Known<V> known = all.get(key);
        return known == null ? null : known.value();
    }

    /** Keeps it, unless there are too many already. */
    synchronized void put(K key, V value, long now) {
        expire(now);
        if (all.size() < most || all.containsKey(key)) {
            all.put(key, new Known<>(value, now));
        }
    }

    /** Lets go of what is too old: it holds memory for nothing. */
    synchronized void expire(long now) {
        all.values().removeIf(known -> now - known.at() >= nanos);
    }
}
