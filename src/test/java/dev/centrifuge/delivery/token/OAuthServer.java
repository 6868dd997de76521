package dev.centrifuge.delivery.token;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A token endpoint ({@code /token}) and what its tokens open ({@code /hook}), which answers 401 to any other. A token can be
 * revoked, and is good for as long as the test says it is.
 */
public final class OAuthServer {

    public final ConcurrentLinkedQueue<String> forms = new ConcurrentLinkedQueue<>();
    public final ConcurrentLinkedQueue<String> authorizations = new ConcurrentLinkedQueue<>();
    public final AtomicInteger issued = new AtomicInteger();
    public final AtomicInteger delivered = new AtomicInteger();
    public final AtomicInteger refused = new AtomicInteger();
    public volatile long lifeSeconds = 3600;

    /** Put before each token, which makes a secret of it that can be searched for. */
    public volatile String prefix = "tok";

    /** What the endpoint does instead of giving a token; null while it gives them. */
    public volatile @Nullable Consumer<HttpServerResponse> instead;

    private final Set<String> valid = ConcurrentHashMap.newKeySet();
    private final HttpServer server;

    public OAuthServer(Vertx vertx) {
        server = vertx.createHttpServer().requestHandler(this::handle);
        try {
            server.listen(0, "127.0.0.1").await(60, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    public String tokenUrl() {
        return "http://127.0.0.1:" + server.actualPort() + "/token?tenant=7";
    }

    public String hook() {
        return "http://127.0.0.1:" + server.actualPort() + "/hook";
    }

    public void revokeAll() {
        valid.clear();
    }

    /** Gives tokens again. */
    public void heal() {
        instead = null;
    }

    private void handle(HttpServerRequest request) {
        if (request.path().equals("/token")) {
            authorizations.add(String.valueOf(request.getHeader("authorization")));
            request.body().onSuccess(body -> token(request.response(), body.toString()));
        } else {
            String given = String.valueOf(request.getHeader("authorization"));
            request.body().onSuccess(body -> hook(request.response(), given));
        }
    }

    private void token(HttpServerResponse response, String form) {
        forms.add(form);
        Consumer<HttpServerResponse> trouble = instead;
        if (trouble != null) {
            trouble.accept(response);
            return;
        }
        String token = prefix + "-" + issued.incrementAndGet();
        valid.add("Bearer " + token);
        response.putHeader("content-type", "application/json")
                .end(new JsonObject()
                        .put("access_token", token)
                        .put("token_type", "Bearer")
                        .put("expires_in", lifeSeconds)
                        .encode());
    }

    private void hook(HttpServerResponse response, String given) {
        boolean open = valid.contains(given);
        (open ? delivered : refused).incrementAndGet();
        response.setStatusCode(open ? 200 : 401).end(open ? "{}" : "not authorized: " + given);
    }
}
