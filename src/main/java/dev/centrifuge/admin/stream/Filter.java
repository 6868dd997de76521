package dev.centrifuge.admin.stream;

import dev.centrifuge.event.Envelope;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Which events somebody wants to see.
 *
 * @param source null for any
 * @param type null for any
 * @param text what the body holds, byte by byte; null for anything
 */
@SuppressWarnings("ArrayRecordComponent") // Made once by this class and given to nobody.
record Filter(@Nullable String source, @Nullable String type, byte @Nullable [] text) {

    static Filter of(@Nullable String source, @Nullable String type, @Nullable String text) {
        return new Filter(source, type, text == null ? null : text.getBytes(StandardCharsets.UTF_8));
    }

    /** What takes no look at the body. */
    boolean wants(Envelope envelope) {
        return (source == null || source.equals(envelope.source())) && (type == null || type.equals(envelope.type()));
    }

    /** What takes a search. */
    boolean finds(byte[] body) {
        if (text == null) {
            return true;
        }
        for (int at = 0; at <= body.length - text.length; at++) {
            if (startsWith(body, at, text)) {
                return true;
            }
        }
        return false;
    }

    private static boolean startsWith(byte[] body, int at, byte[] text) {
        for (int i = 0; i < text.length; i++) {
            if (body[at + i] != text[i]) {
                return false;
            }
        }
        return true;
    }
}
