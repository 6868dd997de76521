package dev.centrifuge.ingest;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

/**
 * Lets the rest of a refused body pass, so that the client, which may be writing still, gets to read its answer: closing
 * at once would reset the connection under it. But only so much of it.
 */
final class Discard implements Handler<Buffer> {

    /** The most that is let pass, in bytes. */
    private static final long MOST = 1024 * 1024;

    private final HttpServerRequest request;
    private long passed;

    Discard(HttpServerRequest request) {
        this.request = request;
    }

    @Override
    public void handle(Buffer chunk) {
        passed += chunk.length();
        if (passed > MOST) {
            passed = 0;
            if (request.version() == HttpVersion.HTTP_2) {
                request.response().reset();
            } else {
                request.connection().close();
            }
        }
    }
}
