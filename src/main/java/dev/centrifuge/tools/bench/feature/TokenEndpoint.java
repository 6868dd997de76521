package dev.centrifuge.tools.bench.feature;

import dev.centrifuge.tools.Waiting;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;

/** Gives everybody an access token that lasts for an hour. */
final class TokenEndpoint {
    private static final String ANSWER =
            "{\"access_token\":\"bench-access-token\",\"token_type\":\"Bearer\",\"expires_in\":3600}";

    private final HttpServer server;

    private TokenEndpoint(HttpServer server) {
        this.server = server;
    }

    /** On an event loop of {@code vertx}, and for as long as that lives. */
    static TokenEndpoint open(Vertx vertx) throws IOException {
        return new TokenEndpoint(Waiting.on(
                vertx.createHttpServer().requestHandler(TokenEndpoint::answer).listen(0, "127.0.0.1"),
                "cannot listen"));
    }

    private static void answer(HttpServerRequest request) {
        request.response().putHeader("content-type", "application/json").end(ANSWER);
    }

    String url() {
        return "http://127.0.0.1:" + server.actualPort() + "/token";
    }
}
