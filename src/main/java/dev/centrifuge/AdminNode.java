package dev.centrifuge;

import dev.centrifuge.admin.AdminServer;
import dev.centrifuge.admin.OpenApi;
import dev.centrifuge.admin.http.Routes;
import dev.centrifuge.config.AdminConfig;
import dev.centrifuge.metrics.Health;
import dev.centrifuge.metrics.Metrics;
import dev.centrifuge.time.Ticker;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The admin port with every part of its API. */
final class AdminNode {
    private final AdminServer server;

    /**
     * Opens the port; blocks for that long.
     *
     * @param parts of the API, beside its description
     */
    AdminNode(Vertx vertx, AdminConfig config, Metrics metrics, Health health, List<Routes> parts, Ticker ticker)
            throws IOException {
        List<Routes> all = new ArrayList<>(parts);
        all.add(new OpenApi());
        server = Blocking.await(
                AdminServer.start(vertx, config, metrics, health, all, () -> Instant.ofEpochMilli(ticker.millis())));
    }

    int port() {
        return server.port();
    }

    Future<Void> close() {
        return server.close();
    }
}
