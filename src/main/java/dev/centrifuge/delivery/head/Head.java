package dev.centrifuge.delivery.head;

import dev.centrifuge.event.Event;

/**
 * What the headers of one attempt are made from.
 *
 * @param event what is delivered
 * @param number 1 for the first try
 * @param webhookId the event's {@code messageId}, made fit for a header by {@link HeaderText#webhookId}
 * @param timestamp when the attempt started, in seconds since the epoch, as text
 */
public record Head(Event event, int number, String webhookId, String timestamp) {

    /** The bytes that are sent, and so those that are signed. */
    public byte[] body() {
        return event.body();
    }

    /** @param nowMillis when the attempt starts, in milliseconds since the epoch */
    public static Head of(Event event, int number, long nowMillis) {
        String webhookId = HeaderText.webhookId(event.envelope().id());
        return new Head(event, number, webhookId, Long.toString(Math.floorDiv(nowMillis, 1000L)));
    }
}
