package dev.centrifuge.ingest.edge;

import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpHeaders;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.http1.Http1ServerConnection;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.core.net.impl.ShutdownEvent;

/**
 * The only class that knows Vert.x's inside, since Vert.x has no public way to give its HTTP server another decoder.
 *
 * <p>It relies on these facts of Vert.x 5.1, which an upgrade may change; {@code VertxHookTest} fails when one does:
 *
 * <ul>
 *   <li>the connection handler of an HTTP server runs on the connection's event loop before a byte of HTTP is read, and
 *       gets an {@link Http1ServerConnection} where that is spoken;
 *   <li>an HTTP/1 pipeline names its decoder {@code httpDecoder} and its encoder {@code httpEncoder}, and what the
 *       connection takes from the former are Netty's {@code DefaultHttpRequest}, {@code DefaultHttpContent} and {@code
 *       LastHttpContent};
 *   <li>Vert.x's case-insensitive map is a Netty {@link HttpHeaders};
 *   <li>a graceful stop fires a {@link ShutdownEvent} through the pipeline of each connection.
 * </ul>
 *
 * Where the first two do not hold, {@link #harden} throws, and the connection must be closed: no traffic rather than
 * unguarded traffic.
 */
final class VertxHook {

    static final String DECODER = "httpDecoder";
    static final String ENCODER = "httpEncoder";
    static final String GATE = "edge";

    private VertxHook() {}

    /** Headers that Vert.x takes as they are, without wrapping or validating what {@link RequestHead} has validated. */
    static HttpHeaders headers() {
        return (HttpHeaders) MultiMap.caseInsensitiveMultiMap();
    }

    static Channel channel(HttpConnection connection) {
        return ((ConnectionBase) connection).channel();
    }

    /** Whether the connection speaks HTTP/1 and so needs {@link #harden}. */
    static boolean http1(HttpConnection connection) {
        return connection instanceof Http1ServerConnection;
    }

    /** Puts the strict decoder in place of Netty's, and the gate behind the encoder. */
    static void harden(HttpConnection connection, EdgeLoop loop) {
        ChannelPipeline pipeline = channel(connection).pipeline();
        Http1Gate gate = new Http1Gate(loop);
        pipeline.replace(DECODER, DECODER, gate.decoder());
        pipeline.addAfter(ENCODER, GATE, gate);
    }

    /** Whether the event asks the connection to finish what it has and close, as opposed to closing now. */
    static boolean gracefulStop(Object event) {
        return event instanceof ShutdownEvent stop && !stop.timeout().isZero();
    }
}
