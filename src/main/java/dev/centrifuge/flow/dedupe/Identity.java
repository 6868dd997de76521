package dev.centrifuge.flow.dedupe;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * What makes an event the same one, its key (source and user) and its {@code messageId}, in few bytes that are equal where both
 * are equal, and only there. Two texts, one after the other, each of them
 *
 * <pre>
 *   0nnnnnnn  n bytes                 a text of up to 126 bytes
 *   1nnnnnnn  n bytes, 16 bytes       a text of up to 126 bytes and a UUID in lower case behind it
 *   01111111  32 bytes                the SHA-256 of a longer text: nobody knows two texts that share one
 * </pre>
 *
 * <p>One object serves all events. Belongs to one thread.
 */
final class Identity {
    /** The most bytes of two texts. */
    static final int MOST = 2 * (1 + 126 + 16);

    private static final int LONG = 0x7F;
    private static final int UUID = 0x80;
    private static final int UUID_TEXT = 36;
    private static final int UUID_BYTES = 16;
    private static final int DIGEST = 32;
    private static final long MIX = 0x9E3779B97F4A7C15L;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final byte[] NIBBLES = nibbles();

    private final long seed;
    private final MessageDigest sha256 = sha256();
    final byte[] bytes = new byte[MOST];
    int length;
    int hash;

    /** @param seed of the hash: whoever does not know it cannot make ids that meet in one place */
    Identity(long seed) {
        this.seed = seed;
    }

    Identity of(byte[] key, String id) {
        length = 0;
        add(key);
        add(id.getBytes(StandardCharsets.UTF_8));
        hash = hash(bytes, 0, length);
        return this;
    }

    private void add(byte[] text) {
        int prefix = text.length - UUID_TEXT;
        if (prefix >= 0 && prefix < LONG && endsInUuid(text, prefix)) {
            raw(UUID | prefix, text, prefix);
            uuid(text, prefix);
        } else if (text.length < LONG) {
            raw(text.length, text, text.length);
        } else {
            raw(LONG, sha256.digest(text), DIGEST);
        }
    }

    private void raw(int tag, byte[] text, int count) {
        bytes[length++] = (byte) tag;
        System.arraycopy(text, 0, bytes, length, count);
        length += count;
    }

    private static boolean endsInUuid(byte[] text, int from) {
        if (text[from + 8] != '-' || text[from + 13] != '-' || text[from + 18] != '-' || text[from + 23] != '-') {
            return false;
        }
        for (int i = 0; i < UUID_TEXT; i++) {
            int c = text[from + i];
            if (!dash(i) && (c < 0 || NIBBLES[c] < 0)) {
                return false;
            }
        }
        return true;
    }

    private static boolean dash(int at) {
        return at == 8 || at == 13 || at == 18 || at == 23;
    }

    private void uuid(byte[] text, int from) {
        for (int at = 0; at < UUID_TEXT; at += 2) {
            if (dash(at)) {
                at++;
            }
            bytes[length++] = (byte) (NIBBLES[text[from + at]] << 4 | NIBBLES[text[from + at + 1]]);
        }
    }

    /** The bytes of the two texts that begin at {@code from}. */
    static int length(byte[] bytes, int from) {
        int first = text(bytes[from]);
        return first + text(bytes[from + first]);
    }

    private static int text(byte tag) {
        if (tag == LONG) {
            return 1 + DIGEST;
        }
        return tag >= 0 ? 1 + tag : 1 + (tag & LONG) + UUID_BYTES;
    }

    int hash(byte[] from, int at, int count) {
        long mixed = seed ^ count;
        int i = 0;
        for (; i + Long.BYTES <= count; i += Long.BYTES) {
            mixed = mix(mixed ^ (long) LONGS.get(from, at + i));
        }
        long rest = 0;
        for (; i < count; i++) {
            rest = rest << 8 | (from[at + i] & 0xFF);
        }
        mixed = mix(mixed ^ rest);
        return (int) (mixed ^ mixed >>> 32);
    }

    private long mix(long value) {
        long odd = MIX ^ (seed << 1);
        return Math.multiplyHigh(value, odd) ^ (value * odd) ^ (value >>> 29);
    }

    private static byte[] nibbles() {
        byte[] nibbles = new byte[128];
        for (int c = 0; c < nibbles.length; c++) {
            boolean digit = c >= '0' && c <= '9';
            boolean letter = c >= 'a' && c <= 'f';
            nibbles[c] = (byte) (digit ? c - '0' : letter ? c - 'a' + 10 : -1);
        }
        return nibbles;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
