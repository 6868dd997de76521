package dev.centrifuge.route;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An event's {@code integrations} object: {@code {"All": false, "crm": true}}. A name stands for the destination with
 * that id, case-sensitively; {@code All} (or its absence: true) for those not named. A value other than {@code false}
 * (an object of options) means yes.
 */
record Integrations(boolean all, Map<String, Boolean> named) {
    private static final JsonFactory JSON = new JsonFactory();
    private static final Integrations EVERYBODY = new Integrations(true, Map.of());

    /** What cannot be read limits nothing: ingest has validated the event's JSON before. */
    static Integrations parse(String json) {
        try (JsonParser parser = JSON.createParser(json)) {
            return parser.nextToken() == JsonToken.START_OBJECT ? read(parser) : EVERYBODY;
        } catch (IOException e) {
            return EVERYBODY;
        }
    }

    private static Integrations read(JsonParser parser) throws IOException {
        Map<String, Boolean> named = new HashMap<>();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            named.put(name, parser.nextToken() != JsonToken.VALUE_FALSE);
            parser.skipChildren();
        }
        return new Integrations(named.getOrDefault("All", true), named);
    }

    List<String> keep(List<String> candidates) {
        return candidates.stream().filter(id -> named.getOrDefault(id, all)).toList();
    }
}
