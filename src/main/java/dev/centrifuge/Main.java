package dev.centrifuge;

import dev.centrifuge.tools.admin.AuditCommand;
import dev.centrifuge.tools.admin.DeadCommand;
import dev.centrifuge.tools.admin.DestinationsCommand;
import dev.centrifuge.tools.admin.FunnelCommand;
import dev.centrifuge.tools.admin.ReplayCommand;
import dev.centrifuge.tools.admin.TraceCommand;
import dev.centrifuge.tools.bench.BenchCommand;
import dev.centrifuge.tools.bench.baseline.BareServerCommand;
import dev.centrifuge.tools.bench.baseline.ProducerCommand;
import dev.centrifuge.tools.bench.baseline.SenderCommand;
import dev.centrifuge.tools.load.session.LoadCommand;
import dev.centrifuge.tools.sink.SinkCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The command line. Commands are registered here by hand: a class-path scan would cost each start more than all of them
 * together.
 *
 * <p>Exit codes: 0 done, 1 failed, 2 wrong usage or configuration.
 */
@Command(
        name = "centrifuge",
        description = "Events in over HTTP, durable in Kafka, delivered to HTTP destinations.",
        footer = {"", "Without a command, `serve` runs. Exit codes: 0 done, 1 failed, 2 wrong usage or configuration."})
public final class Main {
    private static final String DEFAULT_COMMAND = "serve";
    /**
     * How many completions of io_uring an event loop has room for, 16 bytes each. With Netty's 4,096 some thousand
     * connections that send at once overflow it, which costs a system call more and a line of the log each time.
     */
    private static final String COMPLETIONS = "io.netty.iouring.cqSize";

    private Main() {}

    public static void main(String[] arguments) {
        if (System.getProperty(COMPLETIONS) == null) {
            System.setProperty(COMPLETIONS, "16384");
        }
        int code = execute(commandLine(), arguments);
        Termination.exiting();
        System.exit(code);
    }

    /** Runs a command; tests set the streams of the command line first. */
    static int execute(CommandLine line, String... arguments) {
        return line.execute(withDefaultCommand(line, arguments));
    }

    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Main());
        line.addSubcommand(new ServeCommand());
        line.addSubcommand(new CheckCommand());
        line.addSubcommand(new DemoCommand());
        line.addSubcommand(new SinkCommand());
        line.addSubcommand(new LoadCommand());
        line.addSubcommand(new FunnelCommand());
        line.addSubcommand(new TraceCommand());
        line.addSubcommand(new DeadCommand());
        line.addSubcommand(new ReplayCommand());
        line.addSubcommand(new DestinationsCommand());
        line.addSubcommand(new AuditCommand());
        line.addSubcommand(new BenchCommand());
        line.addSubcommand(new BareServerCommand());
        line.addSubcommand(new SenderCommand());
        line.addSubcommand(new ProducerCommand());
        standardise(line.getCommandSpec());
        ErrorLines errors = new ErrorLines();
        return line.setParameterExceptionHandler(errors)
                .setExecutionExceptionHandler(errors)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpWidth(100);
    }

    /** {@code centrifuge} and {@code centrifuge --conf DIR} mean {@code centrifuge serve …}. */
    private static String[] withDefaultCommand(CommandLine line, String... arguments) {
        boolean named = arguments.length > 0 && (!arguments[0].startsWith("-") || isOwnOption(line, arguments[0]));
        if (named || !line.getSubcommands().containsKey(DEFAULT_COMMAND)) {
            return arguments;
        }
        String[] all = new String[arguments.length + 1];
        all[0] = DEFAULT_COMMAND;
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return all;
    }

    private static boolean isOwnOption(CommandLine line, String argument) {
        return line.getCommandSpec().findOption(argument) != null;
    }

    private static void standardise(CommandSpec spec) {
        spec.mixinStandardHelpOptions(true).versionProvider(Version::lines);
        spec.usageMessage().abbreviateSynopsis(true);
        spec.subcommands().values().forEach(each -> standardise(each.getCommandSpec()));
    }
}
