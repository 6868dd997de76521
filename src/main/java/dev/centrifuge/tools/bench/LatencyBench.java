package dev.centrifuge.tools.bench;

import dev.centrifuge.time.Ticker;
import dev.centrifuge.tools.Transports;
import dev.centrifuge.tools.bench.child.Events;
import dev.centrifuge.tools.bench.child.GatewayChild;
import dev.centrifuge.tools.bench.child.Scratch;
import dev.centrifuge.tools.load.LoadPlan;
import dev.centrifuge.tools.load.LoadResult;
import dev.centrifuge.tools.load.LoadRun;
import dev.centrifuge.tools.sink.Sink;
import dev.centrifuge.tools.sink.SinkOptions;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code bench latency}: from when a client meant to send an event to when its destination has it. Generator and sink
 * are in this process, so both times are of one clock.
 */
@Command(
        name = "latency",
        description = {
            "End-to-end latency at several rates, compared with sending without a gateway.",
            "From when an event is due at the client (an open loop) to its arrival at the destination."
        })
final class LatencyBench implements Callable<Integer> {
    private static final String PATH = "/v1/track";
    private static final int CONNECTIONS = 32;
    private static final long LEAST_EVENTS = 20;

    @Mixin
    private BenchOptions options = new BenchOptions();

    @Option(names = "--rates", split = ",", description = "Events a second (${DEFAULT-VALUE}).")
    private List<Integer> rates = List.of(1, 20, 100, 1000);

    private final Arrivals arrivals = new Arrivals();
    private long sent;

    @Override
    public Integer call() throws Exception {
        Vertx vertx = Transports.open(options.transport(), 2);
        try (Scratch scratch = options.scratch()) {
            Sink sink =
                    Runs.await(Sink.start(vertx, SinkOptions.standard().withListener(arrivals)), Duration.ofSeconds(5));
            try (GatewayChild gateway = GatewayChild.start(scratch, "gateway", options.jvm(), sink.url("/delivered"))) {
                measure(vertx, gateway, sink);
            }
        } finally {
            vertx.close();
        }
        return 0;
    }

    private void measure(Vertx vertx, GatewayChild gateway, Sink sink) throws Exception {
        Report report = new Report("bench latency", options.setting());
        options.progress("warming up");
        round(vertx, gateway.ingestPort, rates.get(rates.size() - 1), options.warmup());
        round(vertx, sink.port(), rates.get(rates.size() - 1), options.warmup());
        for (int rate : rates) {
            // Slow rates need more time, or a median would be of a handful.
            Duration duration = Duration.ofSeconds(Math.max(options.duration().toSeconds(), LEAST_EVENTS / rate));
            options.progress("measuring " + rate + " events a second");
            report.add(Comparison.run(
                    "end to end at " + rate + " ev/s",
                    "ms p50",
                    "the same without a gateway",
                    Double.NaN,
                    options.rounds,
                    () -> round(vertx, gateway.ingestPort, rate, duration),
                    () -> round(vertx, sink.port(), rate, duration)));
        }
        options.publish(report);
    }

    private Sample round(Vertx vertx, int port, int rate, Duration duration) throws IOException {
        long first = sent;
        int events = (int) (rate * duration.toSeconds());
        sent += events;
        arrivals.expect(first, events);
        LoadPlan plan = LoadPlan.open(port, CONNECTIONS, Events.single(PATH, first), rate, duration);
        LoadResult result = Runs.clean(plan, Runs.await(LoadRun.run(vertx, plan, Ticker.system()), duration));
        return arrivals.sample(result.startNanos(), rate, (int) result.requests());
    }
}
