package dev.centrifuge.tools.bench.cost;

import dev.centrifuge.time.Ticker;
import dev.centrifuge.tools.load.Pace;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.ToLongFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench bytes}: what Kafka has to write for a delivered leg. */
@Command(
        name = "bytes",
        description = {
            "Bytes in Kafka for each delivered leg, with several numbers of destinations an event, healthy and one down.",
            "The goal is the event's own bytes shared by its legs, and 5 %% more: success costs one write an event.",
            "What is beside the events is written with time, a few records each 200 ms for each partition, and hardly with",
            "events: 'kept from' is the rate from which it stays below 5 %%, everything else being as it was here."
        })
public final class BytesBench implements Callable<Integer> {
    private static final double GOAL = 1.05;
    private static final int BATCH = 50;
    private static final Duration LONG = Duration.ofSeconds(100);
    private static final String STATE = "centrifuge.state";
    private static final String OFFSETS = "__consumer_offsets";
    private static final String EVENTS = "centrifuge.events";

    @Mixin
    private CostOptions options = new CostOptions();

    @Option(names = "--events", description = "In each case (${DEFAULT-VALUE}).")
    private long events = 40_000;

    @Option(names = "--destinations", split = ",", description = "An event's legs (${DEFAULT-VALUE}).")
    private List<Integer> destinations = List.of(1, 5, 20);

    @Option(names = "--rate", description = "Events a second; 0: as fast as they are taken (${DEFAULT-VALUE}).")
    private double rate;

    private Table table = new Table("", "");

    @Override
    public Integer call() throws Exception {
        List<String> jvm = options.jvm("-XX:+UseParallelGC", "-Xmx512m");
        table = new Table(
                "bench bytes",
                String.format(
                        Locale.ROOT,
                        "%s, %,d events a case, %s",
                        String.join(" ", jvm),
                        events,
                        rate > 0 ? rate + "/s" : "as fast as they are taken"),
                "destinations",
                "when",
                "legs",
                "event B",
                "events MB",
                "other MB",
                "state MB",
                "offsets MB",
                "B a leg",
                "share",
                "÷ goal",
                "events/s",
                "kept from");
        try (Lab lab = Lab.open(options)) {
            for (int n : destinations) {
                for (int down = 0; down <= 1; down++) {
                    options.progress(n + " destinations, " + down + " down");
                    one(lab, jvm, n, down == 1);
                }
            }
        }
        return options.publish(table);
    }

    private void one(Lab lab, List<String> jvm, int n, boolean down) throws IOException {
        Layout layout = new Layout().source("bench");
        List<String> paths = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            String path = String.format(Locale.ROOT, "/d%02d", i);
            paths.add(path);
            layout.destination(path.substring(1), lab.url(path));
        }
        lab.mode(paths.get(0), down ? "down:status=503" : "ok");
        String name = "gateway-" + n + (down ? "-down" : "");
        try (Subject gateway = lab.gateway(name, jvm, layout)) {
            Stage stage = new Stage("bytes" + n, List.of("bench"), request -> 0, BATCH, pace(), paths);
            lab.listen(stage::arrived);
            Map<String, Long> before = gateway.topicBytes();
            Case of = new Case(n, gateway, stage, before, Ticker.system().nanos());
            lab.loaded(stage.plan(gateway.port(), 8, events, LONG));
            List<String> well = paths.subList(down ? 1 : 0, n);
            await(stage, well);
            if (down && n > 1) {
                add(of, "one down", well);
            }
            lab.mode(paths.get(0), "ok");
            await(stage, paths);
            add(of, down ? "caught up" : "healthy", paths);
        }
    }

    private Pace pace() {
        return rate > 0 ? new Pace.Open(rate / BATCH) : new Pace.Closed();
    }

    private void await(Stage stage, List<String> paths) throws IOException {
        if (!Until.holds(LONG, () -> paths.stream().allMatch(path -> stage.delivered(path) >= stage.accepted()))) {
            throw new IOException("not all events were delivered within " + LONG.toSeconds() + " s");
        }
    }

    /**
     * @param n destinations
     * @param before bytes of topics
     * @param start of the load; checkpoints are written until the last leg has ended, and that is the time that counts
     */
    private record Case(int n, Subject gateway, Stage stage, Map<String, Long> before, long start) {}

    private void add(Case of, String when, List<String> paths) throws IOException {
        double seconds = (Ticker.system().nanos() - of.start) / 1e9;
        Stage stage = of.stage;
        // The last deliveries must be on record, too: a checkpoint is at most 200 ms away.
        Until.pause(1_000);
        Map<String, Long> after = of.gateway.topicBytes();
        Map<String, Long> before = of.before;
        long own = grown(before, after, EVENTS);
        ToLongFunction<String> each = topic -> grown(before, after, topic);
        long other = after.keySet().stream()
                .filter(t -> !t.equals(EVENTS))
                .mapToLong(each)
                .sum();
        long legs = paths.stream().mapToLong(stage::delivered).sum();
        double perEvent = (double) own / stage.accepted();
        double perLeg = (double) (own + other) / legs;
        double goal = GOAL / paths.size();
        table.row(
                Integer.toString(of.n),
                when,
                legs,
                perEvent,
                own / 1e6,
                other / 1e6,
                grown(before, after, STATE) / 1e6,
                grown(before, after, OFFSETS) / 1e6,
                perLeg,
                perLeg / perEvent,
                perLeg / perEvent / goal,
                stage.accepted() / seconds,
                other / seconds / ((GOAL - 1) * perEvent));
        table.mark(
                String.format(Locale.ROOT, "%d destinations, %s: share at most 1/%d + 5 %%", of.n, when, paths.size()),
                perLeg / perEvent,
                perLeg / perEvent <= goal);
    }

    private static long grown(Map<String, Long> before, Map<String, Long> after, String topic) {
        return after.getOrDefault(topic, 0L) - before.getOrDefault(topic, 0L);
    }
}
