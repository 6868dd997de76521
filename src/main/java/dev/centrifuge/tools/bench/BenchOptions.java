package dev.centrifuge.tools.bench;

import dev.centrifuge.tools.Durations;
import dev.centrifuge.tools.bench.child.Child;
import dev.centrifuge.tools.bench.child.ChildOptions;
import dev.centrifuge.tools.bench.child.Scratch;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** What all benchmarks can be told. */
public final class BenchOptions extends ChildOptions {
    @Option(names = "--rounds", description = "Alternating rounds (${DEFAULT-VALUE}).")
    int rounds = 5;

    @Option(names = "--duration", description = "Of each side in a round (${DEFAULT-VALUE}).", paramLabel = "TIME")
    private String duration = "5s";

    @Option(names = "--warmup", description = "Of each side before the first round (${DEFAULT-VALUE}).")
    private String warmup = "20s";

    @Option(
            names = "--jvm",
            paramLabel = "FLAG",
            description = "A flag for the measured processes, instead of -XX:+UseParallelGC -Xmx512m; repeatable.")
    private List<String> jvm = List.of("-XX:+UseParallelGC", "-Xmx512m");

    public int rounds() {
        return rounds;
    }

    Duration duration() {
        return Durations.parse(duration);
    }

    Duration warmup() {
        return Durations.parse(warmup);
    }

    /** Flags of each child: all alike. */
    public List<String> jvm() {
        return flags(jvm);
    }

    /**
     * Starts a sink that only counts: to tell ids apart would cost it, and the crash tests do that.
     *
     * @param more flags of it
     */
    public Child sink(Scratch scratch, String... more) throws IOException {
        List<String> line =
                new ArrayList<>(List.of("sink", "--port=0", "--quiet", "--ids=0", "--transport=" + transport()));
        line.addAll(List.of(more));
        return Child.start("sink", jvm(), scratch.path(), line.toArray(String[]::new));
    }

    public String setting() {
        return "transport " + transport() + ", " + String.join(" ", jvm) + ", " + rounds + " rounds of " + duration;
    }

    public void publish(Report report) throws IOException {
        print(report);
    }
}
