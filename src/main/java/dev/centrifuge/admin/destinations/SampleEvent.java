package dev.centrifuge.admin.destinations;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.centrifuge.admin.http.Json;
import dev.centrifuge.admin.http.Problem;
import dev.centrifuge.config.DestinationConfig;
import dev.centrifuge.dispatch.alert.Alarm;
import dev.centrifuge.event.Envelope;
import dev.centrifuge.event.Event;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The event that a test sends: one that was given, or a sample of nobody; of whoever gets alerts, a sample of an alert. */
final class SampleEvent {
    private static final int LONGEST_ID = 100;

    private SampleEvent() {}

    /**
     * @param given null for a sample
     * @param number makes its id
     */
    static Event of(DestinationConfig destination, @Nullable JsonNode given, Instant now, long number) {
        ObjectNode event = given == null ? sample(destination, now) : object(given);
        String id = event.path("messageId").asText("");
        if (id.isEmpty() || id.length() > LONGEST_ID) {
            id = "test-%012x-%06x".formatted(now.toEpochMilli(), number & 0xffffff);
            event.put("messageId", id);
        }
        String source = destination.sources().stream()
                .filter(name -> !name.equals("*"))
                .findFirst()
                .orElse("test");
        Envelope envelope =
                new Envelope(source, id, event.path("type").asText("event"), now.toEpochMilli(), null, null);
        byte[] key = (source + "/test").getBytes(StandardCharsets.UTF_8);
        return new Event(envelope, key, Json.write(event).getBytes());
    }

    private static ObjectNode object(JsonNode given) {
        if (given instanceof ObjectNode event) {
            return event.deepCopy();
        }
        throw Problem.bad("event is a JSON object").refusal();
    }

    private static ObjectNode sample(DestinationConfig destination, Instant now) {
        if (destination.alerted()) {
            ObjectNode alert = Alarm.sample(now.toEpochMilli());
            alert.withObject("/properties").put("test", true);
            return alert.put("event", "Centrifuge Test");
        }
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("type", "track").put("event", "Centrifuge Test").put("userId", "centrifuge-test");
        event.putObject("properties").put("test", true);
        event.put("timestamp", now.toString()).put("receivedAt", now.toString());
        return event;
    }
}
