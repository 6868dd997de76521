package dev.centrifuge.metrics.meter;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Counters told apart by one word from a small fixed set: a reason, a delay, a class of answers. Thread-safe; a word seen
 * before costs one look-up.
 *
 * <p>The words come from code, not from clients. Should that ever break, the series stay bounded: what comes after the
 * first {@value #MAX} words counts as {@code other}.
 */
public final class Words {
    public static final int MAX = 32;
    public static final String OTHER = "other";

    private final Map<String, CounterDataPoint> counters = new ConcurrentHashMap<>(4);
    private final Function<String, CounterDataPoint> make;

    public Words(Function<String, CounterDataPoint> make) {
        this.make = make;
    }

    public void add(String word, long n) {
        CounterDataPoint counter = counters.get(word);
        if (counter == null) {
            counter = counters.computeIfAbsent(counters.size() < MAX ? word : OTHER, make);
        }
        counter.inc(n);
    }
}
