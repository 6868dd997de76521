package dev.centrifuge.tools.bench;

import dev.centrifuge.tools.Durations;
import dev.centrifuge.tools.Terminal;
import dev.centrifuge.tools.Transports;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What all benchmarks can be told. */
final class BenchOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--rounds", description = "Alternating rounds (${DEFAULT-VALUE}).")
    int rounds = 5;

    @Option(names = "--duration", description = "Of each side in a round (${DEFAULT-VALUE}).", paramLabel = "TIME")
    private String duration = "5s";

    @Option(names = "--warmup", description = "Of each side before the first round (${DEFAULT-VALUE}).")
    private String warmup = "20s";

    @Option(names = "--json", paramLabel = "FILE", description = "Write every round to FILE.")
    private @Nullable Path json;

    @Option(names = "--transport", description = "Of all processes: best, io_uring, epoll, nio (${DEFAULT-VALUE}).")
    String transport = Transports.BEST;

    @Option(
            names = "--jvm",
            paramLabel = "FLAG",
            description = "A flag for the measured processes, instead of -XX:+UseParallelGC -Xmx512m; repeatable.")
    private List<String> jvm = List.of("-XX:+UseParallelGC", "-Xmx512m");

    @Option(names = "--dir", paramLabel = "DIR", description = "Where Kafka's data and logs go (a temporary one).")
    private @Nullable Path directory;

    @Option(names = "--keep", description = "Do not delete them at the end.")
    boolean keep;

    Duration duration() {
        return Durations.parse(duration);
    }

    Duration warmup() {
        return Durations.parse(warmup);
    }

    /** Flags of each child: all alike. */
    List<String> jvm() {
        List<String> flags = new ArrayList<>(jvm);
        flags.add("-Dcentrifuge.transport=" + Transports.find(transport).name());
        return flags;
    }

    String setting() {
        return "transport " + Transports.find(transport).name() + ", " + String.join(" ", jvm) + ", " + rounds
                + " rounds of " + duration;
    }

    Scratch scratch() throws IOException {
        return Scratch.open(directory, keep);
    }

    /** Shown on a terminal only. */
    void progress(String what) {
        if (Terminal.attached()) {
            PrintWriter err = spec.commandLine().getErr();
            err.println("… " + what);
            err.flush();
        }
    }

    void publish(Report report) throws IOException {
        report.print(spec.commandLine().getOut());
        if (json != null) {
            report.write(json);
        }
    }
}
