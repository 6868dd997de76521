package dev.centrifuge.kafka.read;

import dev.centrifuge.time.Ticker;

/**
 * What the log thread shows of itself, refreshed four times a second. Written by the log thread, read by any.
 */
public final class ReaderGauges {
    private static final long INTERVAL_NANOS = 250_000_000L;

    private long nextAt;
    private volatile long openLegs;
    private volatile long memoryBytes;
    private volatile double lagSeconds;
    private volatile long lagRecords;
    private volatile int partitions;

    /** Legs that are not resolved yet, in memory or waiting for their copy's commit. */
    public long openLegs() {
        return openLegs;
    }

    /** Bytes of events with a leg in memory. */
    public long memoryBytes() {
        return memoryBytes;
    }

    /** How old the oldest record of {@code events} is that was not read yet, in seconds; 0 where all was read. */
    public double lagSeconds() {
        return lagSeconds;
    }

    /** How many records of {@code events} were not read yet. */
    public long lagRecords() {
        return lagRecords;
    }

    /** How many partitions of {@code events} this node reads. */
    public int partitions() {
        return partitions;
    }

    void update(Lanes lanes, Readers readers, Ticker ticker) {
        if (ticker.nanos() - nextAt < 0) {
            return;
        }
        nextAt = ticker.nanos() + INTERVAL_NANOS;
        openLegs =
                lanes.all().stream().mapToLong(lane -> lane.progress.openLegs()).sum();
        memoryBytes = lanes.budget().used();
        partitions =
                (int) lanes.all().stream().filter(lane -> lane.delay == null).count();
        lagRecords = readers.lagRecords();
        lagSeconds = lagRecords == 0 ? 0 : Math.max(0, ticker.millis() - readers.oldestUnreadMillis()) / 1000.0;
    }
}
