package dev.centrifuge.payload;

import java.nio.charset.StandardCharsets;

/**
 * Texts of events made fit for places where some characters have a meaning of their own: percent signs and two hexadecimal
 * digits for each byte of UTF-8. Undone by any decoder of URLs.
 */
final class Escapes {
    private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);

    private Escapes() {}

    private interface Plain {
        boolean test(int c);
    }

    /** For a segment of a path, or a name or value in a query: but for RFC 3986's unreserved characters all is escaped. */
    static String component(String text) {
        return escaped(text, Escapes::unreserved);
    }

    /**
     * For a header: the rule of CloudEvents' HTTP binding, 3.1.3.2. Escaped are what is not visible ASCII, blanks, quotation marks and
     * the percent sign, so nothing can end a line, and nothing is lost.
     */
    static String header(String text) {
        return escaped(text, c -> c > ' ' && c < 0x7F && c != '"' && c != '%');
    }

    private static boolean unreserved(int c) {
        boolean letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        return letter || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~';
    }

    private static String escaped(String text, Plain plain) {
        if (text.chars().allMatch(plain::test)) {
            return text;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        byte[] out = new byte[3 * bytes.length];
        int at = 0;
        for (byte b : bytes) {
            int c = b & 0xFF;
            if (plain.test(c)) {
                out[at++] = b;
            } else {
                out[at++] = '%';
                out[at++] = HEX[c >> 4];
                out[at++] = HEX[c & 0xF];
            }
        }
        return new String(out, 0, at, StandardCharsets.US_ASCII);
    }

    /** Whether a text has no half of a surrogate pair: UTF-8 would make the same question mark of all of them. */
    static boolean whole(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                return false;
            }
        }
        return true;
    }
}
