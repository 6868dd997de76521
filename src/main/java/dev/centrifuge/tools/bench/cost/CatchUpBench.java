package dev.centrifuge.tools.bench.cost;

import dev.centrifuge.time.Ticker;
import dev.centrifuge.tools.bench.cost.measure.Scrape;
import dev.centrifuge.tools.load.Pace;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench catch-up}: how much is read again for each leg that a destination gets after an outage. */
@Command(
        name = "catch-up",
        description = {
            "Records read again for each leg found, for destinations with 50 %%, 1 %% and 0.01 %% of the traffic.",
            "Each is down while events come in, then healthy; the others are not read again."
        })
public final class CatchUpBench implements Callable<Integer> {
    private static final int BATCH = 10;
    /** More failures than a breaker takes to open. */
    private static final int FIRST = 200;

    private static final Duration LONG = Duration.ofSeconds(100);
    /** Sources by their share of requests: the rest, a half, one in a hundred, one in ten thousand. */
    private static final List<String> SOURCES = List.of("rest", "half", "percent", "basis");

    private static final List<Double> SHARES = List.of(1.0, 0.5, 0.01, 0.0001);

    @Mixin
    private CostOptions options = new CostOptions();

    @Option(names = "--events", description = "During each outage (${DEFAULT-VALUE}).")
    private long events = 200_000;

    private Table table = new Table("", "");

    @Override
    public Integer call() throws Exception {
        List<String> jvm = options.jvm("-XX:+UseParallelGC", "-Xmx512m");
        table = new Table(
                "bench catch-up",
                String.format(Locale.ROOT, "%s, %,d events an outage", String.join(" ", jvm), events),
                "traffic",
                "events",
                "detached",
                "scanned",
                "found",
                "scanned/event",
                "seconds",
                "÷ all");
        try (Lab lab = Lab.open(options)) {
            Layout layout = new Layout().destination("all", lab.url("/all"));
            for (String source : SOURCES) {
                layout.source(source);
            }
            for (String source : SOURCES.subList(1, SOURCES.size())) {
                layout.destination(source, lab.url("/" + source), "\"sources\":[\"" + source + "\"]");
            }
            try (Subject gateway = lab.gateway("gateway", jvm, layout)) {
                for (int i = 1; i < SOURCES.size(); i++) {
                    outage(lab, gateway, i);
                }
            }
        }
        return options.publish(table);
    }

    private void outage(Lab lab, Subject gateway, int index) throws IOException {
        String path = "/" + SOURCES.get(index);
        options.progress("outage of " + path);
        Stage stage = new Stage(
                "outage" + index, SOURCES, CatchUpBench::source, BATCH, new Pace.Closed(), List.of("/all", path));
        lab.mode(path, "down:status=503");
        Stage first = detach(lab, gateway, index);
        lab.listen(arrival -> {
            first.arrived(arrival);
            stage.arrived(arrival);
        });
        lab.loaded(stage.plan(gateway.port(), 8, events, LONG));
        await(() -> stage.delivered("/all") >= stage.accepted());
        Scrape before = gateway.scrape();
        long owed = owed(index);
        lab.mode(path, "ok");
        long start = Ticker.system().nanos();
        await(() -> stage.delivered(path) + first.delivered(path) >= owed + FIRST);
        double seconds = (Ticker.system().nanos() - start) / 1e9;
        await(() -> gateway.scrape().count("centrifuge_detached_scopes") == 0);
        Scrape after = gateway.scrape();
        long scanned = grown(before, after, "centrifuge_catch_up_scanned_total");
        long found = grown(before, after, "centrifuge_catch_up_legs_total");
        table.row(
                Table.text(SHARES.get(index) * 100) + " %",
                owed,
                before.count("centrifuge_detached_scopes"),
                scanned,
                found,
                (double) scanned / owed,
                seconds,
                (double) scanned / events);
        long missing = owed - stage.delivered(path);
        table.mark(Table.text(SHARES.get(index) * 100) + " %: events that never came", missing, missing == 0);
    }

    /** The few events of a small share would not show that the destination is down: some before all others do. */
    private static Stage detach(Lab lab, Subject gateway, int index) throws IOException {
        String path = "/" + SOURCES.get(index);
        Stage first =
                new Stage("first" + index, SOURCES, request -> index, BATCH, new Pace.Closed(), List.of("/all", path));
        lab.listen(first::arrived);
        lab.loaded(first.plan(gateway.port(), 1, FIRST, LONG));
        await(() -> first.delivered("/all") >= FIRST);
        await(() -> gateway.scrape().count("centrifuge_detached_scopes") > 0);
        return first;
    }

    private long owed(int index) {
        long owed = 0;
        for (long request = 0; request < events / BATCH; request++) {
            owed += source(request) == index ? BATCH : 0;
        }
        return owed;
    }

    /** The source of a request, spread evenly. */
    static int source(long request) {
        if (request % 10_000 == 777) {
            return 3;
        }
        if (request % 100 == 33) {
            return 2;
        }
        return request % 2 == 0 ? 1 : 0;
    }

    private static void await(Until.Condition condition) throws IOException {
        if (!Until.holds(LONG, condition)) {
            throw new IOException("not within " + LONG.toSeconds() + " s");
        }
    }

    private static long grown(Scrape before, Scrape after, String counter) {
        return after.count(counter) - before.count(counter);
    }
}
