package dev.centrifuge.tools.sink;

import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * What a sink has counted so far.
 *
 * @param badSignatures how many requests were refused for their signature
 */
public record SinkStats(long badSignatures, Map<String, PathStats> paths) {

    /**
     * The share of one path.
     *
     * @param requests how many came, whatever became of them
     * @param events how many events were taken with a 2xx, duplicates among them
     * @param unique how many different ids among those
     * @param duplicates how many were taken of an id that was taken before
     * @param unreadable how many requests were taken that were not JSON, or held an event without an id
     * @param complete false once there were more ids than are remembered: then {@code unique} and {@code duplicates}
     *     are too low
     * @param status how many requests got which answer; 0 stands for none
     */
    public record PathStats(
            long requests,
            long events,
            long unique,
            long duplicates,
            long unreadable,
            boolean complete,
            Map<Integer, Long> status) {

        JsonObject json() {
            JsonObject counts = new JsonObject();
            status.forEach((code, count) -> counts.put(code == 0 ? "none" : Integer.toString(code), count));
            return new JsonObject()
                    .put("requests", requests)
                    .put("events", events)
                    .put("unique", unique)
                    .put("duplicates", duplicates)
                    .put("unreadable", unreadable)
                    .put("complete", complete)
                    .put("status", counts);
        }
    }

    public long requests() {
        return sum(PathStats::requests);
    }

    public long events() {
        return sum(PathStats::events);
    }

    public long unique() {
        return sum(PathStats::unique);
    }

    public long duplicates() {
        return sum(PathStats::duplicates);
    }

    JsonObject json() {
        JsonObject each = new JsonObject();
        paths.forEach((path, stats) -> each.put(path, stats.json()));
        return new JsonObject()
                .put("requests", requests())
                .put("events", events())
                .put("unique", unique())
                .put("duplicates", duplicates())
                .put("badSignatures", badSignatures)
                .put("paths", each);
    }

    private long sum(ToLongFunction<PathStats> field) {
        return paths.values().stream().mapToLong(field).sum();
    }
}
