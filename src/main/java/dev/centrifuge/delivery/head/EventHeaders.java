package dev.centrifuge.delivery.head;

import io.netty.util.AsciiString;
import io.vertx.core.MultiMap;

/** What an event and an attempt are: {@code webhook-id}, {@code webhook-timestamp}, {@code x-centrifuge-*}. */
public enum EventHeaders implements Stamp {
    INSTANCE;

    static final AsciiString WEBHOOK_ID = AsciiString.cached("webhook-id");
    static final AsciiString WEBHOOK_TIMESTAMP = AsciiString.cached("webhook-timestamp");
    static final AsciiString SOURCE = AsciiString.cached("x-centrifuge-source");
    static final AsciiString REPLAY = AsciiString.cached("x-centrifuge-replay");
    static final AsciiString ATTEMPT = AsciiString.cached("x-centrifuge-attempt");

    @Override
    public void stamp(Head head, MultiMap headers) {
        headers.add(WEBHOOK_ID, head.webhookId());
        headers.add(WEBHOOK_TIMESTAMP, head.timestamp());
        headers.add(SOURCE, head.source());
        headers.add(ATTEMPT, Integer.toString(head.number()));
        String replay = head.replay();
        if (replay != null) {
            headers.add(REPLAY, replay);
        }
    }
}
