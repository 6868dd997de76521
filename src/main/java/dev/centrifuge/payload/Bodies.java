package dev.centrifuge.payload;

import dev.centrifuge.payload.Prepared.Ready;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** Events side by side, each byte by byte as it is but for line breaks between lines. */
final class Bodies {
    private static final byte[] OPEN = ascii("[");
    private static final byte[] CLOSE = ascii("]");
    private static final byte[] BATCH = ascii("{\"batch\":[");

    private Bodies() {}

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    static byte[] array(List<Ready> events) {
        return joined(OPEN, events, CLOSE);
    }

    /** {@code sentAt} is this request's: by it the receiver corrects clocks, and ours made the times of the events right. */
    static byte[] segmentBatch(List<Ready> events, long nowMillis) {
        return joined(BATCH, events, ascii("],\"sentAt\":\"" + Instant.ofEpochMilli(nowMillis) + "\"}"));
    }

    private static byte[] joined(byte[] head, List<Ready> events, byte[] tail) {
        byte[] out = new byte[head.length + bytes(events) - 1 + tail.length];
        int at = copy(head, out, 0);
        for (Ready event : events) {
            if (at > head.length) {
                out[at++] = ',';
            }
            at = copy(event.json(), out, at);
        }
        copy(tail, out, at);
        return out;
    }

    /** Line breaks within an event stand between its tokens, where a blank is as good: in a text they would be escaped. */
    static byte[] lines(List<Ready> events) {
        byte[] out = new byte[bytes(events)];
        int at = 0;
        for (Ready event : events) {
            int from = at;
            at = copy(event.json(), out, at);
            for (int i = from; i < at; i++) {
                if (out[i] == '\n' || out[i] == '\r') {
                    out[i] = ' ';
                }
            }
            out[at++] = '\n';
        }
        return out;
    }

    /** With one more for each, for what stands between them. */
    private static int bytes(List<Ready> events) {
        int bytes = 0;
        for (Ready event : events) {
            bytes += event.json().length + 1;
        }
        return bytes;
    }

    private static int copy(byte[] from, byte[] to, int at) {
        System.arraycopy(from, 0, to, at, from.length);
        return at + from.length;
    }
}
