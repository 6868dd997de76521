package dev.centrifuge;

import dev.centrifuge.config.Configuration;
import dev.centrifuge.config.load.ConfigLoader;
import dev.centrifuge.config.load.Loaded;
import dev.centrifuge.config.reload.ConfigWatch;
import dev.centrifuge.node.Blocking;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code serve}: runs the gateway until it is told to stop. */
@Command(
        name = "serve",
        description = {
            "Runs the gateway. Prints one line, 'ready' and its URLs, when it takes traffic.",
            "SIGTERM or Ctrl-C drains and exits 0 within 30 seconds."
        })
final class ServeCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--conf",
            paramLabel = "DIR",
            defaultValue = "conf",
            description = "Directory of the configuration (default: ${DEFAULT-VALUE}).")
    private Path directory;

    @Override
    public Integer call() throws IOException {
        Loaded loaded = ConfigLoader.ofProcess().load(directory);
        if (loaded instanceof Loaded.Invalid invalid) {
            PrintWriter err = spec.commandLine().getErr();
            invalid.errors().forEach(err::println);
            err.flush();
            return 2;
        }
        return run(((Loaded.Valid) loaded).configuration());
    }

    private int run(Configuration configuration) throws IOException {
        Gateway gateway = new Gateway(configuration);
        ConfigWatch watch = ConfigWatch.start(directory, configuration, gateway);
        Termination.onSignal(() -> {
            watch.close();
            gateway.stop();
        });
        PrintWriter out = spec.commandLine().getOut();
        out.println("ready " + gateway.urls());
        out.flush();
        String failure = Blocking.await(gateway.failure());
        // Not a static field: commands are made to read the command line, and a logger costs a fifth of a second.
        LoggerFactory.getLogger(ServeCommand.class).error("{}", failure);
        return 1;
    }
}
