package dev.centrifuge.ingest;

import dev.centrifuge.config.IngestConfig;
import dev.centrifuge.config.RateConfig;
import dev.centrifuge.config.SchemaConfig;
import dev.centrifuge.config.Secret;
import dev.centrifuge.config.SourceConfig;
import dev.centrifuge.event.Event;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** Ingest on a plain Vert.x server with one event loop, and a client for it. */
final class IngestServer implements AutoCloseable {

    static final String KEY = "web-write-key";

    final RecordedLog log = new RecordedLog();
    final FixedTicker ticker = new FixedTicker();
    final Recorder listener = new Recorder();
    final Ingest ingest;
    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    IngestServer() {
        this(IngestConfig.defaults(), sources(null));
    }

    IngestServer(IngestConfig config, Map<String, SourceConfig> sources) {
        this(config, sources, null);
    }

    IngestServer(IngestConfig config, Map<String, SourceConfig> sources, @Nullable RequestTraces traces) {
        ingest = new Ingest(config, sources, log, listener, ticker, traces);
        server = vertx.createHttpServer().requestHandler(ingest.handler(new SplittableRandom(7)));
        server.listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().join();
    }

    static Map<String, SourceConfig> sources(RateConfig rate) {
        return Map.of("web", source("web", KEY, true, rate), "off", source("off", "off-key", false, null));
    }

    static SourceConfig source(
            String id, String key, boolean enabled, @Nullable RateConfig rate, SchemaConfig... schemas) {
        List<String> origins = List.of("https://shop.example", "https://" + id + ".example");
        return new SourceConfig(id, List.of(new Secret(key)), enabled, origins, rate, List.of(schemas));
    }

    static IngestConfig config(int maxEvent, int maxBatch, int maxBatchEvents, long maxInFlight) {
        Duration second = Duration.ofSeconds(1);
        return new IngestConfig(
                "127.0.0.1", 0, maxEvent, maxBatch, maxBatchEvents, maxInFlight, 100, second, second, null, null);
    }

    int port() {
        return server.actualPort();
    }

    static String basic(String key) {
        return "Basic " + Base64.getEncoder().encodeToString((key + ":").getBytes(StandardCharsets.UTF_8));
    }

    /** Posts a body with the write key and more headers, given as names and values. */
    HttpResponse<String> post(String path, String body, String... headers) {
        return post(path, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    HttpResponse<String> post(String path, byte[] body, String... headers) {
        HttpRequest.Builder request = request(path).header("authorization", basic(KEY));
        return send(request.POST(HttpRequest.BodyPublishers.ofByteArray(body)), headers);
    }

    /** Posts without a write key. */
    HttpResponse<String> postBare(String path, String body, String... headers) {
        return send(request(path).POST(HttpRequest.BodyPublishers.ofString(body)), headers);
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .timeout(Duration.ofSeconds(20));
    }

    HttpResponse<String> send(HttpRequest.Builder request, String... headers) {
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    static String text(Event event) {
        return new String(event.body(), StandardCharsets.UTF_8);
    }

    static String key(Event event) {
        return new String(event.key(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
