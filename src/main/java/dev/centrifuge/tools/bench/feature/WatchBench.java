package dev.centrifuge.tools.bench.feature;

import dev.centrifuge.tools.Transports;
import dev.centrifuge.tools.bench.BenchOptions;
import dev.centrifuge.tools.bench.Comparison;
import dev.centrifuge.tools.bench.Report;
import dev.centrifuge.tools.bench.Sample;
import dev.centrifuge.tools.bench.SinkCount;
import dev.centrifuge.tools.bench.child.Child;
import dev.centrifuge.tools.bench.child.Scratch;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench watch}: what it costs to be looked at. */
@Command(
        name = "watch",
        description = {
            "Events through a gateway while consoles are open and Prometheus scrapes it each second.",
            "Compared with nobody looking, in the same gateway. Consoles and scraper run in this process, on the same machine:",
            "so the rate pays for both ends, and what the gateway pays is said beside it."
        })
public final class WatchBench implements Callable<Integer> {
    private static final double GOAL = 0.97;
    private static final Duration START = Duration.ofSeconds(60);

    @Mixin
    private BenchOptions options = new BenchOptions();

    @Option(names = "--events", description = "In each round of each side (${DEFAULT-VALUE}).")
    private long events = 300_000;

    @Option(names = "--warmup-events", description = "Before the first round (${DEFAULT-VALUE}).")
    private long warmupEvents = 1_000_000;

    @Option(
            names = "--consoles",
            description = "Open pages, in turn: a destination, live tail, overview, destinations (${DEFAULT-VALUE}).")
    private int consoles = 4;

    @Option(names = "--idle", description = "Destinations beside the one with traffic (${DEFAULT-VALUE}).")
    private int idle = 50;

    @Option(names = "--each", description = "Measure each view alone, too, with as many of it as of all.")
    private boolean each;

    private long answers;
    private long bytes;
    private long nanos;
    private double seconds;

    @Override
    public Integer call() throws Exception {
        Vertx vertx = Transports.open(options.transport(), 1);
        try (Scratch scratch = options.scratch();
                Child sink = options.sink(scratch)) {
            URI url = URI.create(sink.await("ready", START).split(" ", 2)[0]);
            String address = url.resolve("/drain").toString();
            Feature.Endpoint endpoint = new Feature.Endpoint(address, address);
            try (Backlog gateway =
                    Backlog.open(vertx, scratch, "gateway", options.jvm(), "", new SinkCount(url), endpoint, idle)) {
                measure(gateway);
            }
        } finally {
            vertx.close();
        }
        return 0;
    }

    private void measure(Backlog gateway) throws Exception {
        options.progress("warming up");
        List<View> all = views();
        gateway.through(warmupEvents / 2);
        watched(gateway, all, warmupEvents / 2);
        Report report = new Report(
                "bench watch", options.setting() + ", " + events + " events a round, " + (idle + 1) + " destinations");
        report.add(compare(gateway, consoles + " consoles and a scrape a second", all));
        if (each) {
            for (View view :
                    List.of(View.OVERVIEW, View.DESTINATIONS, View.destination(Backlog.SINK), View.TAIL, View.SCRAPE)) {
                List<View> alone = new ArrayList<>();
                for (int i = 0; i < (view.equals(View.SCRAPE) ? 1 : consoles); i++) {
                    alone.add(view);
                }
                report.add(compare(gateway, alone.size() + " × " + view.name() + " alone", alone));
            }
        }
        options.publish(report);
    }

    private List<View> views() {
        List<View> pages = List.of(View.destination(Backlog.SINK), View.TAIL, View.OVERVIEW, View.DESTINATIONS);
        List<View> views = new ArrayList<>(List.of(View.SCRAPE));
        for (int i = 0; i < consoles; i++) {
            views.add(pages.get(i % pages.size()));
        }
        return views;
    }

    private Comparison compare(Backlog gateway, String what, List<View> views) throws Exception {
        options.progress(what);
        answers = 0;
        bytes = 0;
        nanos = 0;
        seconds = 0;
        Comparison compared = Comparison.mirrored(
                what,
                "ev/s",
                "",
                GOAL,
                options.rounds(),
                () -> watched(gateway, views, events),
                () -> gateway.through(events));
        return compared.against(String.format(
                Locale.ROOT,
                "nobody looking; seen: %.0f answers and %,.0f kB a second, which takes this process %.1f ms of a processor (%.2f µs an"
                        + " event); the gateway's CPU an event without its compilers %.2f µs, with nobody looking %.2f (× %.2f)",
                answers / seconds,
                bytes / seconds / 1e3,
                nanos / seconds / 1e6,
                nanos / 1e3 / (events * (double) options.rounds()),
                compared.subject(Sample::compiledMicros),
                compared.baseline(Sample::compiledMicros),
                compared.ratio(Sample::compiledMicros)));
    }

    private Sample watched(Backlog gateway, List<View> views, long count) throws IOException {
        try (Onlookers onlookers = Onlookers.open(gateway.adminPort(), views)) {
            long before = onlookers.cpuNanos();
            Sample sample = gateway.through(count);
            nanos += onlookers.cpuNanos() - before;
            onlookers.check();
            answers += onlookers.answers();
            bytes += onlookers.bytes();
            seconds += count / sample.perSecond();
            return sample;
        }
    }
}
