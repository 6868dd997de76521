package dev.centrifuge.tools.bench.cost;

import dev.centrifuge.time.Ticker;
import dev.centrifuge.tools.bench.Runs;
import dev.centrifuge.tools.load.LoadResult;
import dev.centrifuge.tools.load.Pace;
import dev.centrifuge.tools.load.ledger.Account;
import io.vertx.core.Future;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench order}: how fast events pass in the order of each user, through the embedded broker. */
@Command(
        name = "order",
        description = {
            "Events a second from the first request to the 95 %% that arrived first, with ordering none and key.",
            "Users' events that came in the wrong order are counted; with ordering key there must be none."
        })
public final class OrderBench implements Callable<Integer> {
    private static final String PATH = "/ordered";
    private static final int BATCH = 20;
    private static final double GOAL = 20_000;
    private static final double MEASURED = 0.95;
    private static final Duration LONG = Duration.ofSeconds(100);

    @Mixin
    private CostOptions options = new CostOptions();

    @Option(names = "--events", description = "In each run (${DEFAULT-VALUE}).")
    private long events = 300_000;

    @Option(names = "--warmup-events", description = "Before each (${DEFAULT-VALUE}).")
    private long warmupEvents = 1_000_000;

    @Option(names = "--failing", paramLabel = "SHARE", description = "Add a run with failing answers, as in 1%%.")
    private String failing = "";

    @Option(names = "--restart", description = "Add a run in which the gateway is killed and started again.")
    private boolean restart;

    private Table table = new Table("", "");

    @Override
    public Integer call() throws Exception {
        List<String> jvm = options.jvm("-XX:+UseParallelGC", "-Xmx512m");
        table = new Table(
                "bench order",
                String.format(Locale.ROOT, "%s, %,d events a run, 10,000 users", String.join(" ", jvm), events),
                "ordering",
                "events/s",
                "95 % in s",
                "all in s",
                "CPU µs",
                "lost",
                "duplicates",
                "inversions");
        try (Lab lab = Lab.open(options)) {
            run(lab, jvm, "none", "ok", false);
            run(lab, jvm, "key", "ok", false);
            if (!failing.isEmpty()) {
                run(lab, jvm, "key", "flaky:ratio=" + failing, false);
            }
            if (restart) {
                run(lab, jvm, "key", "ok", true);
            }
        }
        return options.publish(table);
    }

    private void run(Lab lab, List<String> jvm, String ordering, String mode, boolean killed) throws IOException {
        String what = ordering + (mode.equals("ok") ? "" : ", " + failing + " fail") + (killed ? ", SIGKILL" : "");
        options.progress(what);
        Layout layout =
                new Layout().source("bench").destination("ordered", lab.url(PATH), "\"ordering\":\"" + ordering + "\"");
        String name = "gateway-" + what.replaceAll("\\W+", "-");
        try (Subject gateway = lab.gateway(name, jvm, layout)) {
            lab.mode(PATH, "ok");
            Stage warm = stage(lab, "warm");
            lab.loaded(warm.plan(gateway.port(), 16, warmupEvents, LONG));
            Until.holds(LONG, () -> warm.delivered(PATH) >= warm.accepted());
            lab.mode(PATH, mode);
            double before = gateway.cpuMicros();
            Stage stage = stage(lab, "order");
            Future<LoadResult> load = lab.load(stage.plan(gateway.port(), 16, events, LONG));
            if (killed) {
                Until.holds(LONG, () -> stage.delivered(PATH) >= events / 3);
                gateway.crash();
            }
            // Of those that were sent to a gateway that was killed some were not accepted, so there is no telling what
            // 95 % are.
            double most = killed ? Double.NaN : secondsToMost(stage);
            Runs.await(load, LONG);
            Until.holds(LONG, () -> stage.delivered(PATH) >= stage.accepted());
            double all = (stage.lastNanos(PATH) - stage.startNanos()) / 1e9;
            double cpu = killed ? Double.NaN : (gateway.cpuMicros() - before) / events;
            add(what, ordering.equals("key"), mode.equals("ok") && !killed, stage.account(PATH), most, all, cpu);
        }
    }

    private double secondsToMost(Stage stage) throws IOException {
        Until.holds(LONG, () -> stage.delivered(PATH) >= events * MEASURED);
        return (Ticker.system().nanos() - stage.startNanos()) / 1e9;
    }

    private static Stage stage(Lab lab, String run) {
        Stage stage = new Stage(run, List.of("bench"), request -> 0, BATCH, new Pace.Closed(), List.of(PATH));
        lab.listen(stage::arrived);
        return stage;
    }

    private void add(
            String what, boolean ordered, boolean undisturbed, Account account, double most, double all, double cpu) {
        double perSecond = account.unique() * MEASURED / most;
        table.row(what, perSecond, most, all, cpu, account.lost(), account.duplicates(), account.inversions());
        table.mark(what + ": lost", account.lost(), account.lost() == 0);
        if (ordered) {
            table.mark(what + ": inversions", account.inversions(), account.inversions() == 0);
        }
        if (ordered && undisturbed) {
            table.mark(what + ": events/s above 20,000", perSecond, perSecond > GOAL);
        }
    }
}
