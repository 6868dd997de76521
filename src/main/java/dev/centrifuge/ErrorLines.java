package dev.centrifuge;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Tells what went wrong in one line on standard error. The stack trace goes to the log, at debug level. */
final class ErrorLines implements IParameterExceptionHandler, IExecutionExceptionHandler {

    @Override
    public int handleParseException(ParameterException wrong, String[] arguments) {
        CommandLine line = wrong.getCommandLine();
        print(line, usage(wrong) + " (see " + line.getCommandSpec().qualifiedName() + " --help)");
        return line.getCommandSpec().exitCodeOnInvalidInput();
    }

    @Override
    public int handleExecutionException(Exception thrown, CommandLine line, ParseResult parsed) {
        Throwable cause = unwrap(thrown);
        print(line, told(cause));
        LoggerFactory.getLogger(Main.class).debug("{} failed", line.getCommandName(), cause);
        return line.getCommandSpec().exitCodeOnExecutionException();
    }

    private static String usage(ParameterException wrong) {
        if (!(wrong instanceof UnmatchedArgumentException unmatched)) {
            return wrong.getMessage();
        }
        CommandSpec command = wrong.getCommandLine().getCommandSpec();
        String first = unmatched.getUnmatched().get(0);
        boolean option = first.startsWith("-");
        Set<String> candidates =
                option ? command.optionsMap().keySet() : command.subcommands().keySet();
        String near = Suggestions.near(first, candidates)
                .map(each -> "; did you mean " + each + "?")
                .orElse("");
        return "no such " + (option ? "option" : candidates.isEmpty() ? "argument" : "command") + " '" + first + "'"
                + near;
    }

    /** What a command threw on purpose is an {@link IOException} with a message for people; the rest is a bug. */
    private static String told(Throwable cause) {
        String message = cause.getMessage();
        if (cause instanceof FileSystemException file) {
            return file.getFile() + ": " + reason(file);
        }
        return cause instanceof IOException && message != null
                ? message
                : cause.getClass().getSimpleName() + (message == null ? "" : ": " + message);
    }

    /** Most of these say it by their class alone. */
    private static String reason(FileSystemException file) {
        if (file instanceof NoSuchFileException) {
            return "does not exist";
        }
        if (file instanceof AccessDeniedException) {
            return "may not be used";
        }
        String reason = file.getReason();
        return reason == null ? "cannot be used" : reason;
    }

    private static Throwable unwrap(Throwable thrown) {
        Throwable cause = thrown;
        while ((cause instanceof CompletionException
                        || cause instanceof ExecutionException
                        || cause instanceof UncheckedIOException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static void print(CommandLine line, String message) {
        line.getErr()
                .println(line.getCommandSpec().qualifiedName() + ": "
                        + message.strip().replaceAll("\\s*\\R\\s*", "; "));
    }
}
