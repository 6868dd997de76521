package dev.centrifuge.kafka.history;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.centrifuge.event.PastAttempt;
import dev.centrifuge.event.PastAttempt.Next;
import dev.centrifuge.event.PastAttempt.Place;
import dev.centrifuge.event.PastAttempt.What;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An attempt as the value of its record: a flat JSON object, so that any Kafka tool shows it.
 *
 * <pre>
 * {"at":"2026-01-31T10:00:00.123Z","source":"web","destination":"crm","messageId":"m1","attempt":1,"outcome":"failed",
 *  "status":503,"cause":"http_503","latencyMillis":12.345,"answer":"…","partition":3,"offset":42,
 *  "next":"delayed","nextAt":"2026-01-31T10:00:30.123Z","nextDetail":"30s"}
 * </pre>
 *
 * {@code delay} stands there where the leg came from a delay topic; then {@code offset} is that topic's.
 */
final class AttemptCodec {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonFactory FACTORY = JSON.getFactory();

    private AttemptCodec() {}

    static byte[] encode(PastAttempt attempt) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("at", Instant.ofEpochMilli(attempt.at()).toString());
            json.writeStringField("source", attempt.source());
            json.writeStringField("destination", attempt.destination());
            json.writeStringField("messageId", attempt.messageId());
            json.writeNumberField("attempt", attempt.number());
            json.writeStringField("outcome", attempt.outcome());
            json.writeNumberField("status", attempt.status());
            json.writeStringField("cause", attempt.cause());
            json.writeNumberField("latencyMillis", attempt.latencyMicros() / 1000.0);
            text(json, "answer", attempt.answer());
            text(json, "delay", attempt.place().delay());
            json.writeNumberField("partition", attempt.place().partition());
            json.writeNumberField("offset", attempt.place().offset());
            next(json, attempt.next());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void next(JsonGenerator json, Next next) throws IOException {
        json.writeStringField("next", next.what().name().toLowerCase(Locale.ROOT));
        if (next.at() > 0) {
            json.writeStringField("nextAt", Instant.ofEpochMilli(next.at()).toString());
        }
        text(json, "nextDetail", next.detail());
    }

    private static void text(JsonGenerator json, String name, String text) throws IOException {
        if (!text.isEmpty()) {
            json.writeStringField(name, text);
        }
    }

    /** Null for what is none: anybody may write to a topic. */
    static @Nullable PastAttempt decode(byte @Nullable [] value) {
        if (value == null) {
            return null;
        }
        try {
            JsonNode json = JSON.readTree(value);
            return new PastAttempt(
                    Instant.parse(json.path("at").asText()).toEpochMilli(),
                    json.path("source").asText(),
                    json.path("destination").asText(),
                    json.path("messageId").asText(),
                    json.path("attempt").asInt(),
                    json.path("outcome").asText(),
                    json.path("status").asInt(),
                    json.path("cause").asText(),
                    Math.round(json.path("latencyMillis").asDouble() * 1000),
                    json.path("answer").asText(),
                    new Place(
                            json.path("delay").asText(),
                            json.path("partition").asInt(-1),
                            json.path("offset").asLong(-1)),
                    next(json));
        } catch (IOException | DateTimeException | IllegalArgumentException notOurs) {
            return null;
        }
    }

    private static Next next(JsonNode json) {
        What what = What.valueOf(json.path("next").asText().toUpperCase(Locale.ROOT));
        String at = json.path("nextAt").asText();
        return new Next(
                what,
                at.isEmpty() ? 0 : Instant.parse(at).toEpochMilli(),
                json.path("nextDetail").asText());
    }
}
