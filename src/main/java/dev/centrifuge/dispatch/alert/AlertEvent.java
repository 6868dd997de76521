package dev.centrifuge.dispatch.alert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.centrifuge.config.AlertsConfig;
import dev.centrifuge.config.SourceConfig;
import dev.centrifuge.dispatch.traffic.Sample;
import dev.centrifuge.dispatch.traffic.Trouble;
import dev.centrifuge.event.Envelope;
import dev.centrifuge.event.Event;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Makes events of alerts: Segment's {@code track}, as ingest would have stored it. The destination is its {@code userId}: its
 * alerts are in one partition, and in their order where that is asked for.
 *
 * <p>Nodes that see the same in the same interval make the same {@code messageId}, so that de-duplication leaves one. Dead letters
 * are each node's own.
 */
final class AlertEvent {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TYPE = "track";

    private final long interval;
    private final String process;
    private final @Nullable String node;

    /**
     * @param process a short word that no other process has
     * @param node the name of this process among its like; null where it has none
     */
    AlertEvent(AlertsConfig config, String process, @Nullable String node) {
        this.interval = config.interval().toMillis();
        this.process = process;
        this.node = node;
    }

    Event of(Alert alert) {
        String id = id(alert);
        Envelope envelope = new Envelope(SourceConfig.OWN, id, TYPE, alert.at(), null, null);
        byte[] key = (SourceConfig.OWN + ":" + alert.destination()).getBytes(StandardCharsets.UTF_8);
        return new Event(envelope, key, body(alert, id));
    }

    /** At most 100 characters, as of any event. */
    private String id(Alert alert) {
        String id = alert.kind().word() + "-" + alert.destination() + "-" + alert.begun() / interval;
        return alert.kind() == Kind.DEAD_LETTERS ? id + "-" + process : id;
    }

    private byte[] body(Alert alert, String id) {
        try {
            return JSON.writeValueAsBytes(tree(alert, id));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The event's body. */
    ObjectNode tree(Alert alert, String id) {
        ObjectNode event = JSON.createObjectNode();
        event.put("type", TYPE).put("event", alert.kind().title());
        event.put("messageId", id).put("userId", alert.destination());
        event.put("timestamp", time(alert.at())).put("receivedAt", time(alert.at()));
        properties(event.putObject("properties"), alert);
        return event;
    }

    private void properties(ObjectNode to, Alert alert) {
        Sample sample = alert.sample();
        to.put("kind", alert.kind().word());
        to.put("destination", alert.destination());
        to.put("state", sample.state().word());
        to.put("since", time(alert.since()));
        if (alert.reason() != null) {
            to.put("reason", alert.reason());
        }
        Trouble trouble = sample.trouble();
        if (trouble != null) {
            to.put("lastFailure", trouble.cause()).put("lastFailureAt", time(trouble.at()));
        }
        if (alert.count() > 0) {
            to.put(alert.kind() == Kind.DEAD_LETTERS ? "letters" : "times", alert.count());
        }
        if (alert.kind() == Kind.RECOVERED || alert.kind() == Kind.BACKLOG_FRESH) {
            to.put("lastedSeconds", alert.lastedMillis() / 1_000);
        }
        to.put("repeated", alert.repeated());
        to.put("backlog", sample.backlog());
        to.put("backlogAgeSeconds", sample.oldestAt() == 0 ? 0 : Math.max(0, alert.at() - sample.oldestAt()) / 1_000);
        if (alert.held() > 0) {
            to.put("held", alert.held());
        }
        if (node != null) {
            to.put("node", node);
        }
    }

    private static String time(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }
}
