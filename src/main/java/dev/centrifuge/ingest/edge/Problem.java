package dev.centrifuge.ingest.edge;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.vertx.core.http.HttpServerResponse;
import java.nio.charset.StandardCharsets;

/** The answers that the edge gives by itself: RFC 9457, and never a word of what the client sent. */
final class Problem {

    private static final String MEDIA_TYPE = "application/problem+json";

    private Problem() {}

    static FullHttpResponse answer(Refusal why) {
        HttpResponseStatus status = HttpResponseStatus.valueOf(why.status());
        ByteBuf body = Unpooled.wrappedBuffer(json(why).getBytes(StandardCharsets.UTF_8));
        FullHttpResponse answer = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, body);
        HttpHeaders headers = answer.headers();
        headers.set(HttpHeaderNames.CONTENT_TYPE, MEDIA_TYPE);
        headers.set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
        headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        return answer;
    }

    /** The same through Vert.x, where a connection outlives a refused request: HTTP/2. */
    static void send(HttpServerResponse response, Refusal why) {
        response.setStatusCode(why.status())
                .putHeader(HttpHeaderNames.CONTENT_TYPE, MEDIA_TYPE)
                .end(json(why));
    }

    private static String json(Refusal why) {
        return "{\"type\":\"about:blank\",\"title\":\""
                + HttpResponseStatus.valueOf(why.status()).reasonPhrase() + "\",\"status\":" + why.status()
                + ",\"detail\":\"" + why.detail() + "\"}";
    }
}
