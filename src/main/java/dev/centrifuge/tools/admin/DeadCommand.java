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

/** {@code dead}: what could not be delivered. */
@Command(
        name = "dead",
        description = "Dead letters: lists and shows them, and delivers them once more (redrive).",
        subcommands = {DeadCommand.Listing.class, DeadCommand.Show.class, DeadCommand.Redrive.class})
public final class DeadCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "say what to do: list, show or redrive");
    }

    /** A field as a table's cell. */
    static String cell(JsonNode node, String name) {
        String text = node.path(name).asText("");
        return text.isEmpty() ? "-" : clean(text);
    }

    /** What came from elsewhere must not steer the terminal. */
    static String clean(String text) {
        return text.replaceAll("\\p{Cntrl}+", " ");
    }

    /** Which letters; a mix-in. */
    static final class Filters {
        @Mixin
        private Period period = new Period();

        @Option(names = "--destination", paramLabel = "ID", description = "Only those of this destination.")
        private @Nullable String destination;

        @Option(names = "--reason", paramLabel = "WORD", description = "Only those that died of this, such as ttl.")
        private @Nullable String reason;

        @Option(
                names = "--text",
                paramLabel = "TEXT",
                description = "Only those with this in the payload or the last answer.")
        private @Nullable String text;

        Map<String, @Nullable String> parameters() {
            Map<String, @Nullable String> parameters = new LinkedHashMap<>();
            parameters.put("destination", destination);
            period.putInto(parameters);
            parameters.put("reason", reason);
            parameters.put("text", text);
            return parameters;
        }
    }

    /** {@code dead list}. */
    @Command(name = "list", description = "Lists dead letters, the newest first.")
    static final class Listing implements Callable<Integer> {
        @Mixin
        private AdminOptions admin = new AdminOptions();

        @Mixin
        private Filters filters = new Filters();

        @Option(names = "--limit", paramLabel = "N", description = "How many (default: ${DEFAULT-VALUE}).")
        private int limit = 50;

        @Option(names = "--cursor", paramLabel = "CURSOR", description = "Goes on where a list before has ended.")
        private @Nullable String cursor;

        @Override
        public Integer call() throws IOException, InterruptedException {
            Map<String, @Nullable String> parameters = filters.parameters();
            parameters.put("limit", Integer.toString(limit));
            parameters.put("cursor", cursor);
            JsonNode answer = admin.client().get(AdminClient.query("/v1/dead", parameters));
            Printout out = admin.out();
            if (out.json(answer)) {
                return 0;
            }
            List<List<String>> rows = new ArrayList<>();
            answer.path("items").forEach(letter -> rows.add(row(letter)));
            out.table(
                    List.of(
                            "ID",
                            "AT",
                            "DESTINATION",
                            "SOURCE",
                            "MESSAGE",
                            "REASON",
                            "ATTEMPTS",
                            "EVENT AT",
                            "REDRIVEN"),
                    rows);
            if (answer.has("next")) {
                out.line("searched back to "
                        + answer.path("searched").path("from").asText() + "; for more: --cursor "
                        + answer.path("next").asText());
            }
            return 0;
        }

        private static List<String> row(JsonNode letter) {
            return List.of(
                    letter.path("id").asText(),
                    letter.path("at").asText(),
                    cell(letter, "destination"),
                    cell(letter, "source"),
                    cell(letter, "messageId"),
                    cell(letter, "reason"),
                    letter.path("attempts").asText(),
                    where(letter),
                    cell(letter.path("redriven"), "job"));
        }

        /** Of a letter that was too large with its event: where in the log that is. */
        private static String where(JsonNode letter) {
            JsonNode reference = letter.path("reference");
            return reference.isMissingNode()
                    ? "-"
                    : reference.path("partition").asText() + "-"
                            + reference.path("offset").asText();
        }
    }

    /** {@code dead show}. */
    @Command(name = "show", description = "Shows a dead letter: what was tried, the last answer, and the payload.")
    static final class Show implements Callable<Integer> {
        @Mixin
        private AdminOptions admin = new AdminOptions();

        @Parameters(paramLabel = "ID", description = "As the list shows it, such as 3-1027.")
        private String id = "";

        @Override
        public Integer call() throws IOException, InterruptedException {
            JsonNode letter = admin.client().get("/v1/dead/" + AdminClient.encoded(id));
            Printout out = admin.out();
            if (out.json(letter)) {
                return 0;
            }
            letter.properties().forEach(field -> {
                JsonNode value = field.getValue();
                if (field.getKey().equals("payload")) {
                    return;
                }
                if (field.getKey().equals("reference")) {
                    out.line("event: " + event(value));
                    return;
                }
                out.line(field.getKey() + ": " + clean(value.isValueNode() ? value.asText() : value.toString()));
            });
            JsonNode payload = letter.path("payload");
            if (payload.isMissingNode()) {
                return 0;
            }
            out.line("payload: " + (payload.isContainerNode() ? payload.toPrettyString() : clean(payload.asText())));
            return 0;
        }
    }

    /** What became of an event that its letter was too small for. */
    private static String event(JsonNode reference) {
        String place = reference.path("partition").asText() + "-"
                + reference.path("offset").asText();
        return reference.path("gone").asBoolean()
                ? "no longer in the log (it was at " + place + ")"
                : "in the log, at " + place + ": it was too large for its letter";
    }

    /** {@code dead redrive}. */
    @Command(
            name = "redrive",
            description = {
                "Delivers dead letters once more: those named, those that the filters match, or --all.",
                "Letters that were redriven before are left out unless --force is given."
            })
    static final class Redrive implements Callable<Integer> {
        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Mixin
        private JobOptions job = new JobOptions();

        @Mixin
        private Filters filters = new Filters();

        @Parameters(paramLabel = "ID", arity = "0..*", description = "Letters, as the list shows them.")
        private List<String> ids = new ArrayList<>();

        @Option(names = "--all", description = "All that there are.")
        private boolean all;

        @Option(names = "--force", description = "Also those that were redriven before.")
        private boolean force;

        @Override
        public Integer call() throws IOException, InterruptedException {
            return job.start("/v1/dead/redrive", body(), spec);
        }

        private Map<String, Object> body() {
            Map<String, Object> body = JobOptions.given(filters.parameters());
            int ways = (ids.isEmpty() ? 0 : 1) + (body.isEmpty() ? 0 : 1) + (all ? 1 : 0);
            if (ways != 1) {
                throw new ParameterException(
                        spec.commandLine(), "say which letters: by their ids, by filters, or all of them by --all");
            }
            if (!ids.isEmpty()) {
                body.put("ids", ids);
            }
            JobWait.put(body, "all", all);
            JobWait.put(body, "force", force);
            return body;
        }
    }
}
