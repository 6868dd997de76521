package dev.centrifuge.simulation;

import dev.centrifuge.dispatch.Dispatcher;
import dev.centrifuge.dispatch.SilentListener;
import dev.centrifuge.event.Event;
import dev.centrifuge.flow.Budget;
import dev.centrifuge.flow.Delay;
import dev.centrifuge.flow.Leg;
import dev.centrifuge.flow.SendLease;
import dev.centrifuge.flow.handover.Copy;
import dev.centrifuge.flow.handover.Entry;
import dev.centrifuge.flow.lane.Checkpoint;
import dev.centrifuge.flow.lane.Lane;
import dev.centrifuge.flow.lane.Lanes;
import dev.centrifuge.flow.lane.Sweep;
import dev.centrifuge.flow.progress.Progress;
import io.vertx.core.Context;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * One node, with real lanes and real dispatch, on computed traffic. What the processor needs is charged as virtual time, by
 * the figures that were measured: a busy log thread reads late, a busy loop sends late.
 */
final class ScaleNode {
    static final double SCAN_NANOS = 800;
    static final double READ_NANOS = 1_000;
    private static final long INTERVAL_NANOS = 200_000_000;
    private static final long MESSAGE_NANOS = 1_000_000;
    private static final long COMMIT_NANOS = 10_000_000;
    private static final long MOST_COPIED = 8 << 20;

    private final ScaleWorld plan;
    private final ScaleTraffic traffic;
    private final VirtualClock clock = new VirtualClock();
    private final SimProcess process = new SimProcess(clock);
    private final Random random = new Random(1);
    private final ScaleFigures figures = new ScaleFigures();
    private final Dispatcher dispatcher = new Dispatcher(new SilentListener(), () -> random);
    private final Lanes lanes;
    private final SimMailbox mailbox;
    private final SendLease lease = SendLease.ofSoleReader(Duration.ofSeconds(1), 0);
    private final SimLog log;
    private boolean paused;
    private boolean committing;
    private long stepNanos;
    private long nextCheckpoint;

    ScaleNode(ScaleWorld plan) {
        this(plan, new SimLog(plan.partitions()));
    }

    private ScaleNode(ScaleWorld plan, SimLog log) {
        this.plan = plan;
        this.log = log;
        this.traffic = plan.traffic();
        this.stepNanos = plan.stepNanos();
        this.lanes = new Lanes(new Budget(plan.memory()), dispatcher);
        this.mailbox = new SimMailbox(lanes.ends(), null, new Mutants(null, lanes), note -> {});
    }

    void start() {
        SimVertx vertx = new SimVertx(process, clock, random, MESSAGE_NANOS);
        List<Context> contexts = new ArrayList<>();
        for (int i = 0; i < ScaleLoops.LOOPS; i++) {
            contexts.add(vertx.loop());
        }
        ScaleLoops loops = new ScaleLoops(plan, traffic, clock, process, figures);
        dispatcher.start(vertx.vertx(), contexts, () -> loops::open, mailbox, lease, clock);
        dispatcher.configure(plan.configuration(traffic, plan.sampledFrom() == 0 ? plan.sample() : 1));
        for (int partition = 0; partition < plan.partitions(); partition++) {
            own(SimLog.EVENTS, partition, null);
            for (Delay delay : Delay.values()) {
                own(SimLog.retry(delay), partition, delay);
            }
        }
        process.after(stepNanos, this::step);
    }

    /** Whether one event stands for several by now. */
    boolean sampling() {
        return plan.sample() > 1 && clock.nanos() > plan.sampledFrom();
    }

    /** From now on the limits are for one event in {@link ScaleWorld#sample}. */
    void limitSampled() {
        dispatcher.configure(plan.configuration(traffic, plan.sample()));
    }

    private void own(String topic, int partition, @Nullable Delay delay) {
        SimState state = log.state(topic, partition);
        Progress progress = state.known() ? state.restored() : new Progress(0);
        lanes.own(topic, partition, 1, delay, progress, state.cursors(), Map.of(), state.counts());
    }

    /**
     * The process is killed, and started again after a while in which another one went on: what is down stands where it stood,
     * and everything else has been delivered. To be started.
     */
    ScaleNode again(long nanos) {
        for (int partition = 0; partition < plan.partitions(); partition++) {
            new ScaleGap(plan, traffic, partition).pass(log.state(SimLog.EVENTS, partition), traffic.end(nanos));
        }
        ScaleNode next = new ScaleNode(plan, log);
        next.runUntil(nanos);
        return next;
    }

    /** From now on the log thread looks so seldom: for a time of which nothing is wanted but that it passes. */
    void stepEvery(long nanos) {
        stepNanos = nanos;
    }

    /** Goes on until that time. */
    void runUntil(long nanos) {
        boolean[] there = {false};
        clock.at(nanos, () -> there[0] = true);
        while (!there[0]) {
            clock.step();
        }
    }

    private void step() {
        long started = clock.nanos();
        lanes.at(started, clock.millis());
        mailbox.drain();
        double cost = readMain() * READ_NANOS;
        lanes.plan();
        cost += sweep() * SCAN_NANOS;
        dispatcher.flush();
        checkpoint();
        figures.logBusy(cost);
        figures.memory(lanes.budget().used());
        process.after(Math.max(stepNanos, (long) cost), this::step);
    }

    private long readMain() {
        if (!paused && lanes.budget().exhausted()) {
            paused = true;
        } else if (paused && lanes.budget().relaxed()) {
            paused = false;
        }
        long read = 0;
        for (Lane lane : paused ? List.<Lane>of() : lanes.all()) {
            long end = end(lane);
            while (lane.mark() < end) {
                Entry entry = entry(lane, lane.mark());
                Delay delay = lane.delay();
                if (delay != null && clock.millis() - entry.appendedAt() < delay.millis()) {
                    break;
                }
                if (entry.offset() >= end) {
                    break;
                }
                lanes.take(lane, entry);
                read += weight(entry);
            }
        }
        figures.read(read);
        return read;
    }

    private long end(Lane lane) {
        return lane.delay() == null
                ? traffic.end(clock.nanos())
                : log.partition(lane.topic(), lane.partition()).end();
    }

    private Entry entry(Lane lane, long offset) {
        if (lane.delay() == null) {
            return traffic.entry(lane.partition(), offset);
        }
        SimRecord record = log.partition(lane.topic(), lane.partition()).at(offset);
        if (record == null) {
            throw new IllegalStateException("no record at " + offset);
        }
        return record;
    }

    private int weight(Entry entry) {
        Event event = entry.event();
        return event == null ? 1 : traffic.weight(event);
    }

    /** The sweeps share what the log thread can scan in a step. */
    private long sweep() {
        long most = (long) (stepNanos / SCAN_NANOS / 2) + 1;
        long scanned = 0;
        boolean some = true;
        while (some && scanned < most) {
            some = false;
            for (Lane lane : lanes.all()) {
                for (Sweep sweep : lane.sweeps()) {
                    for (int i = 0; i < 64 && sweep.running(); i++) {
                        Entry entry = entry(lane, sweep.next());
                        sweep.take(entry);
                        scanned += weight(entry);
                        some = true;
                    }
                }
            }
        }
        return scanned;
    }

    private void checkpoint() {
        if (committing || clock.nanos() < nextCheckpoint) {
            return;
        }
        nextCheckpoint = clock.nanos() + INTERVAL_NANOS;
        committing = true;
        Checkpoint checkpoint = lanes.begin(MOST_COPIED);
        figures.checkpoint(checkpoint);
        process.after(COMMIT_NANOS, () -> {
            for (Copy copy : checkpoint.copies()) {
                if (copy.to() instanceof Copy.Delayed to) {
                    Leg leg = copy.leg();
                    log.partition(SimLog.retry(to.delay()), leg.origin().partition())
                            .append(clock.millis(), leg.event(), leg.destination(), leg.trail());
                }
            }
            checkpoint
                    .changes()
                    .forEach((lane, changes) ->
                            log.state(lane.topic(), lane.partition()).write(changes));
            mailbox.post(() -> {
                lanes.committed(checkpoint);
                lease.recorded(clock.nanos());
                committing = false;
                figures.recorded();
            });
        });
    }

    ScaleFigures figures() {
        return figures;
    }

    Lanes lanes() {
        return lanes;
    }

    long nanos() {
        return clock.nanos();
    }

    /** Legs that were skipped and not read since. */
    long skipped() {
        return lanes.all().stream().mapToLong(Lane::skipped).sum();
    }

    int detached() {
        return lanes.all().stream().mapToInt(Lane::detached).sum();
    }

    long openLegs() {
        return lanes.all().stream().mapToLong(Lane::openLegs).sum();
    }
}
