package dev.centrifuge.ingest.http;

import dev.centrifuge.ingest.segment.Call;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a POST goes: one look-up by the whole path. vertx-web's router would walk its routes and make a context for
 * each request, 1-2 µs of the 10 that one costs.
 *
 * @param call what the path says the event is; null where the body says it
 */
public record Route(Kind kind, @Nullable Call call) {

    public enum Kind {
        /** One tracking call. */
        SINGLE,
        /** Many. */
        BATCH,
        /** CloudEvents and plain JSON. */
        EVENTS,
        /** Where browser SDKs report about themselves; anything else sent there is a tracking call. */
        METRICS
    }

    private static final Map<String, Route> BY_PATH = byPath();

    /** The route of a path, with or without a slash at its end, or null. */
    public static @Nullable Route of(@Nullable String path) {
        return path == null ? null : BY_PATH.get(path);
    }

    private static Map<String, Route> byPath() {
        Map<String, Route> routes = new HashMap<>();
        for (Call call : Call.values()) {
            add(routes, call.word(), new Route(Kind.SINGLE, call));
            add(routes, call.word().substring(0, 1), new Route(Kind.SINGLE, call));
        }
        for (String name : List.of("batch", "import", "b")) {
            add(routes, name, new Route(Kind.BATCH, null));
        }
        add(routes, "m", new Route(Kind.METRICS, null));
        add(routes, "events", new Route(Kind.EVENTS, null));
        return Map.copyOf(routes);
    }

    private static void add(Map<String, Route> routes, String name, Route route) {
        routes.put("/v1/" + name, route);
        routes.put("/v1/" + name + "/", route);
    }
}
