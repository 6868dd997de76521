package dev.centrifuge.tools.bench.feature;

import dev.centrifuge.time.Ticker;
import dev.centrifuge.tools.Transports;
import dev.centrifuge.tools.bench.BenchOptions;
import dev.centrifuge.tools.bench.Comparison;
import dev.centrifuge.tools.bench.Filler;
import dev.centrifuge.tools.bench.Report;
import dev.centrifuge.tools.bench.Sample;
import dev.centrifuge.tools.bench.SinkCount;
import dev.centrifuge.tools.bench.child.Child;
import dev.centrifuge.tools.bench.child.GatewayChild;
import dev.centrifuge.tools.bench.child.Scratch;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench recall}: what a restart with a full window of de-duplication makes the first new events wait. */
@Command(
        name = "recall",
        description = {
            "From the launch of the JVM to the arrival of its first hundred events, with a full window of de-duplication.",
            "The events are posted when it is ready. Compared with one that has no window and the same log."
        })
public final class RecallBench implements Callable<Integer> {
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final String FILL = "in";
    private static final String ASKED = "out";
    private static final String PATH = "/recall";
    private static final String WITHOUT = "\"dedupe\":{\"window\":\"0ms\"},";
    private static final String BYTES = "centrifuge_dedupe_bytes ";
    /** The least that an id takes. */
    private static final int LEAST = 30;

    @Mixin
    private BenchOptions options = new BenchOptions();

    @Option(names = "--events", description = "In the window (${DEFAULT-VALUE}).")
    private long events = 1_000_000;

    @Option(names = "--memory", description = "Of the window, as dedupe.memory (${DEFAULT-VALUE}).")
    private String memory = "160MiB";

    @Override
    public Integer call() throws Exception {
        Vertx vertx = Transports.open(options.transport(), 1);
        try (Scratch scratch = options.scratch();
                Child sink = options.sink(scratch)) {
            URI url = URI.create(sink.await("ready", LONG).split(" ", 2)[0]);
            measure(new Filler(vertx, LONG), scratch, url);
        } finally {
            vertx.close();
        }
        return 0;
    }

    private void measure(Filler filler, Scratch scratch, URI url) throws Exception {
        String with = "\"dedupe\":{\"window\":\"1h\",\"memory\":\"" + memory + "\"},";
        SinkCount sink = new SinkCount(url);
        options.progress("filling the window");
        try (GatewayChild gateway = start(scratch, with, url)) {
            filler.fill(gateway, FILL, events);
            arrive(filler, gateway, sink);
        }
        options.progress("starting again");
        Report report = new Report("bench recall", options.setting() + ", " + events + " events in the window");
        report.add(Comparison.run(
                "start to arrival, window of " + events,
                "ms",
                "the same start without a window",
                Double.NaN,
                options.rounds(),
                () -> restart(filler, scratch, with, url, sink, events * LEAST),
                () -> restart(filler, scratch, WITHOUT, url, sink, 0)));
        options.publish(report);
    }

    private Sample restart(Filler filler, Scratch scratch, String dedupe, URI url, SinkCount sink, long least)
            throws IOException {
        try (GatewayChild gateway = start(scratch, dedupe, url)) {
            long ready = Ticker.system().nanos();
            arrive(filler, gateway, sink);
            double waited = (Ticker.system().nanos() - ready) / 1e6;
            long known = known(gateway);
            if (known < least) {
                throw new IOException("only " + known + " bytes of ids are known, so not the whole window");
            }
            return Sample.ofMillis(gateway.readyMillis() + waited);
        }
    }

    private GatewayChild start(Scratch scratch, String dedupe, URI url) throws IOException {
        return GatewayChild.start(
                scratch,
                "gateway",
                options.jvm(),
                dedupe,
                Map.of(FILL, "{\"writeKeys\":[\"" + FILL + "\"]}", ASKED, "{\"writeKeys\":[\"" + ASKED + "\"]}"),
                Map.of(
                        "sink",
                        "{\"url\":\"" + url.resolve(PATH) + "\",\"privateNetwork\":true,\"sources\":[\"" + ASKED
                                + "\"]}"));
    }

    /** A hundred events of as many users, so in all partitions, from their post to the last one's arrival. */
    private void arrive(Filler filler, GatewayChild gateway, SinkCount sink) throws IOException {
        long target = sink.events(PATH) + Filler.BATCH;
        filler.fill(gateway, ASKED, Filler.BATCH);
        sink.await(PATH, target, LONG);
    }

    private static long known(GatewayChild gateway) throws IOException {
        return gateway.metrics()
                .lines()
                .filter(line -> line.startsWith(BYTES))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(BYTES.length())))
                .sum();
    }
}
