package dev.centrifuge.tools.admin;

import dev.centrifuge.admin.AdminFixture;
import dev.centrifuge.admin.http.Api;
import dev.centrifuge.admin.http.Problem;
import dev.centrifuge.admin.http.Reply;
import io.vertx.core.Future;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class DestinationsCommandTest {
    private static final Map<String, Object> CRM = Map.of(
            "destination",
            "crm",
            "state",
            "paused",
            "since",
            "2026-01-31T10:00:00Z",
            "reason",
            Map.of("cause", "paused", "by", "ann", "note", "they asked"),
            "ratePerSecond",
            Map.of("in", 5, "out", 0),
            "errorShare",
            0.25,
            "backlog",
            40);

    private final CommandRun commands = new CommandRun();
    private final List<String> bodies = new ArrayList<>();
    private AdminFixture admin;

    @TempDir
    Path dir;

    private void routes(Api api) {
        api.get(
                "/v1/destinations",
                Set.of("state", "text", "limit"),
                call -> Future.succeededFuture(
                        Reply.ok(Map.of("items", List.of(CRM), "next", String.valueOf(call.text("state"))))));
        api.get("/v1/destinations/:id", Set.of(), call -> {
            if (!call.path("id").equals("crm")) {
                throw Problem.missing("there is no destination of that id").refusal();
            }
            return Future.succeededFuture(Reply.ok(CRM));
        });
        api.post("/v1/destinations/:id/pause", Set.of(), call -> {
            bodies.add(call.body().toString());
            return Future.succeededFuture(Reply.ok(Map.of("destination", "crm", "state", "paused")));
        });
        api.post("/v1/destinations/:id/resume", Set.of(), call -> {
            bodies.add(call.body().toString());
            return Future.succeededFuture(Reply.ok(Map.of("destination", "crm", "state", "recovering")));
        });
        api.post("/v1/destinations/:id/test", Set.of(), call -> {
            bodies.add(call.body().toString());
            return Future.succeededFuture(Reply.ok(Map.of(
                    "outcome",
                    "refused",
                    "status",
                    422,
                    "cause",
                    "http_422",
                    "latencyMillis",
                    12.5,
                    "answer",
                    "no such\nfield",
                    "request",
                    Map.of(
                            "method", "POST",
                            "url", "https://crm.example/",
                            "headers", Map.of("authorization", "***"),
                            "body", "{}"))));
        });
        api.get(
                "/v1/audit",
                Set.of("limit"),
                call -> Future.succeededFuture(Reply.ok(Map.of(
                        "items",
                        List.of(Map.of(
                                "at", "2026-01-31T10:00:00Z",
                                "who", "ann",
                                "action", "pause",
                                "target", "crm",
                                "note", "they asked"))))));
    }

    @BeforeEach
    void open() throws Exception {
        admin = new AdminFixture(this::routes);
    }

    @AfterEach
    void close() throws Exception {
        admin.close();
    }

    private int run(Object command, String... arguments) {
        return commands.run(admin.url("").toString(), command, arguments);
    }

    @Test
    void list_isATable_orJson() {
        assertThat(run(new DestinationsCommand(), "list", "--state", "paused")).isZero();
        assertThat(commands.out()).contains("DESTINATION", "crm", "25.0 %", "paused by ann: they asked", "more");
        assertThat(run(new DestinationsCommand(), "list", "--json")).isZero();
        assertThat(commands.out()).startsWith("{").contains("\"backlog\" : 40");
    }

    @Test
    void show_tellsOfOne_andFailsWhereThereIsNone() {
        assertThat(run(new DestinationsCommand(), "show", "crm")).isZero();
        assertThat(commands.out())
                .contains("crm: paused since 2026-01-31T10:00:00Z, paused by ann: they asked", "backlog: 40");
        assertThat(run(new DestinationsCommand(), "show", "nobody")).isEqualTo(1);
        assertThat(commands.err()).contains("404: there is no destination of that id");
    }

    @Test
    void pauseAndResume_sendTheNote_andTellTheState() {
        assertThat(run(new DestinationsCommand(), "pause", "crm", "--note", "they asked"))
                .isZero();
        assertThat(run(new DestinationsCommand(), "resume", "crm")).isZero();
        assertThat(bodies).containsExactly("{\"note\":\"they asked\"}", "{}");
        assertThat(commands.out()).contains("crm: paused", "crm: recovering");
    }

    @Test
    void test_showsBothSides_andFailsWhereItWasNotDelivered() throws Exception {
        Path event = Files.writeString(dir.resolve("event.json"), "{\"type\":\"track\"}");
        assertThat(run(new DestinationsCommand(), "test", "crm", "--event", event.toString()))
                .isEqualTo(1);
        assertThat(bodies).containsExactly("{\"event\":{\"type\":\"track\"}}");
        assertThat(commands.out())
                .contains("crm: refused 422 (http_422) in 12.5 ms", "> authorization: ***", "< no such", "< field");
    }

    @Test
    void audit_isATable() {
        assertThat(run(new AuditCommand())).isZero();
        assertThat(commands.out()).contains("ann", "pause", "crm", "they asked");
    }
}
