package dev.centrifuge.ingest.edge;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The deadlines of an HTTP/2 connection, and what little of a request Netty's codec leaves to check. Framing, header
 * block, floods of resets, settings, pings and continuations are the codec's; its limits are set in {@link EdgeServer}.
 * HTTP/2 is for few connections with many requests each, so here requests are looked at one by one.
 *
 * <p>Belongs to its connection's event loop.
 */
final class Http2Gate implements EdgeLoop.Watched {

    /** RFC 9113: "the peer is exhibiting a behavior that might be generating excessive load". */
    private static final long ENHANCE_YOUR_CALM = 0xb;

    private record Open(HttpServerRequest request, long since) {

        boolean answered() {
            HttpServerResponse response = request.response();
            return response.ended() || response.closed();
        }
    }

    private final EdgeLoop loop;
    private final HttpConnection connection;
    private final Handler<HttpServerRequest> handler;
    private final List<Open> open = new ArrayList<>();
    private boolean closed;
    private boolean served;
    private long quietSince;

    Http2Gate(EdgeLoop loop, HttpConnection connection, Handler<HttpServerRequest> handler) {
        this.loop = loop;
        this.connection = connection;
        this.handler = handler;
        this.quietSince = loop.now();
        loop.watch(this);
    }

    /** The connection is gone. */
    void closed() {
        closed = true;
    }

    void handle(HttpServerRequest request) {
        served = true;
        String expectation = request.getHeader(HttpHeaders.EXPECT);
        if (fields(request) > loop.limits().maxFields()) {
            refuse(request, Refusal.HEAD_TOO_LARGE);
        } else if (expectation != null && !expectation.equalsIgnoreCase("100-continue")) {
            refuse(request, Refusal.EXPECTATION);
        } else {
            open.add(new Open(request, loop.now()));
            handler.handle(request);
        }
    }

    private static int fields(HttpServerRequest request) {
        int fields = 0;
        for (Object field : request.headers()) {
            fields++;
        }
        return fields;
    }

    private void refuse(HttpServerRequest request, Refusal why) {
        loop.listener().refused(why);
        Problem.send(request.response(), why);
    }

    @Override
    public boolean check(long now) {
        open.removeIf(Open::answered);
        for (Open each : open) {
            HttpServerRequest request = each.request();
            if (!request.isEnded() && loop.tooSlow(now - each.since(), request.bytesRead())) {
                loop.listener().refused(Refusal.SLOW_BODY);
                request.response().reset(ENHANCE_YOUR_CALM);
            }
        }
        if (!open.isEmpty()) {
            quietSince = now;
        }
        Duration patience = served ? loop.limits().idleTimeout() : loop.limits().requestTimeout();
        if (!closed && loop.over(patience, now - quietSince)) {
            connection.close();
        }
        return !closed;
    }
}
