package dev.centrifuge.dispatch.alert;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;

/** How many alerts there were since the start. Thread-safe. */
public final class AlertCounts {
    private final Map<Kind, LongAdder> written = zeros(Kind.class);
    private final Map<Lost, LongAdder> lost = zeros(Lost.class);

    private static <E extends Enum<E>> Map<E, LongAdder> zeros(Class<E> words) {
        Map<E, LongAdder> zeros = new EnumMap<>(words);
        for (E word : words.getEnumConstants()) {
            zeros.put(word, new LongAdder());
        }
        return zeros;
    }

    void written(Kind kind) {
        Objects.requireNonNull(written.get(kind)).increment();
    }

    void lost(Lost why, int alerts) {
        Objects.requireNonNull(lost.get(why)).add(alerts);
    }

    /** Those in the log, by kind. */
    public Map<String, Long> written() {
        return words(written, Kind::word);
    }

    /** Those that were not written, by why. */
    public Map<String, Long> lost() {
        return words(lost, Lost::word);
    }

    private static <E> Map<String, Long> words(Map<E, LongAdder> counts, Function<E, String> word) {
        Map<String, Long> words = new TreeMap<>();
        counts.forEach((key, count) -> words.put(word.apply(key), count.sum()));
        return words;
    }
}
