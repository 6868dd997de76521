package dev.centrifuge.tools.bench.show;

import dev.centrifuge.time.Ticker;
import dev.centrifuge.tools.Durations;
import dev.centrifuge.tools.load.LoadRun;
import dev.centrifuge.tools.load.ledger.Account;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code bench outage}: all events go to two destinations. One of them is down for a while, then healthy, and catches up
 * while events go on coming in.
 */
@Command(
        name = "outage",
        description = {
            "One destination is down for a while, then healthy: nothing is lost, and intake never stops.",
            "The one beside it notices nothing, and catching up takes what the destination's rate allows.",
            "What has not arrived when --settle is over must be open, in a delay topic, or a dead letter."
        })
public final class OutageBench implements Callable<Integer> {
    private static final List<String> KEYS = List.of("show");
    private static final int DOWN = 0;
    private static final int HEALTHY = 1;
    private static final double CATCH_UP_MARK = 1.2;
    private static final double FULL_RATE_SECONDS = 10;
    /** Of its rate: a bucket that is refilled by the clock and emptied by the tick never shows all of it. */
    private static final double FULL_RATE_SHARE = 0.95;

    private static final Duration TAIL = Duration.ofSeconds(5);
    private static final Duration LONG = Duration.ofHours(2);

    /** When something was, in whole seconds of the run but for those that say otherwise. */
    private record Times(int down, int up, double upSeconds, long backlog, double caughtUpSeconds, double end) {}

    @Mixin
    private ShowOptions options = new ShowOptions();

    @Option(names = "--rate", description = "Events a second (${DEFAULT-VALUE}).")
    private int rate = 2_000;

    @Option(names = "--limit", description = "Events a second that the destination takes (${DEFAULT-VALUE}).")
    private int limit = 6_000;

    @Option(names = "--outage", paramLabel = "TIME", description = "How long it is down (${DEFAULT-VALUE}).")
    private String outage = "60s";

    @Option(names = "--before", paramLabel = "TIME", description = "How long all is well before (${DEFAULT-VALUE}).")
    private String before = "15s";

    @Option(names = "--mode", description = "How the sink behaves meanwhile (${DEFAULT-VALUE}).")
    private String mode = "down";

    @Option(
            names = "--one-partition",
            description = "All events are one user's, so that the backlog is in one partition of eight.")
    private boolean onePartition;

    @Override
    public Integer call() throws Exception {
        JsonObject limits = new JsonObject()
                .put("rate", new JsonObject().put("limit", limit).put("per", "1s"));
        try (Stage stage = new Stage(options, KEYS, List.of(limits, new JsonObject()))) {
            options.progress("warming up");
            Traffic warm = traffic("warm", options.warmup());
            stage.run(warm, options.warmup());
            stage.settle(warm, options.settle());
            Traffic traffic = traffic("outage", LONG);
            LoadRun load = stage.start(traffic);
            Times times = play(stage, traffic);
            load.stop();
            Stage.finish(load, Duration.ZERO);
            double settled = stage.settle(traffic, options.settle());
            return options.publish(marks(traffic, times, settled, stage));
        }
    }

    private Times play(Stage stage, Traffic traffic) throws IOException {
        options.progress("all is well for " + before);
        Stage.await(() -> traffic.startNanos() != 0, options.settle());
        Stage.pause(Durations.parse(before).toMillis());
        options.progress("one is down for " + outage);
        stage.cores();
        double down = seconds(traffic);
        stage.mode(DOWN, mode);
        Stage.pause(Durations.parse(outage).toMillis());
        long backlog = traffic.missing(DOWN);
        stage.mode(DOWN, "ok");
        double up = seconds(traffic);
        options.progress("catching up " + backlog);
        // As little as is on its way when all is well.
        long live = Math.max(10, rate / 20);
        Duration most = options.settle().plus(ideal(backlog).multipliedBy(2));
        boolean caughtUp = Stage.await(() -> traffic.missing(DOWN) <= live, most);
        double at = caughtUp ? seconds(traffic) : Double.NaN;
        Stage.pause(TAIL.toMillis());
        return new Times((int) Math.ceil(down), (int) up, up, backlog, at, seconds(traffic));
    }

    private Duration ideal(long backlog) {
        double seconds = Figures.idealDrain(backlog, limit, rate);
        return Double.isInfinite(seconds) ? Duration.ZERO : Duration.ofSeconds((long) seconds);
    }

    private static double seconds(Traffic traffic) {
        return (Ticker.system().nanos() - traffic.startNanos()) / 1e9;
    }

    private Marks marks(Traffic traffic, Times times, double settled, Stage stage) throws IOException {
        Remains remains = stage.remains(traffic);
        Account healthy = stage.accounts(traffic).get(HEALTHY);
        Marks marks = new Marks(
                "bench outage",
                options.setting() + ", " + rate + " events/s" + (onePartition ? " of one user" : "") + ", " + mode
                        + " for " + outage + ", takes " + limit + "/s");
        marks.say("events acknowledged", traffic.accepted());
        marks.none("events that got no 2xx", traffic.refused());
        phases(marks, "ingest p99, ms", traffic.answered(), times);
        phases(marks, "the healthy one: p99 end to end, ms", traffic.arrivals(HEALTHY), times);
        Series arrivals = traffic.arrivals(HEALTHY);
        marks.say(
                "the healthy one: deliveries/s during the outage",
                perSecond(arrivals, times.down, times.up),
                perSecond(arrivals, 1, times.down - 1));
        catchUp(marks, traffic.arrivals(DOWN), times);
        remains.say(marks, settled);
        marks.lost(remains.lost() + healthy.missing());
        marks.none("duplicates", remains.account().duplicates() + healthy.duplicates());
        marks.say("failed attempts during the outage", remains.account().refused());
        marks.say("gateway and broker, processors", stage.cores());
        int end = (int) Math.min(times.end, times.up + 600);
        marks.series(
                "deliveries a second to the one that was down, from its recovery",
                traffic.arrivals(DOWN).perSecond(times.up, Math.max(0, end - times.up)));
        return marks;
    }

    private static double perSecond(Series series, int from, int to) {
        return series.done(from, to) / (double) Math.max(1, to - from);
    }

    private static void phases(Marks marks, String what, Series series, Times times) {
        double calm = series.millisAt(99, 0, times.down - 1);
        marks.say(what + ", during the outage", series.millisAt(99, times.down, times.up), calm);
        int end = Double.isNaN(times.caughtUpSeconds) ? (int) times.end : (int) times.caughtUpSeconds;
        marks.say(what + ", while catching up", series.millisAt(99, times.up, end), calm);
    }

    private void catchUp(Marks marks, Series series, Times times) {
        marks.say("backlog at recovery", times.backlog);
        double ideal = Figures.idealDrain(times.backlog, limit, rate);
        double took = times.caughtUpSeconds - times.upSeconds;
        marks.ratio(
                "seconds to catch up, what the rate allows",
                took,
                ideal,
                took / ideal,
                Marks.Keep.AT_MOST,
                CATCH_UP_MARK);
        int up = (int) (times.upSeconds * 10);
        double full = Figures.timeToRate(series.tenths(), up, limit * FULL_RATE_SHARE);
        marks.figure("seconds from recovery to the full rate", full, Marks.Keep.AT_MOST, FULL_RATE_SECONDS);
    }

    private Traffic traffic(String run, Duration length) {
        int users = onePartition ? 1 : 10_000;
        return new Traffic(
                new Traffic.Plan(run, KEYS, users, rate, length), options, 2, 2, (sink, event, population) -> sink);
    }
}
