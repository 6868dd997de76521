package dev.centrifuge.ingest.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Where a body is put together: a scratch array of one event loop that is written from front to back and copied out at
 * its exact size. Writing twice (here, then out) costs less than computing the size first.
 */
public final class JsonOutput {

    private static final int INITIAL = 4096;
    /** Above this, the array is let go after use. */
    private static final int KEPT = 128 * 1024;

    private byte[] buf = new byte[INITIAL];
    private int size;

    public void clear() {
        size = 0;
        if (buf.length > KEPT) {
            buf = new byte[INITIAL];
        }
    }

    public int size() {
        return size;
    }

    public void put(char ascii) {
        room(1);
        buf[size++] = (byte) ascii;
    }

    public void put(byte[] bytes) {
        put(bytes, 0, bytes.length);
    }

    public void put(byte[] bytes, int from, int to) {
        int length = to - from;
        room(length);
        System.arraycopy(bytes, from, buf, size, length);
        size += length;
    }

    public void putAscii(String text) {
        int length = text.length();
        room(length);
        for (int i = 0; i < length; i++) {
            buf[size + i] = (byte) text.charAt(i);
        }
        size += length;
    }

    /** A string in quotes, escaped where it must be. */
    public void putQuoted(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2);
        JsonText.quote(quoted, text);
        put(quoted.toString().getBytes(StandardCharsets.UTF_8));
    }

    public byte[] toBytes() {
        return Arrays.copyOf(buf, size);
    }

    private void room(int more) {
        if (buf.length - size < more) {
            buf = Arrays.copyOf(buf, Math.max(buf.length * 2, size + more));
        }
    }
}
