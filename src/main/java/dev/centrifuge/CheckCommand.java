package dev.centrifuge;

import dev.centrifuge.config.ConfigError;
import dev.centrifuge.config.Configuration;
import dev.centrifuge.config.KafkaConfig;
import dev.centrifuge.config.load.ConfigLoader;
import dev.centrifuge.config.load.Loaded;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code check}: whether a directory of configuration is valid; exit code 0 if it is, 2 with every error if not. */
@Command(
        name = "check",
        description = "Validates the configuration and prints every error.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:the configuration is valid", "2:it is not; every error is on standard error"})
final class CheckCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--conf",
            paramLabel = "DIR",
            defaultValue = "conf",
            description = "Directory of the configuration (default: ${DEFAULT-VALUE}).")
    private Path directory;

    @Override
    public Integer call() {
        Loaded loaded = ConfigLoader.ofProcess().load(directory);
        return loaded instanceof Loaded.Invalid invalid
                ? refuse(invalid.errors())
                : accept(((Loaded.Valid) loaded).configuration());
    }

    private int refuse(List<ConfigError> errors) {
        PrintWriter err = spec.commandLine().getErr();
        errors.forEach(err::println);
        err.flush();
        return 2;
    }

    private int accept(Configuration configuration) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(directory + " is valid: " + summary(configuration));
        out.flush();
        return 0;
    }

    private static String summary(Configuration configuration) {
        KafkaConfig kafka = configuration.gateway().kafka();
        KafkaConfig.Embedded embedded = kafka.embedded();
        return count(configuration.sources().size(), "source")
                + ", "
                + count(configuration.destinations().size(), "destination")
                + ", Kafka "
                + (embedded == null ? "at " + kafka.bootstrap() : "embedded on port " + embedded.port());
    }

    private static String count(int count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }
}
