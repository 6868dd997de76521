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

/** {@code destinations}: how they do, and what may be done about it. */
@Command(
        name = "destinations",
        description = "Lists, shows, pauses, resumes and tests destinations of a running gateway.",
        subcommands = {
            DestinationsCommand.ListCommand.class,
            DestinationsCommand.ShowCommand.class,
            DestinationsCommand.PauseCommand.class,
            DestinationsCommand.ResumeCommand.class,
            TestFireCommand.class
        })
public final class DestinationsCommand implements Callable<Integer> {
    private static final String PATH = "/v1/destinations";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "say which: list, show, pause, resume or test");
    }

    static String path(String id) {
        return PATH + "/" + AdminClient.encoded(id);
    }

    @Command(name = "list", description = "Lists destinations, those in trouble first.")
    static final class ListCommand implements Callable<Integer> {
        private static final int PAGE = 1_000;

        @Mixin
        private AdminOptions admin = new AdminOptions();

        @Option(
                names = "--state",
                paramLabel = "STATE",
                description = "Only those in this state: down, slow, paused, …")
        private @Nullable String state;

        @Option(names = "--text", paramLabel = "TEXT", description = "Only those whose id or host has this in it.")
        private @Nullable String text;

        @Option(
                names = "--limit",
                paramLabel = "N",
                defaultValue = "100",
                description = "How many at most (default: ${DEFAULT-VALUE}).")
        private int limit;

        @Override
        public Integer call() throws IOException, InterruptedException {
            Map<String, @Nullable String> query = new LinkedHashMap<>();
            query.put("state", state);
            query.put("text", text);
            query.put("limit", Integer.toString(Math.max(1, Math.min(PAGE, limit))));
            JsonNode page = admin.client().get(AdminClient.query(PATH, query));
            Printout out = admin.out();
            if (out.json(page)) {
                return 0;
            }
            List<List<String>> rows = new ArrayList<>();
            page.path("items").forEach(item -> rows.add(row(item)));
            out.table(
                    List.of(
                            "DESTINATION",
                            "STATE",
                            "SINCE",
                            "IN/s",
                            "OUT/s",
                            "P99 ms",
                            "ERRORS",
                            "BACKLOG",
                            "DELIVERED",
                            "DEAD",
                            "REASON"),
                    rows);
            if (page.has("next")) {
                out.line("There are more; --limit, --state and --text say which are listed.");
            }
            return 0;
        }

        private static List<String> row(JsonNode item) {
            return List.of(
                    item.path("destination").asText(),
                    item.path("state").asText(),
                    item.path("since").asText(),
                    item.at("/ratePerSecond/in").asText(),
                    item.at("/ratePerSecond/out").asText(),
                    item.path("p99Millis").asText("-"),
                    item.has("errorShare") ? Math.round(item.path("errorShare").asDouble() * 1_000) / 10.0 + " %" : "-",
                    item.path("backlog").asText(),
                    item.at("/counts/delivered").asText("-"),
                    item.at("/counts/dead").asText("-"),
                    reason(item));
        }
    }

    private static String reason(JsonNode item) {
        JsonNode reason = item.path("reason");
        String by = reason.has("by") ? " by " + reason.path("by").asText() : "";
        String note = reason.has("note") ? ": " + reason.path("note").asText() : "";
        return reason.path("cause").asText() + by + note;
    }

    @Command(name = "show", description = "Shows a destination: state, figures, limits in force, configuration.")
    static final class ShowCommand implements Callable<Integer> {
        @Mixin
        private AdminOptions admin = new AdminOptions();

        @Parameters(paramLabel = "ID", description = "The destination's id.")
        private String id = "";

        @Override
        public Integer call() throws IOException, InterruptedException {
            JsonNode answer = admin.client().get(path(id));
            Printout out = admin.out();
            if (!out.json(answer)) {
                String reason = reason(answer);
                out.line(id + ": " + answer.path("state").asText() + " since "
                        + answer.path("since").asText() + (reason.isEmpty() ? "" : ", " + reason));
                answer.properties().forEach(each -> print(out, each.getKey(), each.getValue()));
            }
            return 0;
        }

        /** What was said above is left out, and the history is for plots. */
        private static void print(Printout out, String name, JsonNode value) {
            if (!List.of("destination", "state", "since", "reason", "history").contains(name)) {
                out.line("  " + name + ": " + (value.isTextual() ? value.asText() : value.toString()));
            }
        }
    }

    @Command(
            name = "pause",
            description = {
                "Sends nothing more to a destination, on all nodes and over restarts, until it is resumed.",
                "Its events stay in the log; they are given up after its retry.ttl, as while it is down."
            })
    static final class PauseCommand implements Callable<Integer> {
        @Mixin
        private Steer steer = new Steer();

        @Mixin
        private AdminOptions admin = new AdminOptions();

        @Override
        public Integer call() throws IOException, InterruptedException {
            return steer.go(admin, "pause");
        }
    }

    @Command(name = "resume", description = "Ends a pause, and tries again where a destination answered 410.")
    static final class ResumeCommand implements Callable<Integer> {
        @Mixin
        private Steer steer = new Steer();

        @Mixin
        private AdminOptions admin = new AdminOptions();

        @Override
        public Integer call() throws IOException, InterruptedException {
            return steer.go(admin, "resume");
        }
    }

    /** What pausing and resuming take. */
    static final class Steer {
        @Parameters(paramLabel = "ID", description = "The destination's id.")
        private String id = "";

        @Option(names = "--note", paramLabel = "TEXT", description = "Why; for whoever reads it later.")
        private @Nullable String note;

        int go(AdminOptions admin, String action) throws IOException, InterruptedException {
            JsonNode answer =
                    admin.client().post(path(id) + "/" + action, note == null ? Map.of() : Map.of("note", note));
            Printout out = admin.out();
            if (!out.json(answer)) {
                out.line(id + ": " + answer.path("state").asText());
            }
            return 0;
        }
    }
}
