package dev.centrifuge.tools.bench.cost;

import dev.centrifuge.tools.Terminal;
import dev.centrifuge.tools.Transports;
import dev.centrifuge.tools.bench.Scratch;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What all of these benchmarks can be told. */
final class CostOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--json", paramLabel = "FILE", description = "Write the table to FILE, too.")
    private @Nullable Path json;

    @Option(names = "--transport", description = "Of all processes: best, io_uring, epoll, nio (${DEFAULT-VALUE}).")
    private String transport = Transports.BEST;

    @Option(
            names = "--jvm",
            paramLabel = "FLAG",
            description = "A flag for the gateway, instead of its own; repeatable.")
    private List<String> jvm = List.of();

    @Option(names = "--dir", paramLabel = "DIR", description = "Where Kafka's data and logs go (a temporary one).")
    private @Nullable Path directory;

    @Option(names = "--keep", description = "Do not delete them at the end.")
    private boolean keep;

    String transport() {
        return Transports.find(transport).name();
    }

    /** Flags of the gateway; {@code otherwise} where none are given. */
    List<String> jvm(String... otherwise) {
        List<String> flags = new ArrayList<>(jvm.isEmpty() ? List.of(otherwise) : jvm);
        flags.add("-Dcentrifuge.transport=" + transport());
        return flags;
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

    /** @return the exit code: 1 where a promise was broken */
    int publish(Table table) throws IOException {
        table.print(spec.commandLine().getOut());
        if (json != null) {
            table.write(json);
        }
        return table.kept() ? 0 : 1;
    }
}
