package dev.centrifuge.simulation;

import dev.centrifuge.config.DestinationConfig;
import dev.centrifuge.delivery.Attempt;
import dev.centrifuge.delivery.Delivery;
import dev.centrifuge.delivery.Outcome;
import dev.centrifuge.dispatch.Dispatcher;
import dev.centrifuge.flow.Budget;
import dev.centrifuge.flow.Delay;
import dev.centrifuge.flow.Leg;
import dev.centrifuge.flow.SendLease;
import dev.centrifuge.flow.lane.Checkpoint;
import dev.centrifuge.flow.lane.Copy;
import dev.centrifuge.flow.lane.Entry;
import dev.centrifuge.flow.lane.Lane;
import dev.centrifuge.flow.lane.Lanes;
import dev.centrifuge.flow.lane.Sweep;
import dev.centrifuge.flow.progress.Progress;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * One node, with real lanes and real dispatch, on computed traffic. What the processor needs is charged as virtual time, by
 * the figures that were measured: a busy log thread reads late, a busy loop sends late.
 */
final class ScaleNode {
    static final double SCAN_NANOS = 800;
    static final double READ_NANOS = 1_000;
    static final double SEND_NANOS = 16_000;

    static final int LOOPS = 2;
    private static final long LATENCY_NANOS = 20_000_000;
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
    private final Dispatcher dispatcher = new Dispatcher(new SimListener(), () -> random);
    private final Lanes lanes;
    private final SimMailbox mailbox;
    private final SendLease lease = SendLease.ofSoleReader(Duration.ofSeconds(1), 0);
    private final long[] loopBusyUntil = new long[LOOPS];
    private final Map<String, SimPartition> delayed = new HashMap<>();
    private boolean paused;
    private boolean committing;
    private long nextCheckpoint;

    ScaleNode(ScaleWorld plan) {
        this.plan = plan;
        this.traffic = plan.traffic();
        this.lanes = new Lanes(new Budget(plan.memory() / plan.sample()), dispatcher);
        this.mailbox = new SimMailbox(lanes, null, new Mutants(null, lanes), note -> {});
    }

    void start() {
        SimVertx vertx = new SimVertx(process, clock, random, MESSAGE_NANOS);
        List<Context> contexts = new ArrayList<>();
        for (int i = 0; i < LOOPS; i++) {
            contexts.add(vertx.loop());
        }
        dispatcher.start(vertx.vertx(), contexts, () -> Way::new, mailbox, lease, clock);
        dispatcher.configure(plan.configuration(traffic));
        for (int partition = 0; partition < plan.partitions(); partition++) {
            lanes.own(SimLog.EVENTS, partition, 1, null, new Progress(0), Map.of());
            for (Delay delay : Delay.values()) {
                lanes.own(SimLog.retry(delay), partition, 1, delay, new Progress(0), Map.of());
                delayed.put(SimLog.retry(delay) + partition, new SimPartition());
            }
        }
        process.after(plan.stepNanos(), this::step);
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
        figures.logBusy(cost * plan.sample());
        process.after(Math.max(plan.stepNanos(), (long) (cost * plan.sample())), this::step);
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
                lanes.take(lane, entry);
                read++;
            }
        }
        figures.read(read);
        return read;
    }

    private long end(Lane lane) {
        return lane.delay() == null
                ? traffic.end(clock.nanos())
                : delayed.get(lane.topic() + lane.partition()).end();
    }

    private Entry entry(Lane lane, long offset) {
        if (lane.delay() == null) {
            return traffic.entry(lane.partition(), offset);
        }
        SimRecord record = delayed.get(lane.topic() + lane.partition()).at(offset);
        if (record == null) {
            throw new IllegalStateException("no record at " + offset);
        }
        return record;
    }

    /** The sweeps share what the log thread can scan in a step. */
    private long sweep() {
        long most = (long) (plan.stepNanos() / SCAN_NANOS / plan.sample() / 2) + 1;
        long scanned = 0;
        boolean some = true;
        while (some && scanned < most) {
            some = false;
            for (Lane lane : lanes.all()) {
                for (Sweep sweep : lane.sweeps()) {
                    for (int i = 0; i < 64 && sweep.running(); i++) {
                        sweep.take(entry(lane, sweep.next()));
                        scanned++;
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
                    delayed.get(SimLog.retry(to.delay()) + leg.origin().partition())
                            .append(clock.millis(), leg.event(), leg.destination(), leg.trail());
                }
            }
            mailbox.post(() -> {
                lanes.committed(checkpoint);
                lease.recorded(clock.nanos());
                committing = false;
                figures.recorded();
            });
        });
    }

    /** A way to one destination: a loop's processor, then the network. */
    private final class Way implements Delivery {
        private final String id;
        private final int loop;

        Way(DestinationConfig config) {
            this.id = config.id();
            this.loop = Math.floorMod(id.hashCode(), LOOPS);
        }

        @Override
        public Future<Outcome> send(Attempt attempt) {
            Promise<Outcome> end = Promise.promise();
            long cost = (long) (SEND_NANOS * plan.sample());
            loopBusyUntil[loop] = Math.max(loopBusyUntil[loop], clock.nanos()) + cost;
            figures.sent(cost);
            boolean down = plan.down(id, clock.nanos());
            SimAnswer answer =
                    down ? SimAnswer.failed(false, 0, "connect", 0, 1_000_000) : SimAnswer.delivered(LATENCY_NANOS);
            process.at(loopBusyUntil[loop] + answer.nanos(), () -> {
                if (!down) {
                    long age = clock.millis() - attempt.event().envelope().receivedAt();
                    figures.taken(plan.ill(id), age, clock.nanos());
                }
                figures.answered();
                end.complete(answer.outcome());
            });
            return end.future();
        }

        @Override
        public void close() {
            // Nothing is kept.
        }
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
