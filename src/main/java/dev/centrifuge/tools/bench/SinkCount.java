package dev.centrifuge.tools.bench;

import dev.centrifuge.time.Ticker;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Asks a sink in another process what has arrived. Blocks. */
public final class SinkCount {
    /** Often enough for rounds of seconds, and too seldom to slow the sink. */
    private static final long EVERY_MILLIS = 20;

    private final HttpRequest request;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    public SinkCount(URI sink) {
        this.request = HttpRequest.newBuilder(sink.resolve("/_sink/stats")).build();
    }

    /** How many events a path has taken. */
    public long events(String path) throws IOException {
        try {
            String body = client.send(request, BodyHandlers.ofString()).body();
            JsonObject one = new JsonObject(body).getJsonObject("paths").getJsonObject(path);
            return one == null ? 0 : one.getLong("events");
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", told);
        }
    }

    /** Waits until there are at least {@code target}; how many there are then. */
    public long await(String path, long target, Duration most) throws IOException {
        long end = Ticker.system().nanos() + most.toNanos();
        long now = events(path);
        while (now < target) {
            if (Ticker.system().nanos() > end) {
                throw new IOException(
                        "only " + now + " of " + target + " events arrived within " + most.toSeconds() + " s");
            }
            pause();
            now = events(path);
        }
        return now;
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(EVERY_MILLIS);
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", told);
        }
    }
}
