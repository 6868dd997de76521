package dev.centrifuge.tools.bench;

import dev.centrifuge.time.Ticker;
import dev.centrifuge.tools.Transports;
import dev.centrifuge.tools.bench.child.Child;
import dev.centrifuge.tools.bench.child.Cpu;
import dev.centrifuge.tools.bench.child.Events;
import dev.centrifuge.tools.bench.child.GatewayChild;
import dev.centrifuge.tools.bench.child.Scratch;
import dev.centrifuge.tools.load.LoadPlan;
import dev.centrifuge.tools.load.LoadResult;
import dev.centrifuge.tools.load.LoadRun;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench ingest}: what durability, validation and honest answers cost. */
@Command(
        name = "ingest",
        description = "Single durable events, compared with a bare Vert.x server that reads the body and answers 200.")
final class IngestBench implements Callable<Integer> {
    private static final double GOAL = 0.75;
    private static final String PATH = "/v1/track";

    @Mixin
    private BenchOptions options = new BenchOptions();

    @Option(names = "--connections", split = ",", description = "How many connections (${DEFAULT-VALUE}).")
    private List<Integer> connections = List.of(256, 64);

    @Option(names = "--url", description = "A gateway that runs; its write key must be " + Events.WRITE_KEY + ".")
    private @Nullable URI url;

    @Option(names = "--pid", description = "The process of that gateway, for its CPU.")
    private long pid = -1;

    private long sent;

    @Override
    public Integer call() throws Exception {
        try (Scratch scratch = options.scratch();
                Child bare = Child.start(
                        "bare", options.jvm(), scratch.path(), "bench-server", "--transport", options.transport())) {
            int barePort =
                    URI.create(bare.await("ready", Duration.ofSeconds(60))).getPort();
            if (url != null) {
                measure(url.getPort(), pid, barePort, bare.pid());
            } else {
                try (GatewayChild gateway = GatewayChild.start(scratch, "gateway", options.jvm(), null)) {
                    measure(gateway.ingestPort, gateway.child.pid(), barePort, bare.pid());
                }
            }
        }
        return 0;
    }

    private void measure(int port, long gatewayPid, int barePort, long barePid) throws Exception {
        Vertx vertx = Transports.open(options.transport(), 1);
        try {
            Report report = new Report("bench ingest", options.setting());
            for (int count : connections) {
                options.progress("warming up, " + count + " connections");
                run(vertx, port, count, options.warmup());
                run(vertx, barePort, count, options.warmup());
                options.progress("measuring, " + count + " connections");
                report.add(Comparison.run(
                        "single durable ingest, " + count + " connections",
                        "ev/s",
                        "a bare Vert.x server",
                        GOAL,
                        options.rounds,
                        () -> round(vertx, port, count, () -> Cpu.of(gatewayPid)),
                        () -> round(vertx, barePort, count, () -> Cpu.of(barePid))));
            }
            options.publish(report);
        } finally {
            vertx.close();
        }
    }

    private Sample round(Vertx vertx, int port, int count, Supplier<Cpu> cpu) throws IOException {
        Cpu before = cpu.get();
        LoadResult result = run(vertx, port, count, options.duration());
        return Sample.of(result, cpu.get().since(before));
    }

    private LoadResult run(Vertx vertx, int port, int count, Duration duration) throws IOException {
        LoadPlan plan = LoadPlan.closed(port, count, Events.single(PATH, sent), duration);
        LoadResult result = Runs.await(LoadRun.run(vertx, plan, Ticker.system()), duration);
        sent += result.requests();
        return Runs.clean(plan, result);
    }
}
