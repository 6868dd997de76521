package dev.centrifuge.tools.admin;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/** Runs commands against an admin port, and keeps what they print. */
final class CommandRun {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    /** The exit code. Why a command failed goes to its errors, as {@code Main} does it. */
    int run(String admin, Object command, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--admin", admin));
        return new CommandLine(command)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .setExecutionExceptionHandler((failure, line, parsed) -> {
                    err.write(failure.getMessage());
                    return 1;
                })
                .execute(all.toArray(String[]::new));
    }

    /** What was printed since the last time that this was asked. */
    String out() {
        String printed = out.toString();
        out.getBuffer().setLength(0);
        return printed;
    }

    String err() {
        return err.toString();
    }
}
