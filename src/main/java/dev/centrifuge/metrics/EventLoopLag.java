package dev.centrifuge.metrics;

import dev.centrifuge.metrics.meter.Probe;
import dev.centrifuge.metrics.meter.SampledGauges;
import dev.centrifuge.time.Ticker;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.prometheus.metrics.model.snapshots.Labels;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How late the event loops are. One periodic task on each of Vert.x's loops, whoever uses it: 20 wake-ups a second a loop,
 * which is nothing beside one that serves requests. It goes to Netty's loops directly because Vert.x hands out contexts in
 * turn and cannot say which loops there are.
 *
 * <p>Vert.x's own checker of blocked threads stays on: it shows where a loop hangs, this shows for how long it did.
 */
public final class EventLoopLag implements AutoCloseable {
    private final Ticker ticker;
    private final List<LoopWatch> loops;
    private final List<Future<?>> tasks;

    private EventLoopLag(Ticker ticker, List<LoopWatch> loops, List<Future<?>> tasks) {
        this.ticker = ticker;
        this.loops = List.copyOf(loops);
        this.tasks = List.copyOf(tasks);
    }

    /** Watches every event loop of {@code vertx} until closed. */
    public static EventLoopLag watch(Vertx vertx, Ticker ticker) {
        List<LoopWatch> loops = new ArrayList<>();
        List<Future<?>> tasks = new ArrayList<>();
        for (EventExecutor loop : ((VertxInternal) vertx).nettyEventLoopGroup()) {
            LoopWatch watch = new LoopWatch(Integer.toString(loops.size()), ticker.nanos());
            loops.add(watch);
            // With a fixed delay, not a fixed rate: a loop that was stuck must not run every missed task at once.
            tasks.add(loop.scheduleWithFixedDelay(
                    () -> watch.ran(ticker.nanos()),
                    LoopWatch.PERIOD_NANOS,
                    LoopWatch.PERIOD_NANOS,
                    TimeUnit.NANOSECONDS));
        }
        return new EventLoopLag(ticker, loops, tasks);
    }

    /** How late the latest loop is at this moment, in nanoseconds. From any thread. */
    public long pendingNanos() {
        long now = ticker.nanos();
        return loops.stream().mapToLong(loop -> loop.pending(now)).max().orElse(0);
    }

    /** The worst lateness of any loop in the last 15 to 30 s, in nanoseconds. From any thread. */
    public long worstNanos() {
        long now = ticker.nanos();
        return loops.stream().mapToLong(loop -> loop.worst(now)).max().orElse(0);
    }

    @Override
    public void close() {
        tasks.forEach(task -> task.cancel(false));
    }

    SampledGauges<LoopWatch> gauges() {
        return new SampledGauges<>(
                new Probe<>("event_loop_lag_seconds", () -> loops, List.of()),
                loop -> Labels.of("loop", loop.name()),
                List.of(new SampledGauges.Column<>(
                        "event_loop_lag_seconds",
                        "Worst lateness of an event loop's timers in the last 15 to 30 s",
                        loop -> loop.worst(ticker.nanos()) / 1e9)));
    }
}
