package dev.centrifuge.metrics;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/** Counts what the log does: writes and checkpoints. May be called from any thread. */
public final class LogMeters {
    private final Counter produced;
    private final Words failures;
    private final Buckets latency;
    private final Buckets checkpoint;
    private final Words checkpointFailures;
    private final Counter truncated;
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
        Counter aborted = Families.counter(registry, "checkpoint_failures", "Checkpoints not committed", "reason");
        checkpointFailures = new Words(aborted::labelValues);
        truncated = Families.counter(
                registry, "marks_below_log_start", "Partitions whose log began above their mark: events were lost");
        Families.gauge(registry, "log_available", "1 while the log takes appends", () -> available ? 1 : 0);
    }

    /** All records of an append were acknowledged, {@code nanos} after it was asked for. */
    public void appended(int records, long nanos) {
        produced.inc((long) records);
        latency.record(nanos);
    }

    /** An append failed. {@code reason} is from a small fixed set, such as {@code timeout} or {@code full}. */
    public void failed(int records, String reason) {
        failures.add(reason, records);
    }

    /** Whether appends are taken has changed. */
    public void availability(boolean nowAvailable) {
        available = nowAvailable;
    }

    /** A checkpoint's transaction was committed, {@code nanos} after it began. */
    public void checkpointed(long nanos) {
        checkpoint.record(nanos);
    }

    /** @param reason from a small fixed set, such as {@code fenced}, {@code timeout} or {@code aborted} */
    public void checkpointFailed(String reason) {
        checkpointFailures.add(reason, 1);
    }

    /** A partition's log begins above its mark: somebody deleted what nobody had delivered. */
    public void markBelowLogStart() {
        truncated.inc();
    }
}
