package dev.centrifuge.admin.config;

import dev.centrifuge.admin.http.Api;
import dev.centrifuge.admin.http.Reply;
import dev.centrifuge.admin.http.Routes;
import dev.centrifuge.config.ConfigError;
import dev.centrifuge.config.SourceConfig;
import dev.centrifuge.config.reload.ConfigState;
import dev.centrifuge.config.shown.Fingerprint;
import dev.centrifuge.config.shown.Shown;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code GET /v1/config}. */
public final class ConfigRoutes implements Routes {
    private static final int MOST_ERRORS = 100;

    private final ConfigState state;

    /** @param version of the configuration: the same on nodes that run the same */
    record View(
            String version,
            String loadedAt,
            Map<String, Object> gateway,
            List<Map<String, Object>> sources,
            int destinations,
            Reloaded reload) {}

    record Reloaded(String at, boolean applied, List<ConfigError> errors) {}

    public ConfigRoutes(ConfigState state) {
        this.state = state;
    }

    @Override
    public void on(Api api) {
        // A digest over thousands of destinations takes longer than an event loop may wait.
        api.get("/v1/config", Set.of(), call -> Vertx.currentContext().executeBlocking(() -> Reply.ok(view())));
    }

    private View view() {
        ConfigState.Running running = state.running();
        ConfigState.Reload reload = state.reload();
        return new View(
                Fingerprint.of(running.configuration()),
                Instant.ofEpochMilli(running.millis()).toString(),
                Shown.of(running.configuration().gateway()),
                running.configuration().sources().values().stream()
                        .map(ConfigRoutes::source)
                        .toList(),
                running.configuration().destinations().size(),
                new Reloaded(
                        Instant.ofEpochMilli(reload.millis()).toString(),
                        reload.applied(),
                        reload.errors().stream().limit(MOST_ERRORS).toList()));
    }

    /** A schema may be long, and is a file of its own. */
    private static Map<String, Object> source(SourceConfig source) {
        Map<String, Object> shown = Shown.of(source);
        shown.put("schemas", source.schemas().size());
        return shown;
    }
}
