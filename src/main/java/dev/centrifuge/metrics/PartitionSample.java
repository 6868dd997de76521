package dev.centrifuge.metrics;

import dev.centrifuge.metrics.meter.SampledGauges;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.List;

/**
 * A partition that this process reads, at one moment.
 *
 * @param lagAgeSeconds the age of the oldest record that is not resolved; for a delay topic, how long the head is past
 *     due; 0 where nothing waits
 * @param lagRecords records between the mark and the end of the log
 * @param openLegs legs that are open above the mark
 */
public record PartitionSample(String topic, int partition, double lagAgeSeconds, long lagRecords, long openLegs) {

    static final List<SampledGauges.Column<PartitionSample>> COLUMNS = List.of(
            new SampledGauges.Column<>(
                    "consumer_lag_age_seconds",
                    "Age of the oldest unresolved record of a partition",
                    PartitionSample::lagAgeSeconds),
            new SampledGauges.Column<>(
                    "consumer_lag_records",
                    "Records between the mark and the end of a partition",
                    PartitionSample::lagRecords),
            new SampledGauges.Column<>("open_legs", "Legs open above the mark", PartitionSample::openLegs));

    Labels labels() {
        return Labels.of("topic", topic, "partition", Integer.toString(partition));
    }
}
