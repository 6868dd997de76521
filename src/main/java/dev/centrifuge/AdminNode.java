package dev.centrifuge;

import dev.centrifuge.admin.AdminServer;
import dev.centrifuge.admin.OpenApi;
import dev.centrifuge.admin.http.Routes;
import dev.centrifuge.admin.stream.Feed;
import dev.centrifuge.admin.stream.Streams;
import dev.centrifuge.config.AdminConfig;
import dev.centrifuge.dispatch.Tap;
import dev.centrifuge.metrics.Health;
import dev.centrifuge.metrics.Metrics;
import dev.centrifuge.time.Ticker;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The admin port with every part of its API. */
final class AdminNode {
    private final AdminServer server;

    /** Opens the port; blocks for that long. */
    AdminNode(
            Vertx vertx,
            AdminConfig config,
            Metrics metrics,
            Health health,
            Ticker ticker,
            Consumer<@Nullable Tap> listen)
            throws IOException {
        List<Routes> parts = List.of(new OpenApi(), new Streams(vertx, feeds(), listen, ticker::millis));
        server = Blocking.await(AdminServer.start(
                vertx, config, metrics, health, parts, () -> Instant.ofEpochMilli(ticker.millis())));
    }

    private static Map<String, Feed> feeds() {
        return Map.of();
    }

    int port() {
        return server.port();
    }

    Future<Void> close() {
        return server.close();
    }
}
