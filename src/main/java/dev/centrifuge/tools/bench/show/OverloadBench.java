package dev.centrifuge.tools.bench.show;

import dev.centrifuge.tools.Durations;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code bench overload}: more comes than can be taken, once because a source has a rate, once because Kafka takes no more.
 * What is taken then must be what is taken at best, and the rest must be told so at once.
 */
@Command(
        name = "overload",
        description = {
            "Several times what can be taken: over a source's rate, and over what Kafka takes (a quota of the broker).",
            "What is taken, compared with the most that was taken under less load; how soon the surplus is refused."
        })
public final class OverloadBench implements Callable<Integer> {
    private static final String LIMITED = "limited";
    private static final String FREE = "free";
    private static final int USERS = 10_000;
    private static final double GOODPUT_MARK = 0.9;
    private static final double REFUSAL_MILLIS = 50;
    /** The best is looked for at growing loads, until one is not taken whole; full batches compress better than others. */
    private static final double GROWTH = 1.6;

    private static final double WHOLE = 0.8;
    private static final int MOST_LOADS = 8;
    /** Seconds until a quota, which is kept over eleven, and its limits have settled. */
    private static final int SETTLED = 12;

    /** What was seen of one load, after the first seconds. */
    private record Seen(double perSecond, double p99, double refusalP99, double refusedPerSecond, long unknown) {}

    @Mixin
    private ShowOptions options = crowd();

    @Option(
            names = "--capacity",
            description = {
                "Events a second that a source may send, and about what Kafka takes of events that come one by one",
                "(${DEFAULT-VALUE})."
            })
    private int capacity = 500;

    @Option(names = "--times", description = "So many times that is sent (${DEFAULT-VALUE}).")
    private double times = 3;

    @Option(names = "--duration", paramLabel = "TIME", description = "Of each load, 20 s or more (${DEFAULT-VALUE}).")
    private String duration = "30s";

    private long lost;
    private long twice;

    /** As many as are needed for all that may wait within the deadline to wait at once. */
    private static ShowOptions crowd() {
        ShowOptions many = new ShowOptions();
        many.connections = 4_000;
        return many;
    }

    @Override
    public Integer call() throws Exception {
        if (duration().toSeconds() < SETTLED + 8) {
            throw new IllegalArgumentException("--duration: at least " + (SETTLED + 8) + " s");
        }
        Marks marks = new Marks(
                "bench overload",
                options.setting() + ", " + options.connections + " connections, " + times + " times the capacity for "
                        + duration);
        JsonObject rate = new JsonObject()
                .put("rate", new JsonObject().put("limit", capacity).put("per", "1s"));
        Map<String, String> sources = new LinkedHashMap<>(Stage.sources(List.of(LIMITED), rate));
        sources.putAll(Stage.sources(List.of(FREE), new JsonObject()));
        try (Stage stage = new Stage(options, sources, List.of(new JsonObject()))) {
            long before = stage.written();
            options.progress("warming up");
            Traffic warm = traffic("warm", FREE, capacity, options.warmup());
            stage.run(warm, options.warmup());
            stage.settle(warm, options.settle());
            double bytes = (stage.written() - before) / (double) Math.max(1, warm.accepted());
            source(stage, marks);
            kafka(stage, marks, bytes * capacity);
        }
        marks.lost(lost);
        marks.none("duplicates", twice);
        return options.publish(marks);
    }

    private void source(Stage stage, Marks marks) throws IOException {
        options.progress("over a source's rate");
        Seen over = load(stage, "source", LIMITED, times * capacity);
        say(marks, "over a source's rate: ", over, capacity);
    }

    private void kafka(Stage stage, Marks marks, double bytesPerSecond) throws IOException {
        stage.quota(bytesPerSecond);
        double best = 0;
        boolean whole = true;
        double offered = capacity;
        for (int i = 0; whole && i < MOST_LOADS; i++) {
            options.progress("what Kafka takes of " + Math.round(offered) + " events/s");
            Seen seen = load(stage, "kafka" + i, FREE, offered);
            marks.say("Kafka, of " + Math.round(offered) + " events/s: accepted/s", seen.perSecond);
            best = Math.max(best, seen.perSecond);
            whole = seen.perSecond >= WHOLE * offered;
            offered *= GROWTH;
        }
        options.progress("over what Kafka takes");
        Seen over = load(stage, "over", FREE, times * best);
        say(marks, "over what Kafka takes: ", over, best);
    }

    private void say(Marks marks, String which, Seen over, double best) {
        double ratio = over.perSecond / best;
        marks.ratio(which + "accepted/s", over.perSecond, best, ratio, Marks.Keep.AT_LEAST, GOODPUT_MARK);
        marks.figure(which + "p99 of a refusal, ms", over.refusalP99, Marks.Keep.AT_MOST, REFUSAL_MILLIS);
        marks.say(which + "refused/s", over.refusedPerSecond);
        marks.say(which + "p99 of an acceptance, ms", over.p99);
        marks.none(which + "neither 2xx nor 429 nor 503", over.unknown);
    }

    private Seen load(Stage stage, String run, String source, double perSecond) throws IOException {
        Traffic traffic = traffic(run, source, perSecond, duration());
        stage.run(traffic, duration());
        stage.settle(traffic, options.settle());
        stage.accounts(traffic).forEach(account -> {
            lost += account.missing();
            twice += account.duplicates();
        });
        int end = (int) duration().toSeconds();
        double seconds = end - SETTLED;
        Series shed = traffic.shed();
        return new Seen(
                traffic.answered().done(SETTLED, end) / seconds,
                traffic.answered().millisAt(99, SETTLED, end),
                shed.millisAt(99, SETTLED, end),
                shed.done(SETTLED, end) / seconds,
                traffic.refused() - shed.done(0, Integer.MAX_VALUE / 10));
    }

    private Duration duration() {
        return Durations.parse(duration);
    }

    private Traffic traffic(String run, String source, double perSecond, Duration length) {
        return new Traffic(
                new Traffic.Plan(run, List.of(source), USERS, perSecond, length),
                options,
                1,
                1,
                (sink, event, population) -> 0);
    }
}
