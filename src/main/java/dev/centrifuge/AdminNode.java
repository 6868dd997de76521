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

    /** Opens the port; blocks for that long. */
    AdminNode(Vertx vertx, AdminConfig config, Metrics metrics, Health health, Ticker ticker, Routes... parts)
            throws IOException {
        server = Blocking.await(AdminServer.start(
                vertx, config, metrics, health, all(parts), () -> Instant.ofEpochMilli(ticker.millis())));
    }

    private static List<Routes> all(Routes... parts) {
        List<Routes> all = new ArrayList<>(List.of(new OpenApi()));
        all.addAll(List.of(parts));
        return all;
    }

    int port() {
        return server.port();
    }

    Future<Void> close() {
        return server.close();
    }
}
