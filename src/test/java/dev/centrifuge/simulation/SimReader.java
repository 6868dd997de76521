package dev.centrifuge.simulation;

import dev.centrifuge.flow.Delay;
import dev.centrifuge.flow.lane.Lane;
import dev.centrifuge.flow.lane.Lanes;
import dev.centrifuge.flow.lane.Sweep;
import dev.centrifuge.flow.progress.Progress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the consumers of a node do: feed its lanes from the log, some records of each in a step. */
final class SimReader {
    private static final int MOST_RECORDS = 60;

    private final World world;
    private final Lanes lanes;
    private final Map<Lane, Integer> knownCuts = new HashMap<>();
    private boolean paused;

    SimReader(World world, Lanes lanes) {
        this.world = world;
        this.lanes = lanes;
    }

    void own(Set<Integer> partitions, int epoch) {
        for (int partition : partitions) {
            own(SimLog.EVENTS, partition, epoch, null);
            for (Delay delay : Delay.values()) {
                own(SimLog.retry(delay), partition, epoch, delay);
            }
        }
    }

    private void own(String topic, int partition, int epoch, @Nullable Delay delay) {
        SimState state = world.log().state(topic, partition);
        SimPartition records = world.log().partition(topic, partition);
        Progress progress = state.known() ? state.restored() : new Progress(records.start());
        Lane lane = lanes.own(topic, partition, epoch, delay, progress, state.cursors(), Map.of(), state.counts());
        lane.fit(records.start(), Math.min(records.end(), records.cutSince(state.cuts())));
        knownCuts.put(lane, world.log().cuts());
    }

    /** A consumer is told where the log that it has read ends, and differs from the one that there is. */
    void notice() {
        knownCuts.forEach((lane, known) -> {
            SimPartition records = world.log().partition(lane.topic(), lane.partition());
            long end = records.cutSince(known);
            if (end < Long.MAX_VALUE) {
                lane.fit(records.start(), end);
            }
        });
        knownCuts.replaceAll((lane, known) -> world.log().cuts());
    }

    void disown(Set<Integer> partitions) {
        for (Lane lane : List.copyOf(lanes.all())) {
            if (partitions.contains(lane.partition())) {
                lanes.disown(lane);
                knownCuts.remove(lane);
            }
        }
    }

    /** Deletes what is resolved, as soon as that is committed: nobody must need it again. */
    void trim() {
        lanes.all()
                .forEach(lane ->
                        world.log().partition(lane.topic(), lane.partition()).trim(lane.resolvedBelow()));
    }

    /** True if there was something to read. */
    boolean read() {
        if (!paused && lanes.budget().exhausted()) {
            paused = true;
        } else if (paused && lanes.budget().relaxed()) {
            paused = false;
        }
        boolean some = false;
        for (Lane lane : List.copyOf(lanes.all())) {
            some |= !paused && main(lane);
        }
        lanes.plan();
        for (Lane lane : List.copyOf(lanes.all())) {
            for (Sweep sweep : lane.sweeps()) {
                some |= sweep(lane, sweep);
            }
        }
        return some;
    }

    private boolean main(Lane lane) {
        SimPartition records = world.log().partition(lane.topic(), lane.partition());
        if (lane.mark() < records.start()) {
            lane.fit(records.start(), records.end());
        }
        Delay delay = lane.delay();
        int left = 1 + world.random().nextInt(MOST_RECORDS);
        boolean some = false;
        for (long offset = lane.mark(); offset < records.end() && left > 0; offset++) {
            SimRecord record = records.at(offset);
            if (record == null) {
                continue;
            }
            if (delay != null && world.clock().millis() - record.appendedAt() < delay.millis()) {
                break;
            }
            lanes.take(lane, record.read());
            some = true;
            left--;
        }
        return some;
    }

    private boolean sweep(Lane lane, Sweep sweep) {
        SimPartition records = world.log().partition(lane.topic(), lane.partition());
        int left = 1 + world.random().nextInt(MOST_RECORDS);
        boolean some = false;
        while (sweep.running() && left-- > 0) {
            some = true;
            long offset = sweep.next();
            if (offset < records.start()) {
                lane.fit(records.start(), records.end());
            }
            SimRecord record = records.at(offset);
            if (record == null) {
                sweep.passed(offset + 1);
            } else {
                sweep.take(record.read());
            }
        }
        return some;
    }

    /** The most bytes that one step reads beyond the budget. */
    long mostPerStep() {
        long lanesNow = Math.max(1, lanes.all().size());
        return 3 * lanesNow * MOST_RECORDS * (world.scenario().eventBytes() + 300L);
    }
}
