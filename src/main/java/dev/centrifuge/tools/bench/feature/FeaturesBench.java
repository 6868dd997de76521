package dev.centrifuge.tools.bench.feature;

import dev.centrifuge.tools.Transports;
import dev.centrifuge.tools.bench.BenchOptions;
import dev.centrifuge.tools.bench.Comparison;
import dev.centrifuge.tools.bench.Report;
import dev.centrifuge.tools.bench.SinkCount;
import dev.centrifuge.tools.bench.child.Child;
import dev.centrifuge.tools.bench.child.Scratch;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench features}: what each feature costs, as a ratio to doing without. */
@Command(
        name = "features",
        description = {
            "A backlog leaves for the same sink with one feature of its destination at a time.",
            "Each is compared with plain deliveries of the same run; then what a schema costs at ingest, and de-duplication from end to end."
        })
public final class FeaturesBench implements Callable<Integer> {
    private static final Duration START = Duration.ofSeconds(60);
    private static final String SCHEMA = "schema at ingest";
    private static final String DEDUPE = "de-duplication";

    /** Batches go in several times faster than single events go out. */
    private static final int FASTER_IN = 5;

    @Mixin
    private BenchOptions options = new BenchOptions();

    @Option(names = "--events", description = "In each round (${DEFAULT-VALUE}).")
    private long events = 100_000;

    @Option(names = "--warmup-events", description = "Plain ones before the first round (${DEFAULT-VALUE}).")
    private long warmupEvents = 1_000_000;

    @Option(
            names = "--only",
            paramLabel = "WORD",
            description = "Only features with this word in their name; repeatable.")
    private List<String> only = List.of();

    @Override
    public Integer call() throws Exception {
        Vertx vertx = Transports.open(options.transport(), 1);
        try (Scratch scratch = options.scratch()) {
            Certificate certificate = Certificate.make(scratch.path());
            try (Child sink = options.sink(
                    scratch, "--tls-port=0", "--cert=" + certificate.cert(), "--key=" + certificate.key())) {
                String ready = sink.await("ready", START);
                measure(vertx, scratch, certificate, URI.create(word(ready, "")), URI.create(word(ready, "tls=")));
            }
        } finally {
            vertx.close();
        }
        return 0;
    }

    /** Of the sink's first line. */
    private static String word(String ready, String prefix) throws IOException {
        for (String word : ready.split(" ", 5)) {
            if (word.startsWith(prefix)) {
                return word.substring(prefix.length());
            }
        }
        throw new IOException("the sink does not say where it listens: " + ready);
    }

    private void measure(Vertx vertx, Scratch scratch, Certificate certificate, URI plain, URI secure)
            throws Exception {
        Feature.Endpoint endpoint = new Feature.Endpoint(
                plain.resolve("/drain").toString(), secure.resolve("/drain").toString());
        SinkCount sink = new SinkCount(plain);
        Report report = new Report("bench features", options.setting() + ", " + events + " events a round");
        List<String> jvm = new ArrayList<>(options.jvm());
        jvm.add("-Dcentrifuge.watch.millis=50");
        try (Backlog gateway = Backlog.open(vertx, scratch, "gateway", jvm, "", sink, endpoint)) {
            options.progress("warming up");
            gateway.drain(Feature.PLAIN, warmupEvents);
            String tokens = TokenEndpoint.open(vertx).url();
            for (Feature feature : Feature.all(tokens, certificate.cert().toString())) {
                if (isAsked(feature)) {
                    report.add(compare(gateway, feature));
                }
            }
            if (isAsked(new Feature(SCHEMA, false, 1, List.of()))) {
                report.add(schema(gateway));
            }
            if (isAsked(new Feature(DEDUPE, false, 1, List.of()))) {
                try (Backlog without = Backlog.open(
                        vertx, scratch, "without", jvm, "\"dedupe\":{\"window\":\"0ms\"},", sink, endpoint)) {
                    report.add(dedupe(gateway, without));
                }
            }
        }
        options.publish(report);
    }

    private boolean isAsked(Feature feature) {
        return only.isEmpty() || only.stream().anyMatch(feature::isMeant);
    }

    private Comparison compare(Backlog gateway, Feature feature) throws Exception {
        options.progress(feature.name());
        gateway.drain(feature, events);
        gateway.drain(feature, events);
        return Comparison.run(
                feature.name(),
                "ev/s",
                "the same destination without it",
                Double.NaN,
                options.rounds(),
                () -> gateway.drain(feature, events),
                () -> gateway.drain(Feature.PLAIN, events));
    }

    private Comparison schema(Backlog gateway) throws Exception {
        options.progress(SCHEMA);
        long count = events * FASTER_IN;
        gateway.in(Backlog.PLAIN, count);
        gateway.in(Backlog.CHECKED, count);
        return Comparison.run(
                SCHEMA,
                "ev/s",
                "batches of 100 for a source without one",
                Double.NaN,
                options.rounds(),
                () -> gateway.in(Backlog.CHECKED, count),
                () -> gateway.in(Backlog.PLAIN, count));
    }

    private Comparison dedupe(Backlog with, Backlog without) throws Exception {
        options.progress(DEDUPE);
        with.drain(Feature.PLAIN, events);
        without.drain(Feature.PLAIN, warmupEvents);
        with.through(events);
        without.through(events);
        return Comparison.run(
                DEDUPE,
                "ev/s",
                "another gateway, with a window of 0; from the first request to the last arrival",
                Double.NaN,
                options.rounds(),
                () -> with.through(events),
                () -> without.through(events));
    }
}
