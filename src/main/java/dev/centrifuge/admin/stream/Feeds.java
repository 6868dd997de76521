package dev.centrifuge.admin.stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.centrifuge.admin.http.Api;
import dev.centrifuge.admin.http.Json;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * The topics there are. Their states are what the API answers, so there is one place that knows how things stand; a part of
 * the API that this node does not have leaves a gap, not a failure.
 */
final class Feeds {
    /** A page of these is sorted trouble first. */
    private static final String TROUBLE = "20";

    /** Figures are taken once a second: to ask more often would find the same ones. */
    private static final int SECOND = 4;

    private static final Set<String> FINE = Set.of("ok", "disabled", "unknown");

    private final Api api;
    private final LongSupplier clock;

    Feeds(Api api, LongSupplier clock) {
        this.api = api;
        this.clock = clock;
    }

    /** By the kind of topic; those that take a name end in a colon. */
    Map<String, Feed> all() {
        return Map.of(
                "overview", new Feed(SECOND, name -> overview()),
                "destination:", new Feed(SECOND, id -> api.ask("/v1/destinations/:id", Map.of("id", id), Map.of())),
                "jobs", new Feed(SECOND, name -> api.ask("/v1/replays", Map.of(), Map.of("limit", "50"))),
                "action", new Feed(SECOND, name -> api.ask("/v1/audit", Map.of(), Map.of("limit", "5"))),
                "reload", new Feed(5 * SECOND, name -> reload()));
    }

    private Future<?> reload() {
        return tree("/v1/config", Map.of()).map(config -> config.path("reload"));
    }

    /** What is answered there; an empty object where nothing is. */
    private Future<JsonNode> tree(String path, Map<String, String> parameters) {
        return api.ask(path, Map.of(), parameters)
                .map(Json::tree)
                .recover(absent -> Future.succeededFuture(JsonNodeFactory.instance.objectNode()));
    }

    private Future<?> overview() {
        Future<JsonNode> funnel = tree("/v1/funnel", Map.of("limit", "1"));
        Future<JsonNode> destinations = tree("/v1/destinations", Map.of("limit", TROUBLE));
        return funnel.compose(counted -> destinations.map(known -> overview(counted, known)));
    }

    private ObjectNode overview(JsonNode funnel, JsonNode destinations) {
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        all.put(
                "at",
                funnel.path("at").asText(Instant.ofEpochMilli(clock.getAsLong()).toString()));
        if (funnel.has("total")) {
            all.set("total", funnel.get("total"));
            all.set("partitions", funnel.path("partitions"));
        }
        int known = 0;
        int troubled = 0;
        for (Map.Entry<String, JsonNode> state : destinations.path("states").properties()) {
            known += state.getValue().intValue();
            troubled += FINE.contains(state.getKey()) ? 0 : state.getValue().intValue();
        }
        all.put("destinations", known);
        all.put("troubled", troubled);
        all.set("states", destinations.path("states"));
        ArrayNode trouble = all.putArray("trouble");
        double oldest = 0;
        for (JsonNode each : destinations.path("items")) {
            oldest = Math.max(oldest, each.path("backlogAgeSeconds").asDouble(0));
            if (!FINE.contains(each.path("state").asText())) {
                trouble.add(each);
            }
        }
        all.put("oldestSeconds", oldest);
        return all;
    }
}
