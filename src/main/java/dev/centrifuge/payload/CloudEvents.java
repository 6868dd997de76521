package dev.centrifuge.payload;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.centrifuge.event.Envelope;
import dev.centrifuge.event.Event;
import dev.centrifuge.jslt.JsltFailure;
import dev.centrifuge.jslt.Trees;
import dev.centrifuge.payload.Prepared.Field;
import dev.centrifuge.payload.Prepared.Ready;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An event as a CloudEvent 1.0. What is one already, since it came so or the transform made it one, stays what it is; any
 * other event is the data of a new one, with the ids and the time that the gateway knows it by.
 */
final class CloudEvents {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]{1,100}");
    private static final Pattern MEDIA_TYPE = Pattern.compile(
            "[A-Za-z0-9!#$&^_.+-]{1,100}/[A-Za-z0-9!#$&^_.+-]{1,100}( *;[\\x20-\\x7E]{0,100}[\\x21-\\x7E])?");
    private static final Pattern RFC_3339 =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\d[Tt]\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?([Zz]|[+-]\\d\\d:\\d\\d)");
    private static final String PLAIN_TIME = "0000-00-00T00:00:00.000Z";
    private static final byte[] VERSION = "specversion".getBytes(StandardCharsets.US_ASCII);
    private static final JsonStringEncoder ESCAPES = JsonStringEncoder.getInstance();
    private static final String DATA = "data";
    private static final String BASE64 = "data_base64";
    private static final String TYPE = "datacontenttype";

    /** The attributes, and the data where the event was a CloudEvent before. */
    private final ObjectNode members;

    /** The data where it is new, else the whole event. */
    private final byte[] json;

    private final boolean wrapped;

    private CloudEvents(ObjectNode members, byte[] json, boolean wrapped) {
        this.members = members;
        this.json = json;
        this.wrapped = wrapped;
    }

    /** @param tree what {@code json} says */
    static CloudEvents of(Event event, JsonNode tree, byte[] json) {
        return tree instanceof ObjectNode object && isOne(object)
                ? new CloudEvents(object, json, false)
                : new CloudEvents(
                        attributes(event.envelope(), tree.path("timestamp").asText("")), json, true);
    }

    /** An event as it is stored. A tree is only made of what may be a CloudEvent already. */
    static CloudEvents of(Event event) {
        byte[] json = event.body();
        if (event.reading() != null || mayBeOne(json)) {
            return of(event, Trees.of(event), json);
        }
        String timestamp = Trees.text(json, "timestamp");
        return new CloudEvents(attributes(event.envelope(), timestamp == null ? "" : timestamp), json, true);
    }

    /** Whether the name of an attribute that each CloudEvent has stands in it, as it is or escaped. */
    private static boolean mayBeOne(byte[] json) {
        for (int i = 0; i < json.length - 1; i++) {
            if ((json[i] == '\\' && json[i + 1] == 'u') || (json[i] == 's' && hasVersion(json, i))) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasVersion(byte[] json, int at) {
        int end = at + VERSION.length;
        return end <= json.length && Arrays.equals(json, at, end, VERSION, 0, VERSION.length);
    }

    private static ObjectNode attributes(Envelope envelope, String timestamp) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("specversion", "1.0")
                .put("id", envelope.id())
                .put("source", envelope.source())
                .put("type", envelope.type())
                .put("time", time(timestamp, envelope))
                .put(TYPE, "application/json");
    }

    /** When it happened, as far as the event says so in a way that is valid here; else when it was received. */
    private static String time(String timestamp, Envelope envelope) {
        return isTime(timestamp)
                ? timestamp
                : Instant.ofEpochMilli(envelope.receivedAt()).toString();
    }

    private static boolean isTime(String text) {
        try {
            return isPlain(text)
                    || (RFC_3339.matcher(text).matches()
                            && OffsetDateTime.parse(text.toUpperCase(Locale.ROOT))
                                            .getYear()
                                    >= 0);
        } catch (DateTimeException e) {
            return false;
        }
    }

    /** As nearly all are written, {@code 2026-01-31T12:00:00.000Z}, on one of the days that each month has. */
    private static boolean isPlain(String text) {
        if (text.length() != PLAIN_TIME.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char form = PLAIN_TIME.charAt(i);
            char c = text.charAt(i);
            if (form == '0' ? c < '0' || c > '9' : c != form) {
                return false;
            }
        }
        int month = two(text, 5);
        int day = two(text, 8);
        return month >= 1
                && month <= 12
                && day >= 1
                && day <= 28
                && two(text, 11) < 24
                && two(text, 14) < 60
                && two(text, 17) < 60;
    }

    private static int two(String text, int at) {
        return (text.charAt(at) - '0') * 10 + text.charAt(at + 1) - '0';
    }

    private static boolean isOne(ObjectNode event) {
        if (!event.path("specversion").asText().equals("1.0") || (event.has(DATA) && event.hasNonNull(BASE64))) {
            return false;
        }
        for (String required : List.of("id", "source", "type")) {
            if (!event.path(required).isTextual()
                    || event.path(required).asText().isEmpty()) {
                return false;
            }
        }
        return event.properties().stream().allMatch(CloudEvents::isMember);
    }

    private static boolean isMember(Map.Entry<String, JsonNode> member) {
        JsonNode value = member.getValue();
        if (value.isNull()) {
            return member.getKey().equals(BASE64)
                    || NAME.matcher(member.getKey()).matches();
        }
        return switch (member.getKey()) {
            case DATA -> true;
            case BASE64 -> value.isTextual();
            case TYPE -> value.isTextual() && MEDIA_TYPE.matcher(value.asText()).matches();
            case "time" -> value.isTextual() && isTime(value.asText());
            default -> NAME.matcher(member.getKey()).matches() && value.isValueNode();
        };
    }

    /** One JSON object. */
    byte[] structured() {
        if (!wrapped) {
            return json;
        }
        StringBuilder attributes = new StringBuilder("{");
        for (Map.Entry<String, JsonNode> member : members.properties()) {
            String value = member.getValue().textValue();
            if (!Escapes.whole(value)) {
                throw new JsltFailure("the attribute " + member.getKey() + " holds half of a character");
            }
            attributes.append('"').append(member.getKey()).append("\":\"");
            ESCAPES.quoteAsString(value, attributes);
            attributes.append("\",");
        }
        byte[] head = attributes.append("\"data\":").toString().getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream(head.length + json.length + 1);
        out.writeBytes(head);
        out.writeBytes(json);
        out.write('}');
        return out.toByteArray();
    }

    /** Attributes as headers, beside {@code own}. */
    Ready binary(@Nullable String target, List<Field> own) {
        List<Field> headers = new ArrayList<>(own);
        for (Map.Entry<String, JsonNode> member : members.properties()) {
            String name = member.getKey();
            JsonNode value = member.getValue();
            if (!name.equals(DATA) && !name.equals(BASE64) && !name.equals(TYPE) && !value.isNull()) {
                headers.add(new Field("ce-" + name, header(name, value.asText())));
            }
        }
        String contentType = members.path(TYPE).asText("application/json");
        return new Ready(wrapped ? json : data(contentType), contentType, target, headers);
    }

    private static String header(String name, String value) {
        String escaped = Escapes.whole(value) ? Escapes.header(value) : "";
        if (escaped.length() > Blanks.LONGEST || escaped.isEmpty() != value.isEmpty()) {
            throw new JsltFailure("the attribute " + name + " does not fit into a header");
        }
        return escaped;
    }

    /** JSON format 1.0.2, 3.1.1: where the type is not JSON, a string stands for its characters. */
    private byte[] data(String contentType) {
        if (members.hasNonNull(BASE64)) {
            try {
                return Base64.getDecoder().decode(members.path(BASE64).asText());
            } catch (IllegalArgumentException e) {
                throw new JsltFailure("data_base64 is not base64");
            }
        }
        JsonNode data = members.get(DATA);
        if (data == null) {
            return new byte[0];
        }
        return data.isTextual() && !isJson(contentType)
                ? data.asText().getBytes(StandardCharsets.UTF_8)
                : Trees.write(data);
    }

    private static boolean isJson(String contentType) {
        String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return type.endsWith("/json") || type.endsWith("+json");
    }
}
