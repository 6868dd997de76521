package dev.centrifuge.kafka.read;

import dev.centrifuge.flow.Delay;
import dev.centrifuge.flow.count.Backlog;
import dev.centrifuge.flow.lane.Lane;
import dev.centrifuge.flow.lane.Lanes;
import dev.centrifuge.time.Ticker;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the log thread shows of itself, refreshed four times a second. Written by the log thread, read by any. */
public final class ReaderGauges {
    private static final long INTERVAL_NANOS = 250_000_000L;
    private static final long BACKLOGS_NANOS = 900_000_000L;

    private long nextAt;
    private volatile List<LaneGauge> lanes = List.of();
    private volatile long memoryBytes;
    private volatile boolean paused;
    private volatile long scanned;
    private volatile long caughtUp;
    private volatile long window;
    private volatile long windowBytes;
    private volatile Map<String, Backlog> backlogs = Map.of();
    private volatile Map<String, Integer> unwritten = Map.of();
    private volatile long refusals;
    private long backlogsAt;

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

    /** Records that were read again to catch up, since the start. */
    public long scanned() {
        return scanned;
    }

    /** Legs that were found by that, since the start. */
    public long caughtUp() {
        return caughtUp;
    }

    /** How far back duplicates are known at present, in milliseconds: less than configured where memory is short. */
    public long windowMillis() {
        return window;
    }

    /** Bytes that knowing duplicates takes. */
    public long windowBytes() {
        return windowBytes;
    }

    /** Scopes that have a cursor. */
    public long detached() {
        return lanes.stream().mapToLong(LaneGauge::detached).sum();
    }

    /** Legs that were left to cursors and not read since, before filters. */
    public long skippedLegs() {
        return lanes.stream().mapToLong(LaneGauge::skippedLegs).sum();
    }

    /** What destinations have behind them, of the partitions that this node reads; refreshed once a second. */
    public Map<String, Backlog> backlogs() {
        return backlogs;
    }

    /** Legs that stay open because their copies cannot be written, by destination; {@code ""} for what is nobody's. */
    public Map<String, Integer> unwritten() {
        return unwritten;
    }

    /** Legs that stay open because their copies cannot be written. */
    public long unwrittenLegs() {
        return unwritten.values().stream().mapToLong(Integer::longValue).sum();
    }

    /** How often a copy was refused, since the start. */
    public long refusals() {
        return refusals;
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

    /** Whether it was time to. */
    boolean update(Lanes source, Readers readers, Ticker ticker) {
        if (ticker.nanos() - nextAt < 0) {
            return false;
        }
        nextAt = ticker.nanos() + INTERVAL_NANOS;
        memoryBytes = source.budget().used();
        paused = readers.paused();
        scanned = source.scanned();
        caughtUp = source.caughtUp();
        window = source.seen().inForce(ticker.millis());
        windowBytes = source.seen().bytes();
        unwritten = source.refused().held().byDestination();
        refusals = source.refused().refusals();
        List<LaneGauge> now = new ArrayList<>();
        for (Lane lane : source.all()) {
            now.add(gauge(lane, readers.lag(lane), ticker.millis()));
        }
        lanes = List.copyOf(now);
        if (ticker.nanos() - backlogsAt >= 0) {
            backlogsAt = ticker.nanos() + BACKLOGS_NANOS;
            backlogs = source.backlogs();
        }
        return true;
    }

    private static LaneGauge gauge(Lane lane, long lag, long nowMillis) {
        long age = 0;
        if (lag > 0 || lane.openLegs() > 0 || lane.skipped() > 0) {
            age = nowMillis - lane.appendedAt(lane.lowest(), nowMillis);
        }
        Delay delay = lane.delay();
        long late = Math.max(0, age - (delay == null ? 0 : delay.millis()));
        return new LaneGauge(
                lane.topic(),
                lane.partition(),
                late / 1000.0,
                lag,
                lane.openLegs(),
                lane.detached(),
                lane.skipped(),
                lane.resolvedBelow());
    }
}
