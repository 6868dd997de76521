package dev.centrifuge.event;

import org.jspecify.annotations.Nullable;

/**
 * What the gateway knows of an event without parsing its body. In Kafka it travels in the record's headers.
 *
 * @param source the id of the source that sent it
 * @param id the {@code messageId}: the client's, or made by the gateway; at most 100 characters
 * @param type {@code track}, {@code identify}, …; the CloudEvent's type; {@code event} for plain JSON
 * @param receivedAt when the gateway received it, in milliseconds since the epoch
 * @param traceparent the W3C trace context it came with, if any
 * @param integrations the raw JSON of the event's {@code integrations} object where it limits who gets the event
 * @param replay where a job delivers it again; null for what is delivered as it came
 */
public record Envelope(
        String source,
        String id,
        String type,
        long receivedAt,
        @Nullable String traceparent,
        @Nullable String integrations,
        @Nullable Replay replay) {

    /** Of an event that is delivered as it came. */
    public Envelope(
            String source,
            String id,
            String type,
            long receivedAt,
            @Nullable String traceparent,
            @Nullable String integrations) {
        this(source, id, type, receivedAt, traceparent, integrations, null);
    }

    /** From when its time to live counts, in milliseconds since the epoch: when it was received, or copied by a job. */
    public long liveSince() {
        return replay == null ? receivedAt : replay.at();
    }

    /** Without what may be long. */
    public Envelope bare() {
        return new Envelope(source, id, type, receivedAt, null, null, replay);
    }

    /** The same event, delivered again by a job. */
    public Envelope replayed(Replay by) {
        return new Envelope(source, id, type, receivedAt, traceparent, integrations, by);
    }
}
