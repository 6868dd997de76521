package dev.centrifuge.tools.bench.child;

import dev.centrifuge.tools.ResultFile;
import dev.centrifuge.tools.Terminal;
import dev.centrifuge.tools.Transports;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What every benchmark can be told of the processes that it starts and of its report. */
public abstract class ChildOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--json", paramLabel = "FILE", description = "Write the report with all its figures to FILE, too.")
    private @Nullable Path json;

    @Option(names = "--transport", description = "Of all processes: best, io_uring, epoll, nio (${DEFAULT-VALUE}).")
    private String transport = Transports.BEST;

    @Option(names = "--dir", paramLabel = "DIR", description = "Where Kafka's data and logs go (a temporary one).")
    private @Nullable Path directory;

    @Option(names = "--keep", description = "Do not delete them at the end, and say where they are.")
    private boolean keep;

    /** Of the gateway or of all children, by the command. */
    protected ChildOptions() {}

    /** The transport's name, best resolved to what this machine has. */
    public final String transport() {
        return Transports.find(transport).name();
    }

    /** A JVM's flags: these, and the transport. */
    protected final List<String> flags(List<String> jvm) {
        List<String> flags = new ArrayList<>(jvm);
        flags.add("-Dcentrifuge.transport=" + transport());
        return flags;
    }

    /**
     * Where children work; the first thing that a benchmark asks for.
     *
     * @throws ParameterException where the report could not be written at the end
     */
    public final Scratch scratch() throws IOException {
        try {
            ResultFile.check("--json", json);
        } catch (IllegalArgumentException unwritable) {
            throw new ParameterException(spec.commandLine(), unwritable.getMessage(), unwritable);
        }
        Scratch scratch = Scratch.open(directory, keep);
        if (keep) {
            say("everything stays in " + scratch.path());
        }
        return scratch;
    }

    /** Shown on a terminal only. */
    public final void progress(String what) {
        if (Terminal.attached()) {
            say("… " + what);
        }
    }

    private void say(String what) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(what);
        err.flush();
    }

    /** Prints a report, and writes it where that is asked for. */
    protected final void print(Printed report) throws IOException {
        report.print(spec.commandLine().getOut());
        if (json != null) {
            report.write(json);
        }
    }

    /** A report for people and for programs. */
    public interface Printed {

        void print(PrintWriter out);

        /** Writes it as JSON. */
        void write(Path file) throws IOException;
    }
}
