package dev.centrifuge.payload;

import com.fasterxml.jackson.databind.JsonNode;
import dev.centrifuge.config.payload.Format;
import dev.centrifuge.config.payload.Payload;
import dev.centrifuge.config.payload.Template;
import dev.centrifuge.event.Event;
import dev.centrifuge.jslt.Jslt;
import dev.centrifuge.jslt.JsltFailure;
import dev.centrifuge.jslt.Trees;
import dev.centrifuge.payload.Prepared.Field;
import dev.centrifuge.payload.Prepared.Nothing;
import dev.centrifuge.payload.Prepared.Ready;
import dev.centrifuge.payload.Prepared.Unfit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes what one destination gets of events: {@link #prepare} each, then {@link #body} of those that go together.
 *
 * <p>It is asked at each try, by the configuration of then, and not when an event is routed: what waits costs no more than
 * the event's own bytes, which all its destinations share.
 */
public final class Composer {
    private final Payload payload;
    private final Format format;
    private final List<Map.Entry<String, Template>> headers = new ArrayList<>();

    /** Whether requests hold the events as they are stored. */
    private final boolean plain;

    /** An event a request. */
    public Composer(Payload payload) {
        this(payload, false);
    }

    /** @param batched whether requests hold several events */
    public Composer(Payload payload, boolean batched) {
        this.payload = payload;
        this.format = batched ? payload.format().several() : payload.format();
        payload.headers().forEach((name, value) -> headers.add(Map.entry(name.toLowerCase(Locale.ROOT), value)));
        this.plain = payload.transform() == null && !isCloudEvent(format);
    }

    private static boolean isCloudEvent(Format format) {
        return format == Format.CLOUDEVENT || format == Format.CLOUDEVENT_BINARY || format == Format.CLOUDEVENTS_BATCH;
    }

    /** Never throws, whatever the event holds. */
    public Prepared prepare(Event event) {
        String stage = "template";
        try {
            String target = target(event);
            List<Field> own = fields(event);
            if (plain) {
                return new Ready(event.body(), format.contentType(), target, own);
            }
            if (payload.transform() == null) {
                stage = "format";
                return asCloudEvent(CloudEvents.of(event), target, own);
            }
            stage = "transform";
            JsonNode tree = transformed(event);
            if (tree.isNull()) {
                return Nothing.NOTHING;
            }
            stage = "format";
            byte[] json = Trees.write(tree);
            return isCloudEvent(format)
                    ? asCloudEvent(CloudEvents.of(event, tree, json), target, own)
                    : new Ready(json, format.contentType(), target, own);
        } catch (JsltFailure e) {
            return new Unfit(e.reason(stage), String.valueOf(e.getMessage()));
        } catch (RuntimeException | StackOverflowError e) {
            // A bug, of ours or of a library: it must not take the loop along, nor be tried again for ever.
            return new Unfit(stage, e.toString());
        }
    }

    private Ready asCloudEvent(CloudEvents made, @Nullable String target, List<Field> own) {
        return format == Format.CLOUDEVENT_BINARY
                ? made.binary(target, own)
                : new Ready(made.structured(), format.contentType(), target, own);
    }

    private JsonNode transformed(Event event) {
        Jslt transform = payload.transform();
        JsonNode tree = Trees.of(event);
        return transform == null ? tree : transform.apply(tree);
    }

    private @Nullable String target(Event event) {
        Template template = payload.target();
        return template == null ? null : Blanks.target(template, Trees.of(event));
    }

    private List<Field> fields(Event event) {
        if (headers.isEmpty()) {
            return List.of();
        }
        List<Field> fields = new ArrayList<>();
        for (Map.Entry<String, Template> header : headers) {
            fields.add(new Field(header.getKey(), Blanks.header(header.getValue(), Trees.of(event))));
        }
        return fields;
    }

    /**
     * The body of a request that holds these events, in their order. In the formats that hold one event, one alone may be
     * given. The array may be an event's own: it must not be changed.
     *
     * @param nowMillis when it is sent, in milliseconds since the epoch
     */
    public byte[] body(List<Ready> events, long nowMillis) {
        return switch (format) {
            case JSON, CLOUDEVENT, CLOUDEVENT_BINARY -> only(events).json();
            case JSON_ARRAY, CLOUDEVENTS_BATCH -> Bodies.array(events);
            case NDJSON -> Bodies.lines(events);
            case SEGMENT_BATCH -> Bodies.segmentBatch(events, nowMillis);
        };
    }

    private static Ready only(List<Ready> events) {
        if (events.size() != 1) {
            throw new IllegalArgumentException("the format holds one event, and not " + events.size());
        }
        return events.get(0);
    }
}
