package dev.centrifuge.tools.bench.show;

import dev.centrifuge.tools.Durations;
import dev.centrifuge.tools.Terminal;
import dev.centrifuge.tools.Transports;
import dev.centrifuge.tools.bench.Scratch;
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

/** What all of these commands can be told. */
final class ShowOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

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

    @Option(names = "--json", paramLabel = "FILE", description = "Write the table and the series to FILE.")
    private @Nullable Path json;

    @Option(names = "--strict", description = "A mark that is missed fails it, too; otherwise only a loss does.")
    private boolean strict;

    @Option(names = "--transport", description = "Of all processes: best, io_uring, epoll, nio (${DEFAULT-VALUE}).")
    String transport = Transports.BEST;

    @Option(
            names = "--jvm",
            paramLabel = "FLAG",
            description = "A flag for the gateway, instead of -XX:+UseParallelGC -Xmx512m; repeatable.")
    private List<String> jvm = List.of("-XX:+UseParallelGC", "-Xmx512m");

    @Option(names = "--dir", paramLabel = "DIR", description = "Where Kafka's data and logs go (a temporary one).")
    private @Nullable Path directory;

    @Option(names = "--keep", description = "Do not delete them at the end.")
    private boolean keep;

    Duration warmup() {
        return Durations.parse(warmup);
    }

    Duration settle() {
        return Durations.parse(settle);
    }

    List<String> jvm() {
        List<String> flags = new ArrayList<>(jvm);
        flags.add("-Dcentrifuge.transport=" + Transports.find(transport).name());
        return flags;
    }

    Scratch scratch() throws IOException {
        Scratch scratch = Scratch.open(directory, keep);
        if (keep) {
            say("everything stays in " + scratch.path());
        }
        return scratch;
    }

    String setting() {
        return "transport " + Transports.find(transport).name() + ", " + String.join(" ", jvm) + ", warm-up " + warmup;
    }

    /** Shown on a terminal only, but for what one needs to find. */
    void progress(String what) {
        if (Terminal.attached()) {
            say("… " + what);
        }
    }

    private void say(String what) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(what);
        err.flush();
    }

    /** Prints and writes it; the exit code. */
    int publish(Marks marks) throws IOException {
        marks.print(spec.commandLine().getOut());
        if (json != null) {
            marks.write(json);
        }
        return marks.lost() || (strict && marks.missed()) ? 1 : 0;
    }
}
