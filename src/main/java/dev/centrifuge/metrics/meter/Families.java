package dev.centrifuge.metrics.meter;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/** How the gateway's metric families are named and made. */
public final class Families {
    public static final String PREFIX = "centrifuge_";

    /** The label of who is not configured, or no longer. */
    public static final String UNKNOWN = "";

    /** The label {@code source} of the pairs over the cap on series. */
    public static final String OVERFLOW = "_other";

    private Families() {}

    /** A counter, whose name gets {@code _total}; without exemplars, which would read a clock at each increment. */
    public static Counter counter(PrometheusRegistry registry, String name, String help, String... labels) {
        return Counter.builder()
                .name(PREFIX + name)
                .help(help)
                .labelNames(labels)
                .withoutExemplars()
                .register(registry);
    }

    public static Durations durations(
            PrometheusRegistry registry, String name, String help, String label, long[] bounds) {
        Durations durations = new Durations(PREFIX + name, help, label, bounds);
        registry.register(durations);
        return durations;
    }

    /** @param value read at each scrape, on the scrape's thread; NaN when it throws */
    public static void gauge(PrometheusRegistry registry, String name, String help, DoubleSupplier value) {
        Probe<Double> probe = new Probe<>(name, value::getAsDouble, Double.NaN);
        GaugeWithCallback.builder()
                .name(PREFIX + name)
                .help(help)
                .callback(callback -> callback.call(probe.get()))
                .register(registry);
    }

    /** A counter that somebody else counts, see {@link #gauge}; its name gets {@code _total}. */
    public static void counted(PrometheusRegistry registry, String name, String help, DoubleSupplier value) {
        Probe<Double> probe = new Probe<>(name, value::getAsDouble, Double.NaN);
        CounterWithCallback.builder()
                .name(PREFIX + name)
                .help(help)
                .callback(callback -> callback.call(probe.get()))
                .register(registry);
    }

    /** The same, with a label. */
    public static void counted(
            PrometheusRegistry registry, String name, String help, String label, Supplier<Map<String, Long>> values) {
        Probe<Map<String, Long>> probe = new Probe<>(name, values, Map.of());
        CounterWithCallback.builder()
                .name(PREFIX + name)
                .help(help)
                .labelNames(label)
                .callback(callback -> probe.get().forEach((word, count) -> callback.call(count, word)))
                .register(registry);
    }

    /**
     * Drops the series whose label at {@code position} is not among {@code ids}. A thread that still holds a dropped
     * series counts into the void; one that makes a new one at this very moment leaves it until the next change.
     */
    public static void retain(Set<String> ids, int position, Counter... counters) {
        for (Counter counter : counters) {
            counter.removeIf(values -> gone(values.get(position), ids));
        }
    }

    public static boolean gone(String id, Set<String> ids) {
        return !ids.contains(id) && !id.equals(UNKNOWN) && !id.equals(OVERFLOW);
    }
}
