package dev.centrifuge.tools.load.report;

import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * What was asked for.
 *
 * @param run the id in its events' ids
 * @param shape as the user wrote it
 * @param rate events a second
 * @param bytes the mean of a request's body, before compression
 * @param modes of the sinks, one each
 */
public record Setup(
        String url,
        String run,
        long seed,
        String shape,
        double rate,
        double seconds,
        double warmupSeconds,
        int batch,
        boolean gzip,
        int bytes,
        int connections,
        int sources,
        int users,
        List<String> modes) {

    JsonObject json() {
        return new JsonObject()
                .put("url", url)
                .put("run", run)
                .put("seed", seed)
                .put("shape", shape)
                .put("rate", rate)
                .put("seconds", seconds)
                .put("warmupSeconds", warmupSeconds)
                .put("batch", batch)
                .put("gzip", gzip)
                .put("requestBytes", bytes)
                .put("connections", connections)
                .put("sources", sources)
                .put("users", users)
                .put("sinks", modes.size())
                .put("modes", modes);
    }

    /** In a line, for people. */
    String sentence() {
        return Texts.count(Math.round(rate)) + " events/s, " + shape + ", for " + Texts.seconds(seconds)
                + (warmupSeconds > 0 ? " after a warm-up of " + Texts.seconds(warmupSeconds) : "") + "; "
                + (batch == 1 ? "one event a request" : batch + " events a request")
                + (gzip ? ", gzip" : "") + ", " + Texts.count(bytes) + " B a request; " + connections + " connections, "
                + sources + (sources == 1 ? " source, " : " sources, ") + Texts.count(users) + " users, seed " + seed;
    }
}
