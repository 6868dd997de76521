package dev.centrifuge.ingest.edge;

import io.netty.util.AsciiString;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the header names that clients send, so that the usual request makes no new ones and does not hash them
 * again. A client can push others' names out, which costs an allocation, never an answer.
 *
 * <p>Belongs to one event loop.
 */
final class HeaderNames {

    /** The fields that decide about framing and connection, and all others. */
    enum Kind {
        HOST("host"),
        CONTENT_LENGTH("content-length"),
        TRANSFER_ENCODING("transfer-encoding"),
        EXPECT("expect"),
        CONNECTION("connection"),
        OTHER("");

        private static final Kind[] ALL = values();

        private final String name;

        Kind(String name) {
            this.name = name;
        }

        private static Kind of(AsciiString name) {
            for (Kind kind : ALL) {
                if (name.contentEqualsIgnoreCase(kind.name)) {
                    return kind;
                }
            }
            return OTHER;
        }
    }

    record HeaderName(AsciiString text, Kind kind) {}

    private static final int SLOTS = 256;

    private final @Nullable HeaderName[] slots = new @Nullable HeaderName[SLOTS];

    /** The name that the first {@code length} bytes spell, whose hash (31 × hash + byte) the caller already has. */
    HeaderName of(byte[] bytes, int length, int hash) {
        int slot = (hash ^ (hash >>> 8)) & (SLOTS - 1);
        HeaderName known = slots[slot];
        if (known != null && Arrays.equals(known.text().array(), 0, known.text().length(), bytes, 0, length)) {
            return known;
        }
        AsciiString text = new AsciiString(bytes, 0, length, true);
        HeaderName fresh = new HeaderName(text, Kind.of(text));
        slots[slot] = fresh;
        return fresh;
    }
}
