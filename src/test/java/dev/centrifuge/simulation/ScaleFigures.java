package dev.centrifuge.simulation;

import dev.centrifuge.flow.handover.Copy;
import dev.centrifuge.flow.handover.Scope;
import dev.centrifuge.flow.lane.Checkpoint;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** What a node did since the last {@link #reset}. */
final class ScaleFigures {
    /** A record's length, offset, timestamp, lengths of key and value, in a batch: about ten bytes. */
    private static final int RECORD_BYTES = 10;

    private Histogram healthy = new Histogram(3);
    private long healthyLegs;
    private long illLegs;
    private long read;
    private long stateBytes;
    private long copiedBytes;
    private long checkpoints;
    private long inFlight;
    private long unrecorded;
    private long recordedWithNext;
    private long mostExposed;
    private long mostMemory;
    private double logNanos;
    private double loopNanos;

    void reset() {
        healthy = new Histogram(3);
        healthyLegs = 0;
        illLegs = 0;
        read = 0;
        stateBytes = 0;
        copiedBytes = 0;
        checkpoints = 0;
        mostExposed = 0;
        mostMemory = 0;
        logNanos = 0;
        loopNanos = 0;
    }

    void read(long records) {
        read += records;
    }

    void memory(long bytes) {
        mostMemory = Math.max(mostMemory, bytes);
    }

    void logBusy(double nanos) {
        logNanos += nanos;
    }

    void sent(int legs, double nanos) {
        loopNanos += nanos;
        inFlight += legs;
        expose();
    }

    void taken(boolean ill, int legs, long ageMillis) {
        if (ill) {
            illLegs += legs;
        } else {
            healthyLegs += legs;
            healthy.recordValue(Math.max(0, ageMillis));
        }
        unrecorded += legs;
    }

    void answered(int legs) {
        inFlight -= legs;
        expose();
    }

    private void expose() {
        mostExposed = Math.max(mostExposed, inFlight + unrecorded);
    }

    /** A checkpoint begins: what was taken by now is recorded when it ends. */
    void checkpoint(Checkpoint checkpoint) {
        checkpoints++;
        recordedWithNext = unrecorded;
        checkpoint.changes().forEach((lane, changes) -> {
            stateBytes += RECORD_BYTES + 5 + lane.topic().length() + 8;
            changes.progress()
                    .chunks()
                    .forEach((chunk, bytes) -> stateBytes +=
                            RECORD_BYTES + 12 + lane.topic().length() + (bytes == null ? 0 : bytes.length));
            for (Map.Entry<Scope, ?> cursor : changes.cursors().entrySet()) {
                stateBytes += RECORD_BYTES
                        + 8
                        + lane.topic().length()
                        + cursor.getKey().encoded().length()
                        + 16;
            }
        });
        for (Copy copy : checkpoint.copies()) {
            copiedBytes += copy.leg().event().weight();
        }
    }

    void recorded() {
        unrecorded -= recordedWithNext;
        recordedWithNext = 0;
    }

    long p50() {
        return healthy.getValueAtPercentile(50);
    }

    long p99() {
        return healthy.getValueAtPercentile(99);
    }

    long healthyLegs() {
        return healthyLegs;
    }

    long illLegs() {
        return illLegs;
    }

    long delivered() {
        return healthyLegs + illLegs;
    }

    long readRecords() {
        return read;
    }

    long stateBytes() {
        return stateBytes;
    }

    long copiedBytes() {
        return copiedBytes;
    }

    long checkpoints() {
        return checkpoints;
    }

    /** The most legs that a crash would have doubled: in flight, or taken and not recorded. */
    long mostExposed() {
        return mostExposed;
    }

    /** The most bytes of the budget that were in use at a step's end. */
    long mostMemory() {
        return mostMemory;
    }

    double logSeconds() {
        return logNanos / 1e9;
    }

    double loopSeconds() {
        return loopNanos / 1e9;
    }
}
