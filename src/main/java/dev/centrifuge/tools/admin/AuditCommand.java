package dev.centrifuge.tools.admin;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code audit}: who did what. */
@Command(name = "audit", description = "Lists what operators did, the newest first.")
public final class AuditCommand implements Callable<Integer> {
    @Mixin
    private AdminOptions admin = new AdminOptions();

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "50",
            description = "How many at most, 1 to 1000 (default: ${DEFAULT-VALUE}).")
    private int limit;

    @Override
    public Integer call() throws IOException, InterruptedException {
        JsonNode page = admin.client().get("/v1/audit?limit=" + limit);
        Printout out = admin.out();
        if (out.json(page)) {
            return 0;
        }
        List<List<String>> rows = new ArrayList<>();
        page.path("items")
                .forEach(item -> rows.add(List.of(
                        item.path("at").asText(),
                        item.path("who").asText(),
                        item.path("action").asText(),
                        item.path("target").asText(),
                        item.path("note")
                                .asText(
                                        item.path("details").isObject()
                                                ? item.path("details").toString()
                                                : ""))));
        out.table(List.of("AT", "WHO", "ACTION", "TARGET", "NOTE"), rows);
        return 0;
    }
}
