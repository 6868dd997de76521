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
import dev.centrifuge.tools.load.Payload;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench batch}: what HTTP costs on the way into Kafka when events come in batches. */
@Command(
        name = "batch",
        description = {
            "Durable batches of events, plain and compressed, compared with a raw Kafka producer.",
            "It writes the like of them into the same broker, with acks=all, linger 5 ms and batches of 128 KiB.",
            "Needs some gigabytes of disk."
        })
final class BatchBench implements Callable<Integer> {
    private static final double PLAIN_GOAL = 0.95;
    private static final double GZIP_GOAL = 0.65;
    /** Different compressed requests: 51,200 events before one repeats. */
    private static final int GZIP_REQUESTS = 512;

    @Mixin
    private BenchOptions options = new BenchOptions();

    @Option(names = "--connections", description = "How many connections (${DEFAULT-VALUE}).")
    private int connections = 64;

    @Option(names = "--events", description = "Events in a batch (${DEFAULT-VALUE}).")
    private int events = 100;

    @Option(
            names = "--compression",
            description = "Of the raw producer, in Kafka's words; the gateway's is lz4 (${DEFAULT-VALUE}).")
    private String compression = "none";

    private int runs;

    @Override
    public Integer call() throws Exception {
        try (Scratch scratch = options.scratch();
                GatewayChild gateway = GatewayChild.start(scratch, "gateway", options.jvm(), null)) {
            try (Child producer = Child.start(
                    "producer",
                    options.jvm(),
                    scratch.path(),
                    "bench-producer",
                    "--bootstrap=127.0.0.1:" + gateway.kafkaPort,
                    "--topic=bench-raw",
                    "--compression=" + compression)) {
                producer.await("ready", Duration.ofSeconds(60));
                measure(gateway, producer);
            }
        }
        return 0;
    }

    private void measure(GatewayChild gateway, Child producer) throws Exception {
        Vertx vertx = Transports.open(options.transport(), 1);
        try {
            Report report = new Report("bench batch", options.setting() + ", " + connections + " connections");
            Payload pool = Events.gzipVaried(events, GZIP_REQUESTS);
            report.add(compare(vertx, gateway, producer, "plain", PLAIN_GOAL, run -> Events.varied(events, run)));
            report.add(compare(vertx, gateway, producer, "gzip", GZIP_GOAL, run -> pool));
            options.publish(report);
        } finally {
            vertx.close();
        }
    }

    private Comparison compare(
            Vertx vertx, GatewayChild gateway, Child producer, String name, double goal, IntFunction<Payload> payload)
            throws Exception {
        options.progress("warming up, " + name);
        post(vertx, gateway, payload, options.warmup());
        produce(producer, options.warmup());
        options.progress("measuring, " + name);
        return Comparison.run(
                "batches of " + events + ", " + name,
                "ev/s",
                "a raw producer into the same broker; CPU is without the broker's share there, with it here",
                goal,
                options.rounds,
                () -> {
                    Cpu before = gateway.cpu();
                    LoadResult result = post(vertx, gateway, payload, options.duration());
                    return Sample.of(result, gateway.cpu().since(before));
                },
                () -> produce(producer, options.duration()));
    }

    private LoadResult post(Vertx vertx, GatewayChild gateway, IntFunction<Payload> payload, Duration duration)
            throws IOException {
        LoadPlan plan = LoadPlan.closed(gateway.ingestPort, connections, payload.apply(++runs), duration);
        LoadResult result = Runs.await(LoadRun.run(vertx, plan, Ticker.system()), duration);
        return Runs.clean(plan, result);
    }

    private static Sample produce(Child producer, Duration duration) throws IOException {
        Cpu before = Cpu.of(producer.pid());
        String[] done = producer.ask("run " + duration.toMillis(), duration.plusSeconds(60))
                .split(" ", 2);
        long acknowledged = Long.parseLong(done[0]);
        double seconds = Long.parseLong(done[1]) / (double) TimeUnit.SECONDS.toNanos(1);
        return Sample.of(
                acknowledged / seconds, acknowledged, Cpu.of(producer.pid()).since(before));
    }
}
