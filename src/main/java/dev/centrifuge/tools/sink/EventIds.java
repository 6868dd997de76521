package dev.centrifuge.tools.sink;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the ids of the events in a delivery: {@code messageId}, or {@code id} of what has none (CloudEvents).
 *
 * <p>A body is an event, an array of events, lines of events, or an object with an array {@code batch} of events. A
 * {@code messageId} deeper inside an event is its own business.
 */
final class EventIds {
    private static final JsonFactory JSON = new JsonFactory();

    private EventIds() {}

    /** The ids in the order of their events; null where the body is not JSON or an event in it has no id. */
    static @Nullable List<String> read(byte[] body) {
        List<String> ids = new ArrayList<>(1);
        try (JsonParser parser = JSON.createParser(body)) {
            boolean whole = true;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                whole &= token == JsonToken.START_ARRAY ? array(parser, ids) : event(parser, ids);
            }
            return whole && !ids.isEmpty() ? ids : null;
        } catch (IOException notJson) {
            return null;
        }
    }

    private static boolean array(JsonParser parser, List<String> ids) throws IOException {
        boolean whole = true;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            whole &= event(parser, ids);
        }
        return whole;
    }

    private static boolean event(JsonParser parser, List<String> ids) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return false;
        }
        int before = ids.size();
        String messageId = null;
        String id = null;
        boolean batch = false;
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            JsonToken value = parser.nextToken();
            if (value == JsonToken.VALUE_STRING && name.equals("messageId")) {
                messageId = parser.getText();
            } else if (value == JsonToken.VALUE_STRING && name.equals("id")) {
                id = parser.getText();
            } else if (value == JsonToken.START_ARRAY && name.equals("batch")) {
                batch = array(parser, ids);
            } else {
                parser.skipChildren();
            }
        }
        String own = messageId != null ? messageId : id;
        if (ids.size() == before && own != null) {
            ids.add(own);
        }
        return batch || own != null;
    }
}
