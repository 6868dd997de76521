package dev.centrifuge.tools.bench.cost;

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
            "The goal is the event's own bytes shared by its legs, and 5 %% more: success costs one write an event."
        })
public final class BytesBench implements Callable<Integer> {
    private static final double GOAL = 1.05;
    private static final int BATCH = 50;
    private static final Duration LONG = Duration.ofSeconds(100);
    private static final String STATE = "centrifuge.state";
    private static final String EVENTS = "centrifuge.events";

    @Mixin
    private CostOptions options = new CostOptions();

    @Option(names = "--events", description = "In each case (${DEFAULT-VALUE}).")
    private long events = 40_000;

    @Option(names = "--destinations", split = ",", description = "An event's legs (${DEFAULT-VALUE}).")
    private List<Integer> destinations = List.of(1, 5, 20);

    private Table table = new Table("", "");

    @Override
    public Integer call() throws Exception {
        List<String> jvm = options.jvm("-XX:+UseParallelGC", "-Xmx512m");
        table = new Table(
                "bench bytes",
                String.format(Locale.ROOT, "%s, %,d events a case", String.join(" ", jvm), events),
                "destinations",
                "when",
                "legs",
                "event B",
                "events MB",
                "other MB",
                "state MB",
                "B a leg",
                "share",
                "÷ goal");
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
            Stage stage = new Stage("bytes" + n, List.of("bench"), request -> 0, BATCH, new Pace.Closed(), paths);
            lab.listen(stage::arrived);
            Map<String, Long> before = gateway.topicBytes();
            lab.loaded(stage.plan(gateway.port(), 8, events, LONG));
            List<String> well = paths.subList(down ? 1 : 0, n);
            await(stage, well);
            if (down && n > 1) {
                add(gateway, before, stage, n, "one down", well);
            }
            lab.mode(paths.get(0), "ok");
            await(stage, paths);
            add(gateway, before, stage, n, down ? "caught up" : "healthy", paths);
        }
    }

    private void await(Stage stage, List<String> paths) throws IOException {
        if (!Until.holds(LONG, () -> paths.stream().allMatch(path -> stage.delivered(path) >= stage.accepted()))) {
            throw new IOException("not all events were delivered within " + LONG.toSeconds() + " s");
        }
    }

    private void add(Subject gateway, Map<String, Long> before, Stage stage, int n, String when, List<String> paths)
            throws IOException {
        // The last deliveries must be on record, too: a checkpoint is at most 200 ms away.
        Until.pause(1_000);
        Map<String, Long> after = gateway.topicBytes();
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
                Integer.toString(n),
                when,
                legs,
                perEvent,
                own / 1e6,
                other / 1e6,
                grown(before, after, STATE) / 1e6,
                perLeg,
                perLeg / perEvent,
                perLeg / perEvent / goal);
        table.mark(
                String.format(Locale.ROOT, "%d destinations, %s: share at most 1/%d + 5 %%", n, when, paths.size()),
                perLeg / perEvent,
                perLeg / perEvent <= goal);
    }

    private static long grown(Map<String, Long> before, Map<String, Long> after, String topic) {
        return after.getOrDefault(topic, 0L) - before.getOrDefault(topic, 0L);
    }
}
