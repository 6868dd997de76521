package dev.centrifuge.metrics;

import dev.centrifuge.metrics.meter.SampledGauges;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.List;

/**
 * A destination at one moment.
 *
 * @param inFlight attempts without an answer yet
 * @param queuedLegs legs that wait in memory
 * @param queuedBytes the bytes they hold
 * @param queueAgeSeconds how long the oldest of them has waited; 0 where none waits
 * @param backlogLegs legs that wait, in memory or left in the log, these before filters
 * @param backlogAgeSeconds how long ago the oldest of them was received; 0 where none waits
 */
public record DestinationSample(
        String destination,
        long inFlight,
        long queuedLegs,
        long queuedBytes,
        double queueAgeSeconds,
        long backlogLegs,
        double backlogAgeSeconds) {

    static final List<SampledGauges.Column<DestinationSample>> COLUMNS = List.of(
            new SampledGauges.Column<>("inflight", "Attempts without an answer yet", DestinationSample::inFlight),
            new SampledGauges.Column<>("queue_legs", "Legs that wait in memory", DestinationSample::queuedLegs),
            new SampledGauges.Column<>(
                    "queue_bytes", "Bytes of the legs that wait in memory", DestinationSample::queuedBytes),
            new SampledGauges.Column<>(
                    "queue_age_seconds",
                    "How long the oldest leg in memory has waited",
                    DestinationSample::queueAgeSeconds),
            new SampledGauges.Column<>(
                    "backlog_legs", "Legs that wait, in memory or left in the log", DestinationSample::backlogLegs),
            new SampledGauges.Column<>(
                    "backlog_age_seconds",
                    "How long ago the oldest leg that waits was received",
                    DestinationSample::backlogAgeSeconds));

    Labels labels() {
        return Labels.of("destination", destination);
    }
}
