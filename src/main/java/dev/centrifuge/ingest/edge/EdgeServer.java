package dev.centrifuge.ingest.edge;

import dev.centrifuge.config.IngestConfig;
import dev.centrifuge.config.IngestConfig.TlsConfig;
import dev.centrifuge.time.Ticker;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * An HTTP server that stands the open network: one verticle per event loop on one port, each with a handler of its own,
 * and in front of the handlers everything that {@code docs/hardening.md} lists. What reaches a handler is well-formed,
 * and its body ends in time or not at all.
 *
 * <p>What a handler can rely on, and what it owes:
 *
 * <ul>
 *   <li>it is called on the event loop that its supplier was called on, and answers there;
 *   <li>it may answer before the body is there: a short rest is skipped, for a long one the connection closes after the
 *       answer. It must not leave a request paused that it has answered;
 *   <li>where the edge ends a request half-way (bad chunk, too slow), the body's future fails when the connection is
 *       closed, at the latest after {@link EdgeLimits#linger}; what is answered from then on goes nowhere;
 *   <li>a client that expects {@code 100 Continue} gets it from the handler, which may refuse the request instead: then
 *       the connection closes, since nobody could tell whether what follows is the body.
 * </ul>
 */
public final class EdgeServer {

    /** Names what the verticles of a server share when any free port will do. */
    private static final AtomicInteger ANY_PORT = new AtomicInteger();

    private final Vertx vertx;
    private final List<EdgeVerticle> verticles = new CopyOnWriteArrayList<>();
    private String deployment = "";

    private EdgeServer(Vertx vertx) {
        this.vertx = vertx;
    }

    /** {@link #start(Vertx, IngestConfig, EdgeLimits, int, Supplier, EdgeListener, Ticker)} with the usual limits. */
    public static Future<EdgeServer> start(
            Vertx vertx,
            IngestConfig config,
            int instances,
            Supplier<Handler<HttpServerRequest>> handlers,
            EdgeListener listener) {
        return start(vertx, config, EdgeLimits.of(config), instances, handlers, listener, Ticker.system());
    }

    /**
     * Binds the port. Fails with the bind's error where the port is taken, or with that of the certificate or key.
     *
     * @param config where to listen, and TLS; its numbers count only as far as they are in {@code limits}
     * @param instances how many event loops serve
     * @param handlers called once on each of these event loops
     */
    public static Future<EdgeServer> start(
            Vertx vertx,
            IngestConfig config,
            EdgeLimits limits,
            int instances,
            Supplier<Handler<HttpServerRequest>> handlers,
            EdgeListener listener,
            Ticker ticker) {
        EdgeServer server = new EdgeServer(vertx);
        SocketAddress address = config.port() > 0
                ? SocketAddress.inetSocketAddress(config.port(), config.host())
                : SocketAddress.sharedRandomPort(ANY_PORT.incrementAndGet(), config.host());
        Connections connections = new Connections(limits.maxConnections(), listener);
        Supplier<EdgeVerticle> verticles = () -> {
            EdgeLoop loop = new EdgeLoop(limits, listener, ticker);
            EdgeVerticle verticle = new EdgeVerticle(config.tls(), address, loop, connections, handlers);
            server.verticles.add(verticle);
            return verticle;
        };
        return vertx.deployVerticle(verticles, new DeploymentOptions().setInstances(instances))
                .map(deployment -> {
                    server.deployment = deployment;
                    return server;
                });
    }

    /** The port it listens on. */
    public int port() {
        return verticles.get(0).port();
    }

    /**
     * Replaces the certificate and key of a server that was started with some: new connections get it, those that are open
     * go on. Fails, and keeps the old one, where it cannot be used. From any thread.
     */
    public Future<Void> certificate(TlsConfig certificate) {
        return Future.join(verticles.stream()
                        .map(verticle -> verticle.certificate(certificate))
                        .toList())
                .mapEmpty();
    }

    /**
     * Stops gracefully: no new connections; idle ones close; what was asked is answered, with {@code Connection: close}
     * or GOAWAY. What is left after {@code patience} is cut off. The future completes when all is closed.
     */
    public Future<Void> drain(Duration patience) {
        return Future.join(verticles.stream()
                        .map(verticle -> verticle.drain(patience))
                        .toList())
                .eventually(() -> vertx.undeploy(deployment))
                .mapEmpty();
    }

    /** Stops at once. */
    public Future<Void> close() {
        return vertx.undeploy(deployment);
    }
}
