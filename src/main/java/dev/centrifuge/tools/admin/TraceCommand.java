package dev.centrifuge.tools.admin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.centrifuge.tools.Terminal;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code trace}: what became of an event. */
@Command(
        name = "trace",
        description = {
            "Shows the history of an event: when it came, and for each destination every attempt and what comes next.",
            "Searches the log from its end, an hour back unless --since says otherwise. Exit code 1 where it is not found."
        })
public final class TraceCommand implements Callable<Integer> {
    /** Each call searches for some seconds; a log of weeks is not searched to its beginning. */
    private static final int MOST_CALLS = 100;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private AdminOptions admin = new AdminOptions();

    @Parameters(paramLabel = "MESSAGE_ID", description = "The event's messageId.")
    private String messageId = "";

    @Option(names = "--source", paramLabel = "ID", description = "Only events of this source.")
    private @Nullable String source;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description =
                    "How far back: an ISO 8601 time, or how long ago, such as 2h or 3d (default: ${DEFAULT-VALUE}).")
    private String since = "1h";

    @Option(names = "--until", paramLabel = "TIME", description = "Only what was stored before then.")
    private @Nullable String until;

    @Override
    public Integer call() throws IOException, InterruptedException {
        JsonNode answer = find(admin.client());
        if (!admin.out().json(answer)) {
            new Timeline(admin.out()).print(answer);
        }
        return answer.path("events").isEmpty() && answer.path("attempts").isEmpty() ? 1 : 0;
    }

    /** Goes on until it is found or all is searched; nothing else is known of how long that takes. */
    private JsonNode find(AdminClient client) throws IOException, InterruptedException {
        JsonNode answer = client.get(path(null));
        for (int i = 1; i < MOST_CALLS && answer.path("events").isEmpty() && answer.has("next"); i++) {
            if (Terminal.attached()) {
                spec.commandLine()
                        .getErr()
                        .println("searched back to "
                                + answer.path("searched").path("from").asText());
                spec.commandLine().getErr().flush();
            }
            answer = client.get(path(answer.path("next").asText()));
        }
        return answer;
    }

    private String path(@Nullable String cursor) {
        Map<String, @Nullable String> parameters = new LinkedHashMap<>();
        parameters.put("source", source);
        parameters.put("since", since);
        parameters.put("until", until);
        parameters.put("cursor", cursor);
        return AdminClient.query("/v1/events/" + AdminClient.encoded(messageId), parameters);
    }
}
