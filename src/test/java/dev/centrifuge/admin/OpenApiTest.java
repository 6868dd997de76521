package dev.centrifuge.admin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.centrifuge.admin.audit.AuditLog;
import dev.centrifuge.admin.audit.AuditRoutes;
import dev.centrifuge.admin.config.ConfigRoutes;
import dev.centrifuge.admin.dead.DeadApiTest;
import dev.centrifuge.admin.destinations.DestinationRoutes;
import dev.centrifuge.admin.destinations.FakeEverywhere;
import dev.centrifuge.admin.destinations.Running;
import dev.centrifuge.admin.events.EventRoutesTest;
import dev.centrifuge.admin.funnel.FunnelApi;
import dev.centrifuge.admin.http.Api;
import dev.centrifuge.admin.http.Routes;
import dev.centrifuge.admin.stream.Streams;
import dev.centrifuge.config.Configuration;
import dev.centrifuge.config.GatewayConfig;
import dev.centrifuge.config.reload.ConfigState;
import dev.centrifuge.dispatch.hold.Holds;
import dev.centrifuge.flow.count.Group;
import dev.centrifuge.flow.count.History;
import dev.centrifuge.time.Ticker;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The description of the admin API against what is registered: paths, methods, and what may be given with each. */
class OpenApiTest {
    private static final Pattern PART = Pattern.compile("\\{(\\w+)}");

    /** Every part of the API; only registered here, never called. */
    private static List<Routes> parts(Vertx vertx) {
        ConfigState config = new ConfigState(
                new Configuration(GatewayConfig.defaults(1 << 30), Map.of(), Map.of()), Ticker.system());
        AuditLog audit = new AuditLog((id, value) -> new CompletableFuture<>(), new Random());
        return List.of(
                new OpenApi(),
                EventRoutesTest.nowhere(),
                DeadApiTest.nowhere(),
                new FunnelApi(() -> Group.unknown(1), new History(), Set::of),
                new ConfigRoutes(config),
                new AuditRoutes(audit),
                new DestinationRoutes(config, Running.nothing(), new FakeEverywhere(), Holds.none(), audit),
                new Streams(vertx, tap -> {}, System::currentTimeMillis));
    }

    @Test
    void described_is_what_is_registered() throws Exception {
        assertThat(described(OpenApi.load())).isEqualTo(registered());
    }

    @Test
    void every_operation_has_a_summary_and_an_answer() {
        OpenApi.load()
                .path("paths")
                .forEach(path -> path.forEach(operation -> {
                    assertThat(operation.path("summary").asText()).isNotBlank();
                    assertThat(operation.path("responses").isEmpty()).isFalse();
                }));
    }

    @Test
    void every_reference_leads_somewhere() {
        JsonNode document = OpenApi.load();
        document.findValuesAsText("$ref")
                .forEach(reference -> assertThat(
                                document.at(reference.substring(1)).isMissingNode())
                        .as(reference)
                        .isFalse());
    }

    private static Map<String, Set<String>> registered() throws Exception {
        Vertx vertx = Vertx.vertx();
        try {
            Api api = new Api(Router.router(vertx), Instant::now);
            parts(vertx).forEach(part -> part.on(api));
            Map<String, Set<String>> all = new TreeMap<>();
            api.routes()
                    .forEach(route -> all.put(route.method() + " " + route.path(), new TreeSet<>(route.parameters())));
            return all;
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
        }
    }

    private static Map<String, Set<String>> described(JsonNode document) {
        Map<String, Set<String>> all = new TreeMap<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(operation -> {
                    Set<String> names = new TreeSet<>();
                    operation.getValue().path("parameters").forEach(parameter -> {
                        JsonNode found = parameter.has("$ref")
                                ? document.at(parameter.path("$ref").asText().substring(1))
                                : parameter;
                        if (found.path("in").asText().equals("query")) {
                            names.add(found.path("name").asText());
                        }
                    });
                    String name = PART.matcher(path.getKey()).replaceAll(":$1");
                    all.put(operation.getKey().toUpperCase(java.util.Locale.ROOT) + " " + name, names);
                }));
        return all;
    }
}
