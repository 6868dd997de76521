package dev.centrifuge.delivery.head;

import dev.centrifuge.event.Event;

/**
 * What the headers of one attempt are made from.
 *
 * @param event what is delivered
 * @param number 1 for the first try
 * @param webhookId the event's {@code messageId}, made fit for a header by {@link HeaderText#webhookId}
 * @param body what is sent, not to be changed
 * @param timestamp when the attempt started, in seconds since the epoch, as text
 */
@SuppressWarnings("ArrayRecordComponent") // Of one attempt, read by its stamps.
public record Head(Event event, int number, String webhookId, byte[] body, String timestamp) {

    /** For a request that holds nothing but the event as it is. */
    public static Head of(Event event, int number, long nowMillis) {
        return of(event, number, event.body(), nowMillis);
    }

    /** @param nowMillis when the attempt starts, in milliseconds since the epoch */
    public static Head of(Event event, int number, byte[] body, long nowMillis) {
        String webhookId = HeaderText.webhookId(event.envelope().id());
        return new Head(event, number, webhookId, body, Long.toString(Math.floorDiv(nowMillis, 1000L)));
    }
}
