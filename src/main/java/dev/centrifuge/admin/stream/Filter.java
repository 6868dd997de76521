package dev.centrifuge.admin.stream;

import dev.centrifuge.event.Envelope;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Which events somebody wants to see.
 *
 * @param source null for any
 * @param type null for any
 * @param text what the body holds, byte by byte: a character for each byte of its UTF-8; null for anything
 */
record Filter(
        @Nullable String source,
        @Nullable String type,
        @Nullable String text) {

    static Filter of(@Nullable String source, @Nullable String type, @Nullable String text) {
        return new Filter(source, type, text == null ? null : bytes(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** What takes no look at the body. */
    boolean wants(Envelope envelope) {
        return (source == null || source.equals(envelope.source())) && (type == null || type.equals(envelope.type()));
    }

    /** What takes a search. */
    boolean finds(byte[] body) {
        // As text of one byte a character, which the JVM searches with vectors: several times as fast as a loop, copy
        // included.
        return text == null || bytes(body).contains(text);
    }

    private static String bytes(byte[] body) {
        return new String(body, StandardCharsets.ISO_8859_1);
    }
}
