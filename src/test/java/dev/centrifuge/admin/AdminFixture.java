package dev.centrifuge.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.centrifuge.admin.http.Routes;
import dev.centrifuge.config.AdminConfig;
import dev.centrifuge.config.Secret;
import dev.centrifuge.metrics.Health;
import dev.centrifuge.metrics.Metrics;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** An admin port that has the given parts, and a client of it. */
public final class AdminFixture implements AutoCloseable {
    /** What time it is there. */
    public static final Instant NOW = Instant.parse("2026-01-31T10:00:00Z");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = HttpClient.newHttpClient();
    private final Vertx vertx;
    private final Metrics metrics = new Metrics("1.2.3");
    private final AdminServer server;
    private boolean closed;

    public AdminFixture(Routes... parts) throws Exception {
        this(Vertx.vertx(), 0, null, parts);
    }

    /**
     * @param vertx closed with this
     * @param port 0 for any free one
     */
    public AdminFixture(Vertx vertx, int port, @Nullable String token, Routes... parts) throws Exception {
        this.vertx = vertx;
        AdminConfig config = new AdminConfig("127.0.0.1", port, token == null ? null : new Secret(token));
        server = await(AdminServer.start(vertx, config, metrics, new Health(List.of()), List.of(parts), () -> NOW));
    }

    /** An answer; {@code body} is JSON, of whatever type the answer says. */
    public record Answer(int status, JsonNode body, HttpResponse<byte[]> response) {

        public String detail() {
            return body.path("detail").asText();
        }
    }

    public URI url(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    public Answer get(String path) throws Exception {
        return send(HttpRequest.newBuilder(url(path)).GET());
    }

    public Answer post(String path, String body) throws Exception {
        return send(HttpRequest.newBuilder(url(path))
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    }

    public Answer delete(String path) throws Exception {
        return send(HttpRequest.newBuilder(url(path)).DELETE());
    }

    public Answer send(HttpRequest.Builder request) throws Exception {
        HttpResponse<byte[]> response = client.send(request.build(), BodyHandlers.ofByteArray());
        return new Answer(response.statusCode(), JSON.readTree(response.body()), response);
    }

    /** Once: a second time does nothing, so that it hides no failure before it. */
    @Override
    public void close() throws Exception {
        if (closed) {
            return;
        }
        closed = true;
        await(server.close());
        metrics.close();
        await(vertx.close());
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }
}
