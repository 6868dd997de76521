package dev.centrifuge.config.payload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.centrifuge.jslt.Jslt;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a destination gets of an event.
 *
 * @param format default {@link Format#JSON}
 * @param filter true of the events that it gets; null, the default, for all
 * @param transform what it gets instead of an event, {@code null} for nothing; null, the default, for the event itself
 * @param target path and query, where an event has a say in them; else null
 * @param headers those headers, by name as it is written, whose values are made from the event
 * @param examples what filter and transform are meant to make of some events; default none
 */
public record Payload(
        Format format,
        @Nullable Jslt filter,
        @Nullable Jslt transform,
        @Nullable Template target,
        Map<String, Template> headers,
        List<Example> examples) {

    public Payload {
        headers = headers.isEmpty() ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(headers));
        examples = List.copyOf(examples);
    }

    /** Each event as it is. */
    public static Payload defaults() {
        return new Payload(Format.JSON, null, null, null, Map.of(), List.of());
    }

    /**
     * An event and what is to come of it.
     *
     * @param in the event
     * @param out what the transform is to make of it; JSON's {@code null} where the destination is to get nothing
     */
    public record Example(JsonNode in, JsonNode out) {}

    /**
     * What the destination gets of an event, before it takes the form of {@code format}; JSON's {@code null} for nothing.
     *
     * @throws dev.centrifuge.jslt.JsltFailure where filter or transform fails
     */
    public JsonNode outcome(JsonNode event) {
        if (filter != null && !filter.test(event)) {
            return NullNode.instance;
        }
        return transform == null ? event : transform.apply(event);
    }
}
