package dev.centrifuge.tools.admin;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** From which source and from when; a mix-in. */
final class Period {
    @Option(names = "--source", paramLabel = "ID", description = "Only what came from this source.")
    private @Nullable String source;

    @Option(names = "--since", paramLabel = "TIME", description = "An ISO 8601 time, or how long ago, such as 2h.")
    private @Nullable String since;

    @Option(names = "--until", paramLabel = "TIME", description = "The same.")
    private @Nullable String until;

    /** Adds them under their names, null where one is not given. */
    void putInto(Map<String, @Nullable String> parameters) {
        parameters.put("source", source);
        parameters.put("since", since);
        parameters.put("until", until);
    }
}
