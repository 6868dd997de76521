package dev.centrifuge.kafka;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Turns bytes that keep coming back (source ids, event types) into the same string each time, without making one to look
 * it up. Direct-mapped: two values that meet in a slot push each other out, so what clients make up cannot fill memory.
 *
 * <p>Belongs to one thread.
 */
final class Interned {

    private static final int SLOTS = 1024;
    private static final int LONGEST = 128;

    private final byte[] @Nullable [] bytes = new byte[SLOTS][];
    private final @Nullable String[] texts = new String[SLOTS];

    String text(byte[] value) {
        if (value.length > LONGEST) {
            return new String(value, StandardCharsets.UTF_8);
        }
        int hash = Arrays.hashCode(value);
        int slot = (hash ^ (hash >>> 16)) & (SLOTS - 1);
        String known = texts[slot];
        if (known != null && Arrays.equals(bytes[slot], value)) {
            return known;
        }
        String text = new String(value, StandardCharsets.UTF_8);
        bytes[slot] = value;
        texts[slot] = text;
        return text;
    }
}
