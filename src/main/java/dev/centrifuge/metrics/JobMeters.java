package dev.centrifuge.metrics;

import dev.centrifuge.metrics.meter.Families;

import dev.centrifuge.kafka.job.JobListener;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Set;

/** Counts what redrives and replays deliver again. Thread-safe. */
public final class JobMeters implements JobListener {
    private final Counter copied;

    JobMeters(PrometheusRegistry registry) {
        copied = Families.counter(
                registry,
                "replayed_legs",
                "Legs that redrives and replays have put up to be delivered again",
                "kind",
                "destination");
    }

    @Override
    public void copied(String kind, String destination, int legs) {
        copied.labelValues(kind, destination).inc((long) legs);
    }

    void configure(Set<String> destinations) {
        Families.retain(destinations, 1, copied);
    }
}
