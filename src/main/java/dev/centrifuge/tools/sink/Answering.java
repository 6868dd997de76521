package dev.centrifuge.tools.sink;

import dev.centrifuge.tools.sink.mode.Reply;
import io.netty.channel.ChannelOption;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.impl.HttpServerConnection;

/** Carries replies out. On the sink's event loop. */
final class Answering {
    private static final Buffer BYTE = Buffer.buffer(".");
    private static final Buffer BLOCK = Buffer.buffer(new byte[16 * 1024]);

    private Answering() {}

    static void answer(HttpServerRequest request, Reply.Answer answer) {
        HttpServerResponse response = request.response().setStatusCode(answer.status());
        if (answer.retryAfter() > 0) {
            response.putHeader(HttpHeaders.RETRY_AFTER, Long.toString(answer.retryAfter()));
        }
        response.end();
    }

    static void redirect(HttpServerRequest request, String location) {
        request.response()
                .setStatusCode(302)
                .putHeader(HttpHeaders.LOCATION, location)
                .end();
    }

    /** A close with a linger of zero sends RST at once; Vert.x has no name for it, so this asks Netty. */
    static void reset(HttpServerRequest request) {
        if (request.connection() instanceof HttpServerConnection connection) {
            connection.channelHandlerContext().channel().config().setOption(ChannelOption.SO_LINGER, 0);
        }
        request.connection().close();
    }

    static void drip(Vertx vertx, HttpServerRequest request, long everyMillis) {
        HttpServerResponse response = request.response().setChunked(true);
        response.write(BYTE);
        long timer = vertx.setPeriodic(everyMillis, tick -> response.write(BYTE));
        response.closeHandler(closed -> vertx.cancelTimer(timer));
    }

    static void flood(Vertx vertx, HttpServerRequest request) {
        request.response().setChunked(true);
        pour(vertx, request.response());
    }

    /** Block by block, each once the one before has left: so it ends with the connection, and others get their turn. */
    private static void pour(Vertx vertx, HttpServerResponse response) {
        response.write(BLOCK).onSuccess(written -> vertx.runOnContext(next -> pour(vertx, response)));
    }
}
