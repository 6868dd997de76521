package dev.centrifuge.tools.admin;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** How a job is to run, and whether to wait for it; a mix-in of whoever starts one. */
final class JobOptions {
    @Mixin
    private AdminOptions admin = new AdminOptions();

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "Events a second for each destination (default: a fifth of its own rate).")
    private @Nullable Double rate;

    @Option(names = "--dry-run", description = "Only count them.")
    private boolean dryRun;

    @Option(names = "--wait", description = "Wait until it is done, and show how far it is.")
    private boolean wait;

    /**
     * Starts the job, or counts what it would deliver.
     *
     * @param body what the job is, to which the rate is added
     * @return the exit code
     */
    int start(String path, Map<String, Object> body, CommandSpec spec) throws IOException, InterruptedException {
        JobWait.put(body, "dryRun", dryRun);
        if (rate != null) {
            body.put("rate", rate);
        }
        AdminClient client = admin.client();
        JsonNode answer = client.post(path, body);
        return JobWait.started(client, answer, dryRun, wait, admin.out(), spec);
    }

    /** Those that are given, as a body has them. */
    static Map<String, Object> given(Map<String, @Nullable String> parameters) {
        Map<String, Object> given = new LinkedHashMap<>();
        parameters.forEach((name, value) -> {
            if (value != null) {
                given.put(name, value);
            }
        });
        return given;
    }
}
