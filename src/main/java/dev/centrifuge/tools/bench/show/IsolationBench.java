package dev.centrifuge.tools.bench.show;

import dev.centrifuge.tools.Durations;
import dev.centrifuge.tools.load.ledger.Account;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code bench isolation}: each event goes to all destinations. In every other round some of these are in trouble from its
 * first event to its last; then they recover and get what they missed, before the next round begins.
 */
@Command(
        name = "isolation",
        description = {
            "Many destinations, of which a few hang, fail or drip: what the others notice.",
            "Their latency and throughput, compared with rounds in which nobody is in trouble."
        })
public final class IsolationBench implements Callable<Integer> {
    private static final List<String> KEYS = List.of("show");
    private static final int USERS = 10_000;
    private static final double P99_MARK = 1.25;
    private static final double THROUGHPUT_MARK = 0.95;

    /** One round: of the destinations that are never in trouble, but for the last three. */
    private record Round(
            double p50,
            double p99,
            double perSecond,
            double ingestP99,
            double cores,
            long lost,
            long twice,
            double settled) {}

    @Mixin
    private ShowOptions options = new ShowOptions();

    @Option(names = "--destinations", description = "How many there are (${DEFAULT-VALUE}).")
    private int destinations = 100;

    @Option(
            names = "--modes",
            split = ";",
            paramLabel = "MODE",
            description = "Of the sink, for those in trouble, divided by semicolons (hang;down;drip).")
    private List<String> modes = List.of("hang", "down", "drip");

    @Option(names = "--rate", description = "Events a second, each to all destinations (${DEFAULT-VALUE}).")
    private int rate = 30;

    @Option(names = "--rounds", description = "Of each kind, alternating (${DEFAULT-VALUE}).")
    private int rounds = 3;

    @Option(names = "--duration", paramLabel = "TIME", description = "Of a round (${DEFAULT-VALUE}).")
    private String duration = "20s";

    /** Without trouble and with it. */
    private final Alternating<Round> all = new Alternating<>();

    @Override
    public Integer call() throws Exception {
        if (modes.size() >= destinations) {
            throw new IllegalArgumentException("somebody has to be left who is not in trouble");
        }
        List<JsonObject> limits = Collections.nCopies(destinations, new JsonObject());
        try (Stage stage = new Stage(options, KEYS, limits)) {
            options.progress("warming up");
            Traffic warm = traffic("warm", options.warmup());
            stage.run(warm, options.warmup());
            stage.settle(warm, options.settle());
            for (int round = 0; round < rounds; round++) {
                options.progress("round " + (round + 1) + " without trouble");
                all.without(round(stage, "calm" + round, Collections.nCopies(modes.size(), "ok")));
                options.progress("round " + (round + 1) + " with trouble");
                all.with(round(stage, "trouble" + round, modes));
            }
        }
        return options.publish(marks());
    }

    private Round round(Stage stage, String run, List<String> troubles) throws IOException {
        for (int i = 0; i < troubles.size(); i++) {
            stage.mode(i, troubles.get(i));
        }
        stage.cores();
        Traffic traffic = traffic(run, duration());
        stage.run(traffic, duration());
        double cores = stage.cores();
        for (int i = 0; i < troubles.size(); i++) {
            stage.mode(i, "ok");
        }
        double settled = stage.settle(traffic, options.settle());
        List<Account> accounts = stage.accounts(traffic);
        Series healthy = traffic.arrivals(0);
        int seconds = (int) duration().toSeconds();
        return new Round(
                healthy.millisAt(50, 0, seconds),
                healthy.millisAt(99, 0, seconds),
                healthy.done(0, seconds) / (double) seconds,
                traffic.answered().millisAt(99, 0, seconds),
                cores,
                accounts.stream().mapToLong(Account::missing).sum(),
                accounts.stream().mapToLong(Account::duplicates).sum(),
                settled);
    }

    private Marks marks() {
        int healthy = destinations - modes.size();
        Marks marks = new Marks(
                "bench isolation",
                options.setting() + ", " + rate + " events/s to each of " + destinations + ", in trouble: "
                        + String.join(" ", modes) + ", " + rounds + " rounds of " + duration + ", medians");
        String others = "the other " + healthy + ": ";
        all.ratio(marks, others + "p99 end to end, ms", Round::p99, Marks.Keep.AT_MOST, P99_MARK);
        all.ratio(marks, others + "deliveries/s", Round::perSecond, Marks.Keep.AT_LEAST, THROUGHPUT_MARK);
        all.ratio(marks, others + "p50 end to end, ms", Round::p50, Marks.Keep.NOTHING, Double.NaN);
        all.ratio(marks, "ingest p99, ms", Round::ingestP99, Marks.Keep.NOTHING, Double.NaN);
        all.ratio(marks, "gateway and broker, processors", Round::cores, Marks.Keep.NOTHING, Double.NaN);
        marks.say("seconds from recovery to the last delivery", all.median(Round::settled));
        all.losses(marks, Round::lost, Round::twice);
        all.series(marks, "p99 ms by round, without trouble", "p99 ms by round, with", Round::p99);
        return marks;
    }

    private Duration duration() {
        return Durations.parse(duration);
    }

    private Traffic traffic(String run, Duration length) {
        int inTrouble = modes.size();
        return new Traffic(
                new Traffic.Plan(run, KEYS, USERS, rate, length),
                options,
                destinations,
                2,
                (sink, event, population) -> sink < inTrouble ? 1 : 0);
    }
}
