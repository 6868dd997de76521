package dev.centrifuge.tools.admin;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** What to replay, to whom; a mix-in of {@code replay} and {@code replay start}, which do the same. */
final class ReplayOptions {
    @Mixin
    private JobOptions job = new JobOptions();

    @Mixin
    private Period period = new Period();

    // Not `required`: that would be asked of `replay list`, too.
    @Option(names = "--destination", paramLabel = "ID", description = "Who gets them. Needed.")
    private @Nullable String destination;

    @Option(names = "--filter", paramLabel = "JSLT", description = "Only events that this expression wants.")
    private @Nullable String filter;

    /**
     * Starts the replay, or counts what it would deliver.
     *
     * @param otherwise what else may be done where no destination is named
     * @return the exit code
     */
    int start(CommandSpec spec, String otherwise) throws IOException, InterruptedException {
        if (destination == null) {
            throw new ParameterException(spec.commandLine(), "--destination is missing" + otherwise);
        }
        return job.start("/v1/replays", body(destination), spec);
    }

    private Map<String, Object> body(String to) {
        Map<String, @Nullable String> parameters = new LinkedHashMap<>();
        parameters.put("destination", to);
        period.putInto(parameters);
        parameters.put("filter", filter);
        return JobOptions.given(parameters);
    }
}
