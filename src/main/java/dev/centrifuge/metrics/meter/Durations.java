package dev.centrifuge.metrics.meter;

import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.LongStream;

/**
 * A family of {@link Buckets}: one metric name, one label at most. Thread-safe.
 *
 * <p>Bounds are few and the same everywhere: each is a series a destination. A label's value has its series with the first
 * record: those of 10,000 destinations at rest would be 12 MB of a page.
 */
public final class Durations implements Collector {
    /** 1 ms to 10 s: requests to us, attempts at a destination, writes to the log. */
    public static final long[] REQUEST = millis(1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 10_000);

    /** 5 ms to 4 h, the default time to live: from receipt to delivery. */
    public static final long[] AGE =
            millis(5, 10, 25, 50, 100, 250, 1_000, 5_000, 30_000, 120_000, 900_000, 3_600_000, 14_400_000);

    private final MetricMetadata metadata;
    private final String label;
    private final double[] upperBounds;
    private final long[] bounds;
    private final Map<String, Buckets> series = new ConcurrentHashMap<>();

    /** @param label the name of the label, or empty for a family of one */
    Durations(String name, String help, String label, long[] bounds) {
        this.metadata = new MetricMetadata(name, help);
        this.label = label;
        this.bounds = bounds;
        this.upperBounds = LongStream.concat(LongStream.of(bounds), LongStream.of(Long.MAX_VALUE))
                .mapToDouble(b -> b == Long.MAX_VALUE ? Double.POSITIVE_INFINITY : b / 1e9)
                .toArray();
    }

    /** The histogram of a label's value; resolve it once and keep it. */
    public Buckets of(String value) {
        return series.computeIfAbsent(value, v -> new Buckets(bounds));
    }

    /** Drops the series of all others. */
    public void retain(Set<String> values) {
        series.keySet().removeIf(value -> Families.gone(value, values));
    }

    @Override
    public HistogramSnapshot collect() {
        List<HistogramDataPointSnapshot> points = series.entrySet().stream()
                .filter(e -> label.isEmpty() || !e.getValue().isEmpty())
                .map(e -> point(e.getKey(), e.getValue()))
                .toList();
        return new HistogramSnapshot(metadata, points);
    }

    private HistogramDataPointSnapshot point(String value, Buckets buckets) {
        return HistogramDataPointSnapshot.builder()
                .classicHistogramBuckets(ClassicHistogramBuckets.of(upperBounds, buckets.counts()))
                .sum(buckets.sumSeconds())
                .labels(label.isEmpty() ? Labels.EMPTY : Labels.of(label, value))
                .build();
    }

    private static long[] millis(long... millis) {
        return LongStream.of(millis).map(m -> m * 1_000_000).toArray();
    }
}
