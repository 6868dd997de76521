package dev.centrifuge.tools.bench.show;

import dev.centrifuge.tools.Durations;
import dev.centrifuge.tools.load.LoadRun;
import dev.centrifuge.tools.load.ledger.Account;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code bench fairness}: light sources share a destination, whose rate is limited, with a heavy one that alone sends more
 * than it takes. In every other round the light ones are alone.
 */
@Command(
        name = "fairness",
        description = {
            "One source at many times the others' rate on one shared destination with a limited rate.",
            "The light sources' latency, compared with rounds without the heavy one, and how evenly they are served."
        })
public final class FairnessBench implements Callable<Integer> {
    private static final String HEAVY = "heavy";
    private static final int USERS = 10_000;
    private static final double P99_MARK = 2;
    private static final double JAIN_MARK = 0.95;

    /** One round, of the light sources but for {@code heavyPerSecond}. */
    private record Round(
            double p50,
            double p99,
            double ingestP99,
            double jainDelivered,
            double jainLatency,
            double heavyPerSecond,
            long lost,
            long twice,
            double cores) {}

    @Mixin
    private ShowOptions options = new ShowOptions();

    @Option(names = "--sources", description = "How many light ones (${DEFAULT-VALUE}).")
    private int sources = 10;

    @Option(names = "--rate", description = "Events a second of each light source (${DEFAULT-VALUE}).")
    private int rate = 15;

    @Option(names = "--times", description = "The heavy one's rate as a multiple (${DEFAULT-VALUE}).")
    private int times = 100;

    @Option(names = "--limit", description = "Events a second that the destination takes (${DEFAULT-VALUE}).")
    private int limit = 1_000;

    @Option(names = "--rounds", description = "Of each kind, alternating (${DEFAULT-VALUE}).")
    private int rounds = 3;

    @Option(names = "--duration", paramLabel = "TIME", description = "Of a round (${DEFAULT-VALUE}).")
    private String duration = "15s";

    /** The light ones alone, and all. */
    private final Alternating<Round> all = new Alternating<>();

    @Override
    public Integer call() throws Exception {
        List<String> keys = Stream.concat(light().stream(), Stream.of(HEAVY)).toList();
        JsonObject limits = new JsonObject()
                .put("rate", new JsonObject().put("limit", limit).put("per", "1s"));
        try (Stage stage = new Stage(options, keys, List.of(limits))) {
            options.progress("warming up");
            round(stage, "warm", options.warmup(), true);
            for (int round = 0; round < rounds; round++) {
                options.progress("round " + (round + 1) + ", the light sources alone");
                all.without(round(stage, "alone" + round, duration(), false));
                options.progress("round " + (round + 1) + ", all");
                all.with(round(stage, "shared" + round, duration(), true));
            }
        }
        return options.publish(marks());
    }

    private List<String> light() {
        return IntStream.rangeClosed(1, sources).mapToObj(i -> "light-" + i).toList();
    }

    /** Ends when all has arrived: what a heavy source has sent too much must not be left for the next. */
    private Round round(Stage stage, String run, Duration length, boolean withHeavy) throws IOException {
        Traffic light = traffic(run, light(), (double) rate * sources, length, sources);
        Traffic heavy = traffic(run + "h", List.of(HEAVY), (double) rate * times, length, 1);
        stage.cores();
        LoadRun second = withHeavy ? stage.start(heavy) : null;
        stage.run(light, length);
        if (second != null) {
            Stage.finish(second, length);
        }
        double cores = stage.cores();
        stage.settle(heavy, options.settle());
        stage.settle(light, options.settle());
        return read(light, heavy, stage.accounts(light), stage.accounts(heavy), (int) length.toSeconds(), cores);
    }

    private Round read(
            Traffic light, Traffic heavy, List<Account> ofLight, List<Account> ofHeavy, int seconds, double cores) {
        double[] means = new double[sources];
        double[] shares = new double[sources];
        Histogram all = new Histogram(2);
        for (int i = 0; i < sources; i++) {
            Series one = light.arrivals(i);
            all.add(one.due(0, seconds));
            means[i] = one.due(0, seconds).getMean();
            // What was due differs by chance between sources; what part of it came in time must not.
            shares[i] = (double) one.done(0, seconds)
                    / Math.max(1, one.due(0, seconds).getTotalCount());
        }
        return new Round(
                Series.millisAt(50, all),
                Series.millisAt(99, all),
                light.answered().millisAt(99, 0, seconds),
                Figures.jain(shares),
                Figures.jain(means),
                heavy.arrivals(0).done(0, seconds) / (double) seconds,
                ofLight.get(0).missing() + ofHeavy.get(0).missing(),
                ofLight.get(0).duplicates() + ofHeavy.get(0).duplicates(),
                cores);
    }

    private Marks marks() {
        Marks marks = new Marks(
                "bench fairness",
                options.setting() + ", " + sources + " sources at " + rate + " events/s and one at " + rate * times
                        + ", the destination takes " + limit + "/s, " + rounds + " rounds of " + duration
                        + ", medians");
        String light = "light sources: ";
        all.ratio(marks, light + "p99 end to end, ms", Round::p99, Marks.Keep.AT_MOST, P99_MARK);
        all.ratio(marks, light + "p50 end to end, ms", Round::p50, Marks.Keep.NOTHING, Double.NaN);
        all.ratio(marks, light + "ingest p99, ms", Round::ingestP99, Marks.Keep.NOTHING, Double.NaN);
        jain(marks, "Jain's index over what came in time", Round::jainDelivered);
        jain(marks, "Jain's index over mean latencies", Round::jainLatency);
        marks.say("heavy source: deliveries/s", all.median(Round::heavyPerSecond));
        marks.say("gateway and broker, processors", all.median(Round::cores));
        all.losses(marks, Round::lost, Round::twice);
        all.series(marks, "p99 ms by round, alone", "p99 ms by round, with the heavy one", Round::p99);
        return marks;
    }

    private void jain(Marks marks, String what, ToDoubleFunction<Round> figure) {
        marks.figure(what, all.median(figure), Marks.Keep.AT_LEAST, JAIN_MARK);
    }

    private Duration duration() {
        return Durations.parse(duration);
    }

    private Traffic traffic(String run, List<String> keys, double perSecond, Duration length, int groups) {
        return new Traffic(
                new Traffic.Plan(run, keys, USERS, perSecond, length),
                options,
                1,
                groups,
                (sink, event, population) -> population.source(event));
    }
}
