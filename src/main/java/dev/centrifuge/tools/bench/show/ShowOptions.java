package dev.centrifuge.tools.bench.show;

import dev.centrifuge.tools.Durations;
import dev.centrifuge.tools.bench.child.ChildOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Option;

/** What all of these commands can be told. */
final class ShowOptions extends ChildOptions {
    @Option(names = "--warmup", paramLabel = "TIME", description = "Of everything, at the rate (${DEFAULT-VALUE}).")
    private String warmup = "15s";

    @Option(
            names = "--settle",
            paramLabel = "TIME",
            description = "How long what is missing is waited for (${DEFAULT-VALUE}).")
    private String settle = "3m";

    @Option(names = "--connections", description = "For load, each with one request at a time (${DEFAULT-VALUE}).")
    int connections = 64;

    @Option(names = "--size", paramLabel = "BYTES", description = "Mean of an event as JSON (${DEFAULT-VALUE}).")
    int size = 700;

    @Option(names = "--seed", description = "Of bodies, users and chance (${DEFAULT-VALUE}).")
    long seed = 1;

    @Option(names = "--strict", description = "A mark that is missed fails it, too; otherwise only a loss does.")
    private boolean strict;

    @Option(
            names = "--jvm",
            paramLabel = "FLAG",
            description = "A flag for the gateway, instead of -XX:+UseParallelGC -Xmx512m; repeatable.")
    private List<String> jvm = List.of("-XX:+UseParallelGC", "-Xmx512m");

    Duration warmup() {
        return Durations.parse(warmup);
    }

    Duration settle() {
        return Durations.parse(settle);
    }

    List<String> jvm() {
        return flags(jvm);
    }

    String setting() {
        return "transport " + transport() + ", " + String.join(" ", jvm) + ", warm-up " + warmup;
    }

    /** Prints and writes it; the exit code. */
    int publish(Marks marks) throws IOException {
        print(marks);
        return marks.lost() || (strict && marks.missed()) ? 1 : 0;
    }
}
