package dev.centrifuge.simulation;

import dev.centrifuge.event.Envelope;
import dev.centrifuge.event.Event;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Events that know their number. */
final class SimEvents {
    private SimEvents() {}

    static Event event(int index, String source, String key, int bytes, long receivedAt) {
        byte[] body = new byte[Math.max(Integer.BYTES, bytes)];
        ByteBuffer.wrap(body).putInt(index);
        Envelope envelope = new Envelope(source, "m" + index, "track", receivedAt, null, null);
        return new Event(envelope, key.getBytes(StandardCharsets.ISO_8859_1), body);
    }

    static int index(Event event) {
        return ByteBuffer.wrap(event.body()).getInt();
    }
}
