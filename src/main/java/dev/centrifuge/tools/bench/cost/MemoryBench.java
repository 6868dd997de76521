package dev.centrifuge.tools.bench.cost;

import dev.centrifuge.time.Ticker;
import dev.centrifuge.tools.bench.Runs;
import dev.centrifuge.tools.bench.cost.measure.Heap;
import dev.centrifuge.tools.bench.cost.measure.Scrape;
import dev.centrifuge.tools.load.LoadResult;
import dev.centrifuge.tools.load.Pace;
import dev.centrifuge.tools.load.ledger.Account;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench memory}: a backlog for hundreds of destinations that hang, in a small heap, and one that is well. */
@Command(
        name = "memory",
        description = {
            "A gateway with -Xmx256m, broker included, while hundreds of destinations hang and their backlog grows.",
            "Heap after full collections stays flat, intake goes on, and a healthy destination beside them is served."
        })
public final class MemoryBench implements Callable<Integer> {
    private static final String WELL = "/well";
    private static final int BATCH = 100;
    private static final long MOST_LATE_MICROS = TimeUnit.SECONDS.toMicros(5);
    private static final double FLAT = 1.15;
    private static final Duration GRACE = Duration.ofSeconds(30);

    @Mixin
    private CostOptions options = new CostOptions();

    @Option(names = "--events", description = "Of backlog (${DEFAULT-VALUE}); documented with 1,000,000.")
    private long events = 200_000;

    @Option(names = "--hung", description = "Destinations that take requests and never answer (${DEFAULT-VALUE}).")
    private int hung = 200;

    @Option(names = "--rate", description = "Events a second, in batches of 100 (${DEFAULT-VALUE}).")
    private int rate = 5_000;

    @Option(names = "--samples", description = "Of the heap after collection (${DEFAULT-VALUE}).")
    private int samples = 8;

    private final List<Double> heaps = new ArrayList<>();

    @Override
    public Integer call() throws Exception {
        List<String> jvm = options.jvm("-XX:+UseParallelGC", "-Xmx256m", "-XX:+ExitOnOutOfMemoryError");
        Table table = new Table(
                "bench memory",
                String.join(" ", jvm) + String.format(Locale.ROOT, ", %d hung, %,d events/s", hung, rate),
                "seconds",
                "accepted",
                "refused",
                "at well",
                "detached",
                "skipped legs",
                "in memory MB",
                "heap MB");
        try (Lab lab = Lab.open(options)) {
            lab.mode("/hung", "hang");
            Layout layout = new Layout().source("bench").destination("well", lab.urlApart(WELL));
            for (int i = 1; i <= hung; i++) {
                String id = String.format(Locale.ROOT, "hung-%03d", i);
                layout.destination(id, lab.url("/hung/" + id));
            }
            try (Subject gateway = lab.gateway("gateway", jvm, layout)) {
                fill(lab, gateway, table);
            }
        }
        return options.publish(table);
    }

    private void fill(Lab lab, Subject gateway, Table table) throws IOException {
        Pace pace = new Pace.Open((double) rate / BATCH);
        Stage stage = new Stage("backlog", List.of("bench"), request -> 0, BATCH, pace, List.of(WELL));
        lab.listen(stage::arrived);
        Duration duration = Duration.ofMillis(events * 1_000 / rate);
        Future<LoadResult> load = lab.load(stage.plan(gateway.port(), 16, events, duration));
        long start = Ticker.system().nanos();
        for (int i = 1; i <= samples; i++) {
            long due = start + duration.toNanos() * i / samples;
            Until.pause(TimeUnit.NANOSECONDS.toMillis(due - Ticker.system().nanos()));
            options.progress("sample " + i + " of " + samples);
            sample(gateway, stage, table, start);
        }
        LoadResult result = Runs.await(load, duration);
        boolean served = Until.holds(GRACE, () -> stage.delivered(WELL) >= stage.accepted());
        sample(gateway, stage, table, start);
        judge(gateway, stage, table, result, served);
    }

    private void sample(Subject gateway, Stage stage, Table table, long start) throws IOException {
        double heap = Heap.liveBytes(gateway.pid()) / 1e6;
        heaps.add(heap);
        Scrape page = gateway.scrape();
        table.row(
                (Ticker.system().nanos() - start) / 1e9,
                stage.accepted(),
                stage.refused(),
                stage.delivered(WELL),
                page.count("centrifuge_detached_scopes"),
                page.count("centrifuge_skipped_legs"),
                page.sum("centrifuge_memory_bytes") / 1e6,
                heap);
    }

    private void judge(Subject gateway, Stage stage, Table table, LoadResult result, boolean served)
            throws IOException {
        boolean starved = Files.readString(gateway.log()).contains("OutOfMemoryError");
        double grown = grown(heaps);
        Account well = stage.account(WELL);
        table.mark("no OutOfMemoryError", starved ? "one" : "none", !starved && gateway.alive());
        table.mark("heap after collection flat: second half at most 1.15 × the first", grown, grown <= FLAT);
        table.mark(
                "intake goes on: events refused or unsent",
                stage.refused() + result.unsent() * BATCH,
                stage.refused() == 0 && result.unsent() == 0);
        table.mark("the healthy destination's events lost", well.lost(), served && well.lost() == 0);
        table.mark(
                "its latency from when events were due, p99 at most 5 s: p50, p99 in ms",
                well.latency().getValueAtPercentile(50) / 1e3 + ", "
                        + well.latency().getValueAtPercentile(99) / 1e3,
                well.latency().getValueAtPercentile(99) <= MOST_LATE_MICROS);
    }

    /** The highest of the second half ÷ the highest of the first: a leak shows, a sawtooth does not. */
    static double grown(List<Double> samples) {
        int half = samples.size() / 2;
        double first = samples.subList(0, half).stream()
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(Double.NaN);
        double second = samples.subList(half, samples.size()).stream()
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(Double.NaN);
        return second / first;
    }
}
