package dev.centrifuge.tools.admin;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code replay}: events of the past, once more. */
@Command(
        name = "replay",
        description =
                "Delivers events of the past to a destination once more; shows and cancels such jobs, and redrives.",
        subcommands = {
            ReplayCommand.Start.class,
            ReplayCommand.Listing.class,
            ReplayCommand.Show.class,
            ReplayCommand.Cancel.class
        })
public final class ReplayCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "say what to do: start, list, show or cancel");
    }

    private static String path(String id) {
        return "/v1/replays/" + AdminClient.encoded(id);
    }

    /** {@code replay start}. */
    @Command(name = "start", description = "Starts a replay: the events that the options say, to one destination.")
    static final class Start implements Callable<Integer> {
        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Mixin
        private AdminOptions admin = new AdminOptions();

        @Option(names = "--destination", required = true, paramLabel = "ID", description = "Who gets them.")
        private String destination = "";

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

        @Override
        public Integer call() throws IOException, InterruptedException {
            AdminClient client = admin.client();
            JsonNode answer = client.post("/v1/replays", body());
            return JobWait.started(client, answer, dryRun, wait, admin.out(), spec);
        }

        private Map<String, Object> body() {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("destination", destination);
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

    /** {@code replay list}. */
    @Command(name = "list", description = "Lists replays and redrives, the newest first.")
    static final class Listing implements Callable<Integer> {
        @Mixin
        private AdminOptions admin = new AdminOptions();

        @Option(names = "--limit", paramLabel = "N", description = "How many (default: ${DEFAULT-VALUE}).")
        private int limit = 50;

        @Override
        public Integer call() throws IOException, InterruptedException {
            JsonNode answer = admin.client().get("/v1/replays?limit=" + limit);
            Printout out = admin.out();
            if (!out.json(answer)) {
                List<List<String>> rows = new ArrayList<>();
                answer.path("items").forEach(job -> rows.add(JobWait.row(job)));
                out.table(JobWait.HEAD, rows);
            }
            return 0;
        }
    }

    /** {@code replay show}. */
    @Command(name = "show", description = "Shows how far a replay or a redrive is. Exit code 1 where it failed.")
    static final class Show implements Callable<Integer> {
        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Mixin
        private AdminOptions admin = new AdminOptions();

        @Parameters(paramLabel = "ID", description = "The job's id.")
        private String id = "";

        @Option(names = "--wait", description = "Wait until it is done, and show how far it is.")
        private boolean wait;

        @Override
        public Integer call() throws IOException, InterruptedException {
            AdminClient client = admin.client();
            return JobWait.started(client, client.get(path(id)), false, wait, admin.out(), spec);
        }
    }

    /** {@code replay cancel}. */
    @Command(
            name = "cancel",
            description = "Cancels a replay or a redrive: what it has copied is delivered, and nothing more is copied.")
    static final class Cancel implements Callable<Integer> {
        @Mixin
        private AdminOptions admin = new AdminOptions();

        @Parameters(paramLabel = "ID", description = "The job's id.")
        private String id = "";

        @Override
        public Integer call() throws IOException, InterruptedException {
            JsonNode job = admin.client().delete(path(id));
            if (!admin.out().json(job)) {
                admin.out().line(JobWait.line(job));
            }
            return 0;
        }
    }
}
