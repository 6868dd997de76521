package dev.centrifuge.tools.sink;

import dev.centrifuge.tools.Settings;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/**
 * The listening port. In the mode {@code refuse:up=10s,down=10s} it goes away and comes back: connections are cut, and
 * new ones refused by the system, as when a service is restarted.
 *
 * <p>Belongs to the sink's event loop, but for {@link #port}.
 */
final class Door {
    private static final String REFUSE = "refuse";

    private final Vertx vertx;
    private final SinkOptions options;
    private final HttpServerOptions server;
    private final Handler<HttpServerRequest> handler;
    private final long upMillis;
    private final long downMillis;
    private volatile int port;
    private @Nullable HttpServer listening;
    private boolean closed;

    Door(Vertx vertx, SinkOptions options, HttpServerOptions server, Handler<HttpServerRequest> handler) {
        this.vertx = vertx;
        this.options = options;
        this.server = server;
        this.handler = handler;
        this.port = options.port();
        Settings spec = Settings.parse("mode", options.mode(), options.defaults());
        boolean refuses = spec.name().equals(REFUSE);
        this.upMillis = refuses ? spec.period("up", "10s") : 0;
        this.downMillis = refuses ? spec.period("down", "10s") : 0;
        if (refuses) {
            spec.finish();
        }
    }

    /** The mode of requests that come in while the port is open. */
    static SinkOptions servedMode(SinkOptions options) {
        return Settings.parse("mode", options.mode(), options.defaults()).name().equals(REFUSE)
                ? options.withMode("ok")
                : options;
    }

    Future<Void> open() {
        return vertx.createHttpServer(server)
                .requestHandler(handler)
                .listen(port, options.host())
                .map(opened -> {
                    listening = opened;
                    port = opened.actualPort();
                    if (upMillis > 0) {
                        vertx.setTimer(upMillis, due -> shut());
                    }
                    return null;
                });
    }

    /** What requests are served by, for further ports. */
    Handler<HttpServerRequest> handler() {
        return handler;
    }

    int port() {
        return port;
    }

    Future<Void> close() {
        closed = true;
        return listening == null ? Future.succeededFuture() : listening.close();
    }

    private void shut() {
        if (closed || listening == null) {
            return;
        }
        listening.close();
        listening = null;
        vertx.setTimer(downMillis, due -> {
            if (!closed) {
                // The port may be taken by then; that is no reason to stop trying.
                open().onFailure(taken -> vertx.setTimer(downMillis, again -> open()));
            }
        });
    }
}
