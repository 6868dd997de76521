package dev.centrifuge.tools.admin;

import com.fasterxml.jackson.databind.JsonNode;
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
    private AdminOptions admin = new AdminOptions();

    // Not `required`: that would be asked of `replay list`, too.
    @Option(names = "--destination", paramLabel = "ID", description = "Who gets them. Needed.")
    private @Nullable String destination;

    @Option(names = "--source", paramLabel = "ID", description = "Only events of this source.")
    private @Nullable String source;

    @Option(names = "--since", paramLabel = "TIME", description = "An ISO 8601 time, or how long ago, such as 2h.")
    private @Nullable String since;

    @Option(names = "--until", paramLabel = "TIME", description = "The same.")
    private @Nullable String until;

    @Option(names = "--filter", paramLabel = "JSLT", description = "Only events that this expression wants.")
    private @Nullable String filter;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "Events a second (default: a fifth of the destination's own rate).")
    private @Nullable Double rate;

    @Option(names = "--dry-run", description = "Only count them.")
    private boolean dryRun;

    @Option(names = "--wait", description = "Wait until it is done, and show how far it is.")
    private boolean wait;

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
        AdminClient client = admin.client();
        JsonNode answer = client.post("/v1/replays", body(destination));
        return JobWait.started(client, answer, dryRun, wait, admin.out(), spec);
    }

    private Map<String, Object> body(String to) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("destination", to);
        put(body, "source", source);
        put(body, "since", since);
        put(body, "until", until);
        put(body, "filter", filter);
        put(body, "rate", rate);
        JobWait.put(body, "dryRun", dryRun);
        return body;
    }

    private static void put(Map<String, Object> body, String name, @Nullable Object value) {
        if (value != null) {
            body.put(name, value);
        }
    }
}
