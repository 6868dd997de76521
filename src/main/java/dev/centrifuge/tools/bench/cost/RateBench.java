package dev.centrifuge.tools.bench.cost;

import dev.centrifuge.time.Ticker;
import dev.centrifuge.tools.Durations;
import dev.centrifuge.tools.bench.Runs;
import dev.centrifuge.tools.bench.cost.measure.Lateness;
import dev.centrifuge.tools.bench.cost.measure.Moments;
import dev.centrifuge.tools.bench.cost.measure.Windows;
import dev.centrifuge.tools.load.LoadResult;
import dev.centrifuge.tools.load.Pace;
import dev.centrifuge.tools.load.ledger.Account;
import io.vertx.core.Future;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench rate}: a destination's limit, measured where it matters. */
@Command(
        name = "rate",
        description = {
            "A destination with a rate limit: in every window of t seconds at most rate × t + burst requests reach it.",
            "Half as much again is sent as it may get; some answers are failures; it goes down and comes back;",
            "the gateway is killed and started again."
        })
public final class RateBench implements Callable<Integer> {
    private static final String PATH = "/limited";
    private static final List<Integer> WINDOWS_MILLIS = List.of(10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000);
    /** How far the rate is passed by what is sent. */
    private static final double OVER = 1.5;

    private static final int PHASES = 6;
    private static final Duration GRACE = Duration.ofSeconds(60);

    @Mixin
    private CostOptions options = new CostOptions();

    @Option(names = "--limit", description = "Events a second (${DEFAULT-VALUE}).")
    private int limit = 100;

    @Option(names = "--burst", description = "(${DEFAULT-VALUE})")
    private int burst = 100;

    @Option(names = "--failing", description = "Of the answers (10%%).")
    private String failing = "10%";

    @Option(names = "--duration", paramLabel = "TIME", description = "Of the whole (${DEFAULT-VALUE}).")
    private String duration = "60s";

    private final Moments moments = new Moments();
    private Table table = new Table("", "");
    private long start;
    private long phaseEnd;

    @Override
    public Integer call() throws Exception {
        List<String> jvm = options.jvm("-XX:+UseParallelGC", "-Xmx512m");
        table = new Table(
                "bench rate",
                String.format(Locale.ROOT, "%s, limit %d/s, burst %d", String.join(" ", jvm), limit, burst),
                "what",
                "seconds",
                "requests",
                "allowed",
                "per second");
        try (Lab lab = Lab.open(options)) {
            Layout layout = new Layout()
                    .source("bench")
                    .destination(
                            "limited",
                            lab.url(PATH),
                            "\"rate\":{\"limit\":" + limit + ",\"burst\":" + burst + "}",
                            "\"retry\":{\"initial\":\"200ms\"}");
            try (Subject gateway = lab.gateway("gateway", jvm, layout)) {
                run(lab, gateway);
            }
        }
        return options.publish(table);
    }

    private void run(Lab lab, Subject gateway) throws IOException {
        Stage stage = new Stage("limit", List.of("bench"), request -> 0, 1, new Pace.Open(limit * OVER), List.of(PATH));
        Lateness lateness = lab.lateness();
        lab.mode(PATH, "flaky:ratio=" + failing);
        lab.listen(arrival -> {
            if (arrival.path().equals(PATH)) {
                moments.add(Math.min(lateness.sureSince(arrival.nanos()), arrival.nanos()), arrival.nanos());
                stage.arrived(arrival);
            }
        });
        Duration fed = Durations.parse(duration).dividedBy(2);
        long events = Math.round(fed.toMillis() / 1e3 * limit * OVER);
        start = Ticker.system().nanos();
        phaseEnd = start;
        Future<LoadResult> load = lab.load(stage.plan(gateway.port(), 8, events, fed));
        phase("live, retries");
        lab.mode(PATH, "down:status=503");
        phase("outage");
        lab.mode(PATH, "flaky:ratio=" + failing);
        phase("recovery, catch-up");
        Runs.await(load, fed);
        phase("backlog");
        gateway.crash();
        phase("SIGKILL, restart");
        phase("after it");
        boolean all = Until.holds(GRACE, () -> stage.delivered(PATH) >= stage.accepted());
        judge(stage.account(PATH), all, lateness.worstNanos());
    }

    /** Waits for the end of a phase, a sixth of the whole, and notes what came in it. */
    private void phase(String name) throws IOException {
        options.progress(name);
        int before = moments.size();
        phaseEnd += Durations.parse(duration).toNanos() / PHASES;
        Until.pause(TimeUnit.NANOSECONDS.toMillis(phaseEnd - Ticker.system().nanos()));
        double seconds = Durations.parse(duration).toMillis() / 1e3 / PHASES;
        int came = moments.size() - before;
        table.row(name, seconds, (long) came, limit * seconds + burst, came / seconds);
    }

    private void judge(Account account, boolean all, long late) {
        Windows windows = moments.windows();
        for (int millis : WINDOWS_MILLIS) {
            long length = TimeUnit.MILLISECONDS.toNanos(millis);
            int most = windows.most(length);
            double allowed = Windows.allowed(length, limit, burst);
            table.row("any window of", millis / 1e3, (long) most, allowed, most * 1e3 / millis);
        }
        table.mark("the worst of all windows as seen", text(windows.worst(limit, burst)), true);
        Windows.Worst worst = windows.worstBeyondDoubt(limit, burst);
        table.mark(
                String.format(
                        Locale.ROOT,
                        "the worst of all windows but for what this process saw late (it was up to %.0f ms late)",
                        late / 1e6),
                text(worst),
                worst.excess() <= 0);
        table.mark("events lost", account.lost(), all && account.lost() == 0);
        table.mark("duplicates (of what was in flight, by the crash)", account.duplicates(), true);
    }

    private String text(Windows.Worst worst) {
        double from = (worst.from() - start) / 1e9;
        double to = (worst.to() - start) / 1e9;
        return String.format(
                Locale.ROOT, "%.1f requests above rate × t + burst, second %.2f to %.2f", worst.excess(), from, to);
    }
}
