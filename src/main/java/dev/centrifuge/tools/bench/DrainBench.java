package dev.centrifuge.tools.bench;

import dev.centrifuge.time.Ticker;
import dev.centrifuge.tools.Transports;
import dev.centrifuge.tools.bench.child.Child;
import dev.centrifuge.tools.bench.child.Cpu;
import dev.centrifuge.tools.bench.child.Events;
import dev.centrifuge.tools.bench.child.GatewayChild;
import dev.centrifuge.tools.bench.child.Scratch;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code bench drain}: how fast a backlog leaves. Batches fill Kafka several times faster than single deliveries empty
 * it, so when the filling is over most of the events wait; from then the rate at the sink is measured.
 */
@Command(
        name = "drain",
        description = "Single deliveries of a backlog in Kafka, compared with the same events sent from memory.")
final class DrainBench implements Callable<Integer> {
    private static final double GOAL = 0.97;
    private static final Duration LONG = Duration.ofMinutes(5);
    /** The last events of a round trickle in as partitions run dry one after the other; they are not part of the rate. */
    private static final double MEASURED = 0.95;

    @Mixin
    private BenchOptions options = new BenchOptions();

    @Option(names = "--events", description = "In each round (${DEFAULT-VALUE}).")
    private long events = 200_000;

    @Option(names = "--warmup-events", description = "Before the first round, on each side (${DEFAULT-VALUE}).")
    private long warmupEvents = 1_300_000;

    @Option(
            names = "--attempts",
            description = {
                "Compare instead: a gateway that writes attempts down as it does by default, which is a thousandth of first"
                        + " successes, and one that writes every attempt down, each with one that writes none down."
            })
    private boolean attempts;

    @Override
    public Integer call() throws Exception {
        try (Scratch scratch = options.scratch();
                Child sink = options.sink(scratch)) {
            URI url = URI.create(sink.await("ready", Duration.ofSeconds(60)).split(" ", 2)[0]);
            if (attempts) {
                compareAttempts(scratch, url);
                return 0;
            }
            try (GatewayChild gateway = GatewayChild.start(
                            scratch,
                            "gateway",
                            options.jvm(),
                            url.resolve("/drain").toString());
                    Child sender = Child.start(
                            "sender",
                            options.jvm(),
                            scratch.path(),
                            "bench-sender",
                            "--url=" + url.resolve("/memory"),
                            "--transport=" + options.transport())) {
                sender.await("ready", Duration.ofSeconds(60));
                measure(gateway, sender, new SinkCount(url));
            }
        }
        return 0;
    }

    private void compareAttempts(Scratch scratch, URI url) throws Exception {
        Vertx vertx = Transports.open(options.transport(), 1);
        try (GatewayChild off = writing(scratch, url, "off", "{\"enabled\":false}");
                GatewayChild usual = writing(scratch, url, "default", "{}");
                GatewayChild all = writing(scratch, url, "all", "{\"successes\":\"all\"}")) {
            Filler filler = new Filler(vertx, LONG);
            SinkCount sink = new SinkCount(url);
            options.progress("warming up");
            drain(filler, off, sink, "/off", warmupEvents);
            drain(filler, usual, sink, "/default", warmupEvents);
            drain(filler, all, sink, "/all", warmupEvents);
            options.progress("measuring");
            Report report = new Report("bench drain --attempts", options.setting() + ", " + events + " events a round");
            report.add(Comparison.run(
                    "draining, attempts written down by default",
                    "ev/s",
                    "the same with none written down",
                    Double.NaN,
                    options.rounds,
                    () -> drain(filler, usual, sink, "/default", events),
                    () -> drain(filler, off, sink, "/off", events)));
            report.add(Comparison.run(
                    "draining, every attempt written down",
                    "ev/s",
                    "the same with none written down",
                    Double.NaN,
                    options.rounds,
                    () -> drain(filler, all, sink, "/all", events),
                    () -> drain(filler, off, sink, "/off", events)));
            options.publish(report);
        } finally {
            vertx.close();
        }
    }

    private GatewayChild writing(Scratch scratch, URI url, String name, String config) throws IOException {
        return GatewayChild.start(
                scratch, name, options.jvm(), url.resolve("/" + name).toString(), "\"attempts\":" + config + ",");
    }

    private void measure(GatewayChild gateway, Child sender, SinkCount sink) throws Exception {
        Vertx vertx = Transports.open(options.transport(), 1);
        try {
            Filler filler = new Filler(vertx, LONG);
            options.progress("warming up");
            drain(filler, gateway, sink, "/drain", warmupEvents);
            send(sender, warmupEvents);
            options.progress("measuring");
            Report report = new Report("bench drain", options.setting() + ", " + events + " events a round");
            report.add(Comparison.run(
                    "draining singles",
                    "ev/s",
                    "the HTTP client of Vert.x, 64 connections, from memory",
                    GOAL,
                    options.rounds,
                    () -> drain(filler, gateway, sink, "/drain", events),
                    () -> send(sender, events)));
            options.publish(report);
        } finally {
            vertx.close();
        }
    }

    private Sample drain(Filler filler, GatewayChild gateway, SinkCount sink, String path, long count)
            throws IOException {
        long target = sink.events(path) + count;
        filler.fill(gateway, Events.WRITE_KEY, count);
        long start = Ticker.system().nanos();
        long at = sink.events(path);
        Cpu before = gateway.cpu();
        long measured = (long) ((target - at) * MEASURED);
        long reached = sink.await(path, at + measured, LONG);
        double seconds = (Ticker.system().nanos() - start) / (double) TimeUnit.SECONDS.toNanos(1);
        Sample sample =
                Sample.of((reached - at) / seconds, reached - at, gateway.cpu().since(before));
        long end = sink.await(path, target, LONG);
        if (end > target) {
            throw new IOException((end - target) + " events were delivered twice, with no fault to excuse it");
        }
        return sample;
    }

    private static Sample send(Child sender, long count) throws IOException {
        Cpu before = Cpu.of(sender.pid());
        long nanos = Long.parseLong(sender.ask("run " + count, LONG));
        double perSecond = count * (double) TimeUnit.SECONDS.toNanos(1) / nanos;
        return Sample.of(perSecond, count, Cpu.of(sender.pid()).since(before));
    }
}
