package dev.centrifuge.tools.bench.show;

import dev.centrifuge.tools.Durations;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code bench failing}: some events always fail at a destination that takes the others. Afterwards it takes all, and what
 * was acknowledged has to come, or to be found open, in a delay topic (where it waits 15
 * minutes at most), or dead.
 */
@Command(
        name = "failing",
        description = {
            "Half of all events always fail: intake goes on, the other half arrives promptly, nothing is lost.",
            "Compared with the same rate while none fails. Afterwards the destination takes all: what has not arrived",
            "when --settle is over must be open, in a delay topic, or a dead letter."
        })
public final class FailingBench implements Callable<Integer> {
    private static final List<String> KEYS = List.of("show");
    private static final int USERS = 10_000;
    private static final double PROMPT_MILLIS = 1_000;

    @Mixin
    private ShowOptions options = new ShowOptions();

    @Option(names = "--rate", description = "Events a second (${DEFAULT-VALUE}).")
    private int rate = 1_000;

    @Option(names = "--share", paramLabel = "PERCENT", description = "Of events that fail (${DEFAULT-VALUE}).")
    private String share = "50%";

    @Option(names = "--duration", paramLabel = "TIME", description = "How long they do (${DEFAULT-VALUE}).")
    private String duration = "60s";

    @Override
    public Integer call() throws Exception {
        try (Stage stage = new Stage(options, KEYS, List.of(new JsonObject()))) {
            options.progress("warming up, and measuring while none fails");
            stage.run(traffic("warm", options.warmup()), options.warmup());
            Duration calmFor = Duration.ofSeconds(Math.max(5, duration().toSeconds() / 4));
            Traffic calm = traffic("calm", calmFor);
            stage.run(calm, calmFor);
            stage.settle(calm, options.settle());
            options.progress("failing " + share);
            stage.mode(0, "picky:ratio=" + share);
            stage.cores();
            Traffic half = traffic("half", duration());
            stage.run(half, duration());
            double cores = stage.cores();
            return publish(stage, calm, half, cores);
        }
    }

    private int publish(Stage stage, Traffic calm, Traffic half, double cores) throws IOException {
        Marks marks = new Marks(
                "bench failing",
                options.setting() + ", " + rate + " events/s for " + duration + ", " + share + " fail");
        int end = (int) duration().toSeconds();
        double calmP99 = stage.look(() -> calm.arrivals(0).millisAt(99, 0, Integer.MAX_VALUE));
        long arrived = half.accepted() - half.missing(0);
        double p99 = stage.look(() -> half.arrivals(0).millisAt(99, 0, end));
        long[] perSecond = stage.look(() -> half.arrivals(0).perSecond(0, end));
        options.progress("taking all again, waiting for " + half.missing(0));
        stage.mode(0, "ok");
        double settled = stage.settle(half, options.settle());
        Remains remains = stage.remains(half);
        marks.say("events acknowledged", half.accepted());
        marks.none("events that got no 2xx", half.refused());
        marks.say(
                "ingest p99, ms (baseline: none fails)",
                half.answered().millisAt(99, 0, end),
                calm.answered().millisAt(99, 0, end));
        marks.say("of them delivered while the rest failed", arrived);
        marks.ratio(
                "their p99 end to end, ms (baseline: none fails)",
                p99,
                calmP99,
                p99,
                Marks.Keep.AT_MOST,
                PROMPT_MILLIS);
        marks.say("failed attempts", remains.account().refused());
        remains.say(marks, settled);
        marks.lost(remains.lost());
        marks.none("duplicates", remains.account().duplicates());
        marks.say("gateway and broker, processors", cores);
        marks.series("deliveries a second while half of all fail", perSecond);
        return options.publish(marks);
    }

    private Duration duration() {
        return Durations.parse(duration);
    }

    private Traffic traffic(String run, Duration length) {
        return new Traffic(
                new Traffic.Plan(run, KEYS, USERS, rate, length), options, 1, 1, (sink, event, population) -> 0);
    }
}
