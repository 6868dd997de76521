package dev.centrifuge.ingest.edge;

import dev.centrifuge.config.IngestConfig.TlsConfig;
import io.netty.channel.Channel;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One event loop's share of an {@link EdgeServer}. */
final class EdgeVerticle extends VerticleBase {

    private static final Logger LOG = LoggerFactory.getLogger(EdgeVerticle.class);

    private final @Nullable TlsConfig tls;
    private final SocketAddress address;
    private final EdgeLoop loop;
    private final Connections connections;
    private final Supplier<Handler<HttpServerRequest>> handlers;
    private final IdentityHashMap<HttpConnection, Http2Gate> http2 = new IdentityHashMap<>();
    private @Nullable HttpServer server;

    EdgeVerticle(
            @Nullable TlsConfig tls,
            SocketAddress address,
            EdgeLoop loop,
            Connections connections,
            Supplier<Handler<HttpServerRequest>> handlers) {
        this.tls = tls;
        this.address = address;
        this.loop = loop;
        this.connections = connections;
        this.handlers = handlers;
    }

    @Override
    public Future<?> start() {
        Handler<HttpServerRequest> handler = handlers.get();
        HttpServer http = ServerOptions.of(tls).create(vertx);
        server = http;
        http.connectionHandler(connection -> take(connection, handler));
        http.requestHandler(tls == null ? handler : request -> dispatch(request, handler));
        vertx.setPeriodic(loop.limits().tick().toMillis(), tick -> loop.tick());
        // Which of the gateway's listeners it is that cannot start, is for whoever reads the one line on the terminal.
        return http.listen(address)
                .recover(failed -> Future.failedFuture(
                        new IOException("cannot take events on " + address + ": " + failed.getMessage(), failed)));
    }

    private void take(HttpConnection connection, Handler<HttpServerRequest> handler) {
        Channel channel = VertxHook.channel(connection);
        if (!connections.admit(channel)) {
            return;
        }
        if (!VertxHook.http1(connection)) {
            Http2Gate gate = new Http2Gate(loop, connection, handler);
            http2.put(connection, gate);
            connection.closeHandler(closed -> {
                gate.closed();
                http2.remove(connection);
            });
            return;
        }
        try {
            VertxHook.harden(connection, loop);
        } catch (RuntimeException e) {
            channel.close();
            LOG.error("this version of Vert.x cannot be hardened: connection closed", e);
        }
    }

    private void dispatch(HttpServerRequest request, Handler<HttpServerRequest> handler) {
        Http2Gate gate = request.version() == HttpVersion.HTTP_2 ? http2.get(request.connection()) : null;
        if (gate == null) {
            handler.handle(request);
        } else {
            gate.handle(request);
        }
    }

    int port() {
        HttpServer http = server;
        return http == null ? 0 : http.actualPort();
    }

    /** From now on new connections get this certificate; those that are open go on. Fails, and keeps the old one. */
    Future<Void> certificate(TlsConfig certificate) {
        HttpServer http = server;
        return http == null
                ? Future.succeededFuture()
                : http.updateSSLOptions(ServerOptions.ssl(certificate)).mapEmpty();
    }

    Future<Void> drain(Duration patience) {
        HttpServer http = server;
        return http == null ? Future.succeededFuture() : http.shutdown(patience);
    }
}
