package dev.centrifuge.tools.load.session;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/**
 * Takes events as a gateway would, and posts each to every destination in its configuration directory, as often as the
 * test says. On one event loop.
 */
final class StubGateway implements AutoCloseable {
    final Path conf;
    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = vertx.createHttpClient();
    private final HttpServer server = vertx.createHttpServer();
    private volatile ToIntFunction<String> copies = id -> 1;
    private volatile int status = 200;

    StubGateway(Path conf) {
        this.conf = conf;
        server.requestHandler(this::take)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    String url() {
        return "http://127.0.0.1:" + server.actualPort();
    }

    /** How often an event is delivered, from its id. */
    StubGateway delivers(ToIntFunction<String> other) {
        copies = other;
        return this;
    }

    StubGateway answers(int other) {
        status = other;
        return this;
    }

    private void take(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            if (status != 200) {
                request.response().setStatusCode(status).end();
                return;
            }
            JsonObject json = new JsonObject(body);
            JsonArray events = json.getJsonArray("batch", new JsonArray().add(json));
            for (int i = 0; i < events.size(); i++) {
                JsonObject event = events.getJsonObject(i);
                for (int copy = copies.applyAsInt(event.getString("messageId")); copy > 0; copy--) {
                    destinations().forEach(url -> post(url, event.toBuffer()));
                }
            }
            // A sink that hangs holds no answer up.
            request.response().end();
        });
    }

    private void post(String url, Buffer event) {
        client.request(new RequestOptions().setMethod(HttpMethod.POST).setAbsoluteURI(url))
                .compose(request -> request.send(event));
    }

    private List<String> destinations() {
        try (Stream<Path> files = Files.list(conf.resolve("destinations"))) {
            List<String> urls = new ArrayList<>();
            for (Path file :
                    (Iterable<Path>) files.filter(each -> each.toString().endsWith(".json"))::iterator) {
                urls.add(new JsonObject(Files.readString(file)).getString("url"));
            }
            return urls;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
