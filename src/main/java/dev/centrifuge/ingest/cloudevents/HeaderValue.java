package dev.centrifuge.ingest.cloudevents;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What an attribute's header says: unquoted, then percent-decoded once (HTTP binding 1.0.2, section 3.1.3.2), then read
 * as UTF-8. SDKs in use encode nothing: a percent sign that no two hexadecimal digits follow is itself, and bytes that
 * are not UTF-8 are Latin-1, which is what Node writes.
 */
final class HeaderValue {

    private HeaderValue() {}

    /** @param value with one character per byte of the header */
    static String decode(String value) {
        byte[] bytes = percent(unquote(value).getBytes(StandardCharsets.ISO_8859_1));
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }
    }

    private static String unquote(String value) {
        int last = value.length() - 1;
        if (last < 1 || value.charAt(0) != '"' || value.charAt(last) != '"') {
            return value;
        }
        StringBuilder out = new StringBuilder(last);
        for (int i = 1; i < last; i++) {
            boolean escapes = value.charAt(i) == '\\' && i + 1 < last;
            out.append(value.charAt(escapes ? ++i : i));
        }
        return out.toString();
    }

    private static byte[] percent(byte[] in) {
        byte[] out = new byte[in.length];
        int size = 0;
        for (int i = 0; i < in.length; i++) {
            int high = in[i] == '%' && i + 2 < in.length ? Character.digit(in[i + 1], 16) : -1;
            int low = high < 0 ? -1 : Character.digit(in[i + 2], 16);
            out[size++] = low >= 0 ? (byte) (high << 4 | low) : in[i];
            i += low >= 0 ? 2 : 0;
        }
        return Arrays.copyOf(out, size);
    }
}
