package dev.centrifuge.ingest.segment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.centrifuge.ingest.json.Trees;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What should become of a batch, computed on trees, slowly and from the protocol's words. */
final class BatchOracle {

    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final Set<String> TYPES = Set.of("identify", "track", "page", "screen", "group", "alias");

    private final JsonNode batch;
    private final long receivedAt;

    BatchOracle(JsonNode batch, long receivedAt) {
        this.batch = batch;
        this.receivedAt = receivedAt;
    }

    static boolean valid(JsonNode item) {
        if (!item.isObject()
                || !TYPES.contains(item.path("type").asText())
                || !item.path("type").isTextual()) {
            return false;
        }
        if (!isIdOrNothing(item.path("userId")) || !isIdOrNothing(item.path("anonymousId"))) {
            return false;
        }
        JsonNode id = item.path("messageId");
        boolean idFits = id.isMissingNode()
                || id.isNull()
                || id.isTextual() && id.textValue().length() <= 100;
        JsonNode integrations = item.path("integrations");
        boolean limits = integrations.isMissingNode()
                || integrations.isNull()
                || integrations.isObject()
                || integrations.isArray() && integrations.isEmpty();
        boolean has = switch (item.path("type").textValue()) {
            case "track" -> isText(item.path("event"));
            case "group" -> isId(item.path("groupId"));
            case "alias" -> isId(item.path("previousId"));
            default -> true;
        };
        return idFits && limits && has && (isId(item.path("userId")) || isId(item.path("anonymousId")));
    }

    static String user(JsonNode item) {
        return isId(item.path("userId"))
                ? item.path("userId").asText()
                : item.path("anonymousId").asText();
    }

    private static boolean isIdOrNothing(JsonNode node) {
        return node.isMissingNode() || node.isNull() || node.isTextual() || node.isNumber();
    }

    private static boolean isId(JsonNode node) {
        return isText(node) || node.isNumber();
    }

    private static boolean isText(JsonNode node) {
        return node.isTextual() && !node.textValue().isEmpty();
    }

    /** What an item is stored as; with the id that the gateway made, where it had to. */
    ObjectNode stored(JsonNode item, String id) {
        ObjectNode stored = item.deepCopy();
        stored.remove("writeKey");
        stored.put("receivedAt", MILLIS.format(Instant.ofEpochMilli(receivedAt)));
        stored.put("messageId", id);
        merge(stored, "context");
        merge(stored, "integrations");
        times(item, stored);
        return stored;
    }

    private void merge(ObjectNode stored, String name) {
        JsonNode shared = batch.path(name);
        JsonNode own = stored.path(name);
        if (!shared.isObject() || shared.isEmpty()) {
            return;
        }
        if (own.isMissingNode() || own.isNull() || own.isArray() && own.isEmpty()) {
            stored.set(name, shared);
        } else if (own.isObject()) {
            ObjectNode merged = own.deepCopy();
            for (Map.Entry<String, JsonNode> member : shared.properties()) {
                if (!own.has(member.getKey())) {
                    merged.set(member.getKey(), member.getValue());
                }
            }
            stored.set(name, merged);
        }
    }

    private void times(JsonNode item, ObjectNode stored) {
        JsonNode timestamp = item.path("timestamp");
        JsonNode original = isText(item.path("originalTimestamp")) ? item.path("originalTimestamp") : timestamp;
        JsonNode sent = isText(item.path("sentAt")) ? item.path("sentAt") : batch.path("sentAt");
        Optional<Instant> happened = time(original);
        Optional<Instant> sentAt = time(sent);
        if (happened.isPresent() && sentAt.isPresent()) {
            long skew = sentAt.get().toEpochMilli() - happened.get().toEpochMilli();
            stored.put("timestamp", MILLIS.format(Instant.ofEpochMilli(receivedAt - skew)));
            stored.set("originalTimestamp", original);
        } else if (timestamp.isMissingNode() || timestamp.isNull()) {
            boolean other = isText(item.path("originalTimestamp"));
            stored.set("timestamp", other ? item.path("originalTimestamp") : stored.path("receivedAt"));
        }
    }

    private static Optional<Instant> time(JsonNode node) {
        try {
            return node.isTextual()
                    ? Optional.of(OffsetDateTime.parse(node.textValue()).toInstant())
                    : Optional.empty();
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    static JsonNode parse(String json) {
        return Trees.read(json);
    }
}
