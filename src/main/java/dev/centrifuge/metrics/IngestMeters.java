package dev.centrifuge.metrics;

import dev.centrifuge.ingest.IngestListener;
import dev.centrifuge.metrics.meter.Buckets;
import dev.centrifuge.metrics.meter.Durations;
import dev.centrifuge.metrics.meter.Families;
import dev.centrifuge.metrics.meter.Table;
import dev.centrifuge.metrics.meter.Words;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Set;

/** Counts what comes in. Thread-safe: one look-up in an immutable table, then adders. */
final class IngestMeters implements IngestListener {
    private final Counter received;
    private final Counter bytes;
    private final Counter rejected;
    private final Buckets duration;
    private final Table<Source> sources;

    private record Source(CounterDataPoint received, CounterDataPoint bytes, Words rejected) {}

    IngestMeters(PrometheusRegistry registry) {
        received = Families.counter(registry, "events_received", "Events made durable and answered so", "source");
        bytes = Families.counter(registry, "received_bytes", "Bytes of the events made durable", "source");
        rejected = Families.counter(registry, "events_rejected", "Events refused, by reason", "source", "reason");
        duration = Families.durations(
                        registry,
                        "ingest_request_duration_seconds",
                        "From a request's arrival to its answer of success",
                        "",
                        Durations.REQUEST)
                .of("");
        sources = new Table<>(this::source);
    }

    @Override
    public void received(String source, int events, long size, long latencyNanos) {
        Source meters = sources.of(source);
        meters.received.inc((long) events);
        meters.bytes.inc(size);
        duration.record(latencyNanos);
    }

    @Override
    public void refused(String source, String reason, int events) {
        sources.of(source).rejected.add(reason, events);
    }

    void configure(Set<String> ids) {
        sources.configure(ids);
        Families.retain(ids, 0, received, bytes, rejected);
    }

    private Source source(String id) {
        return new Source(
                received.labelValues(id), bytes.labelValues(id), new Words(reason -> rejected.labelValues(id, reason)));
    }
}
