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
    }

    /** An append of {@code records} was acknowledged, {@code nanos} after it was asked for. */
    public void produced(int records, long nanos) {
        produced.inc((long) records);
        latency.record(nanos);
    }

    /** @param reason from a small fixed set, such as {@code timeout} or {@code no_permit} */
    public void produceFailed(int records, String reason) {
        failures.add(reason, records);
    }

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
