package dev.centrifuge.metrics;

import dev.centrifuge.kafka.read.ReaderListener;
import dev.centrifuge.kafka.write.WriterListener;
import dev.centrifuge.metrics.meter.Buckets;
import dev.centrifuge.metrics.meter.Durations;
import dev.centrifuge.metrics.meter.Families;
import dev.centrifuge.metrics.meter.Words;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/** Counts what the log does: writes and checkpoints. May be called from any thread. */
public final class LogMeters implements WriterListener, ReaderListener {
    private final Counter produced;
    private final Words failures;
    private final Buckets latency;
    private final Buckets checkpoint;
    private final Counter checkpointFailures;
    private final Counter copies;
    private final Counter poison;
    private final Counter lost;
    private volatile boolean available;

    LogMeters(PrometheusRegistry registry) {
        produced = Families.counter(registry, "produced_records", "Records acknowledged by all in-sync replicas");
        Counter failed = Families.counter(registry, "produce_failures", "Records not acknowledged in time", "reason");
        failures = new Words(failed::labelValues);
        latency = Families.durations(
                        registry,
                        "produce_duration_seconds",
                        "From an append to its acknowledgement",
                        "",
                        Durations.REQUEST)
                .of("");
        checkpoint = Families.durations(
                        registry,
                        "checkpoint_duration_seconds",
                        "From the start of a checkpoint's transaction to its commit",
                        "",
                        Durations.REQUEST)
                .of("");
        checkpointFailures = Families.counter(
                registry, "checkpoint_failures", "Checkpoints that were not committed and written again");
        copies = Families.counter(registry, "leg_copies", "Legs copied to delay topics and to dead letters");
        poison = Families.counter(registry, "poison_records", "Records that no gateway wrote, now dead letters");
        lost = Families.counter(
                registry, "lost_records", "Records gone from the log before they were resolved: must stay 0");
        Families.gauge(registry, "log_available", "1 while the log takes appends", () -> available ? 1 : 0);
    }

    @Override
    public void appended(int records, long nanos) {
        produced.inc((long) records);
        latency.record(nanos);
    }

    @Override
    public void failed(int records, String reason) {
        failures.add(reason, records);
    }

    @Override
    public void availability(boolean nowAvailable) {
        available = nowAvailable;
    }

    @Override
    public void checkpoint(boolean committed, int stateRecords, int legCopies, long nanos) {
        if (committed) {
            checkpoint.record(nanos);
            copies.inc((long) legCopies);
        } else {
            checkpointFailures.inc();
        }
    }

    @Override
    public void poison(String topic) {
        poison.inc();
    }

    @Override
    public void lost(String topic, int partition, long records) {
        lost.inc((double) records);
    }
}
