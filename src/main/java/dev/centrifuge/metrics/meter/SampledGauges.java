package dev.centrifuge.metrics.meter;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * Gauges that are the columns of a table which its owner hands out at each scrape: what is not in the table has no series,
 * so a revoked partition or a removed destination needs no clean-up.
 *
 * @param table asked once a scrape, on the scrape's thread
 */
public record SampledGauges<T>(Probe<? extends List<T>> table, Function<T, Labels> labels, List<Column<T>> columns)
        implements MultiCollector {

    /** One metric: its name, without prefix, and where a row has its value. */
    public record Column<T>(String name, String help, ToDoubleFunction<T> value) {}

    @Override
    public MetricSnapshots collect() {
        // Two rows with the same labels are a bug of the owner's, and would cost the whole page: the first one counts.
        Map<Labels, T> rows = new LinkedHashMap<>();
        table.get().forEach(row -> rows.putIfAbsent(labels.apply(row), row));
        MetricSnapshots.Builder snapshots = MetricSnapshots.builder();
        for (Column<T> column : columns) {
            snapshots.metricSnapshot(gauge(column, rows));
        }
        return snapshots.build();
    }

    private GaugeSnapshot gauge(Column<T> column, Map<Labels, T> rows) {
        List<GaugeDataPointSnapshot> points = rows.entrySet().stream()
                .map(row -> GaugeDataPointSnapshot.builder()
                        .labels(row.getKey())
                        .value(column.value.applyAsDouble(row.getValue()))
                        .build())
                .toList();
        return new GaugeSnapshot(new MetricMetadata(Families.PREFIX + column.name, column.help), points);
    }
}
