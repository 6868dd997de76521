package dev.centrifuge;

import dev.centrifuge.admin.AdminServer;
import dev.centrifuge.admin.OpenApi;
import dev.centrifuge.admin.audit.AuditRoutes;
import dev.centrifuge.admin.config.ConfigRoutes;
import dev.centrifuge.admin.destinations.DestinationRoutes;
import dev.centrifuge.admin.destinations.Running;
import dev.centrifuge.admin.http.Routes;
import dev.centrifuge.admin.stream.Streams;
import dev.centrifuge.config.AdminConfig;
import dev.centrifuge.config.reload.ConfigState;
import dev.centrifuge.metrics.Health;
import dev.centrifuge.metrics.Metrics;
import dev.centrifuge.time.Ticker;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The admin port with every part of its API. */
final class AdminNode {
    private final AdminServer server;

    /** Opens the port; blocks for that long. */
    AdminNode(
            Vertx vertx,
            Metrics metrics,
            Health health,
            Ticker ticker,
            ConfigState config,
            OperatorNode operators,
            @Nullable DispatchNode dispatch,
            GroupNode group,
            List<Routes> further)
            throws IOException {
        AdminConfig port = config.configuration().gateway().admin();
        List<Routes> parts = parts(config, operators, dispatch, group);
        parts.add(new Streams(vertx, dispatch == null ? tap -> {} : dispatch::tap, ticker::millis));
        parts.addAll(further);
        server = Blocking.await(
                AdminServer.start(vertx, port, metrics, health, parts, () -> Instant.ofEpochMilli(ticker.millis())));
    }

    private static List<Routes> parts(
            ConfigState config, OperatorNode operators, @Nullable DispatchNode dispatch, GroupNode group) {
        Running running = dispatch == null ? Running.nothing() : dispatch.running();
        return new ArrayList<>(List.of(
                new OpenApi(),
                new ConfigRoutes(config),
                new AuditRoutes(operators.audit()),
                new DestinationRoutes(config, running, group, operators.holds(), operators.audit())));
    }

    int port() {
        return server.port();
    }

    Future<Void> close() {
        return server.close();
    }
}
