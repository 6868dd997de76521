package dev.centrifuge.kafka.read;

import dev.centrifuge.flow.Delay;
import dev.centrifuge.time.Ticker;
import java.util.ArrayList;
import java.util.List;

/** What the log thread shows of itself, refreshed four times a second. Written by the log thread, read by any. */
public final class ReaderGauges {
    private static final long INTERVAL_NANOS = 250_000_000L;

    private long nextAt;
    private volatile List<LaneGauge> lanes = List.of();
    private volatile long memoryBytes;
    private volatile boolean paused;

    /** The partitions that this node reads, delay topics included. */
    public List<LaneGauge> lanes() {
        return lanes;
    }

    /** Legs that are not resolved yet, in memory or waiting for their copy's commit. */
    public long openLegs() {
        return lanes.stream().mapToLong(LaneGauge::openLegs).sum();
    }

    /** Bytes of events with a leg in memory. */
    public long memoryBytes() {
        return memoryBytes;
    }

    /** Whether reading waits for memory. */
    public boolean paused() {
        return paused;
    }

    /** How many partitions of {@code events} this node reads. */
    public int partitions() {
        return (int)
                lanes.stream().filter(lane -> lane.topic().endsWith(".events")).count();
    }

    void update(Lanes source, Readers readers, Ticker ticker) {
        if (ticker.nanos() - nextAt < 0) {
            return;
        }
        nextAt = ticker.nanos() + INTERVAL_NANOS;
        memoryBytes = source.budget().used();
        paused = readers.paused();
        List<LaneGauge> now = new ArrayList<>();
        for (Lane lane : source.all()) {
            now.add(gauge(lane, readers.lag(lane), ticker.millis()));
        }
        lanes = List.copyOf(now);
    }

    private static LaneGauge gauge(Lane lane, long lag, long nowMillis) {
        long age = 0;
        if (lag > 0 || lane.progress.openLegs() > 0) {
            age = nowMillis - lane.ages.appendedAt(lane.progress.lowestOpen(), nowMillis);
        }
        Delay delay = lane.delay;
        long late = Math.max(0, age - (delay == null ? 0 : delay.millis()));
        return new LaneGauge(
                lane.partition.topic(),
                lane.partition.partition(),
                late / 1000.0,
                lag,
                lane.progress.openLegs(),
                lane.resolvedBelow);
    }
}
