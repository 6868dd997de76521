package dev.centrifuge.metrics;

import dev.centrifuge.kafka.job.JobListener;
import dev.centrifuge.metrics.meter.Families;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Set;

/** Counts what redrives and replays deliver again, and what they leave out. Thread-safe. */
public final class JobMeters implements JobListener {
    private final Counter copied;
    private final Counter faulty;

    JobMeters(PrometheusRegistry registry) {
        copied = Families.counter(
                registry,
                "replayed_legs",
                "Legs that redrives and replays have put up to be delivered again",
                "kind",
                "destination");
        faulty = Families.counter(
                registry,
                "replay_faults",
                "Events that redrives and replays leave out because a filter fails on them",
                "kind",
                "destination");
    }

    @Override
    public void copied(String kind, String destination, int legs) {
        copied.labelValues(kind, destination).inc((long) legs);
    }

    @Override
    public void faulty(String kind, String destination, long events) {
        faulty.labelValues(kind, destination).inc(events);
    }

    void configure(Set<String> destinations) {
        Families.retain(destinations, 1, copied, faulty);
    }
}
