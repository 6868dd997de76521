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
import picocli.CommandLine.Option;

/** {@code centrifuge funnel}: what became of every leg. */
@Command(
        name = "funnel",
        description = "Shows what became of every leg: received = delivered + filtered + dead + pending.")
public final class FunnelCommand implements Callable<Integer> {
    private static final List<String> COLUMNS =
            List.of("received", "delivered", "filtered", "dead", "pending", "lost", "missing");

    @Mixin
    private AdminOptions admin = new AdminOptions();

    @Option(
            names = "--by",
            paramLabel = "WHAT",
            description = "A line for each destination, source or pair (default: ${DEFAULT-VALUE}).")
    private String by = "destination";

    @Option(names = "--destination", paramLabel = "ID", description = "Only this destination.")
    private @Nullable String destination;

    @Option(names = "--source", paramLabel = "ID", description = "Only this source; with --by source or --by pair.")
    private @Nullable String source;

    @Option(
            names = "--over",
            paramLabel = "SPAN",
            description = "How it came to be, of all or of one destination: 10m or 24h.")
    private @Nullable String over;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Map<String, @Nullable String> parameters = new LinkedHashMap<>();
        parameters.put("by", by);
        parameters.put("destination", destination);
        parameters.put("source", source);
        parameters.put("over", over);
        AdminClient client = admin.client();
        JsonNode answer = client.get(AdminClient.query("/v1/funnel", parameters));
        Printout out = admin.out();
        if (!out.json(answer)) {
            print(out, answer);
        }
        return 0;
    }

    private static void print(Printout out, JsonNode answer) {
        List<List<String>> rows = new ArrayList<>();
        if (answer.has("over")) {
            answer.path("over")
                    .forEach(moment -> rows.add(cells(moment.path("at").asText(), moment)));
            out.table(head("at"), rows);
            return;
        }
        answer.path("rows").forEach(row -> rows.add(cells(name(row), row)));
        rows.add(cells("all", answer.path("total")));
        out.table(head("legs of"), rows);
        if (answer.has("next")) {
            out.line("and more: ask for one of them, or use the API");
        }
        scope(out, answer.path("partitions"));
    }

    /** Of which partitions that is, where some are not of the node that was asked. */
    private static void scope(Printout out, JsonNode partitions) {
        int elsewhere = partitions.path("elsewhere").asInt();
        int unknown = partitions.path("unknown").asInt();
        if (elsewhere > 0) {
            String at = partitions.path("checkpointAt").asText();
            out.line(partitions.path("here").asInt() + " partitions as they are; " + elsewhere
                    + " that this node does not read as of their last checkpoint" + (at.isEmpty() ? "" : ", " + at));
        }
        if (unknown > 0) {
            out.line(unknown + " partitions are not counted: nothing is known of them yet");
        }
    }

    private static List<String> head(String first) {
        List<String> head = new ArrayList<>(COLUMNS);
        head.add(0, first);
        return head;
    }

    private static String name(JsonNode row) {
        if (row.path("removed").asBoolean()) {
            return "(removed)";
        }
        String from = row.path("source").asText();
        String to = row.path("destination").asText();
        return from.isEmpty() || to.isEmpty() ? from + to : from + " > " + to;
    }

    private static List<String> cells(String name, JsonNode row) {
        List<String> cells = new ArrayList<>();
        cells.add(name);
        COLUMNS.forEach(column -> cells.add(row.path(column).asText("-")));
        return cells;
    }
}
