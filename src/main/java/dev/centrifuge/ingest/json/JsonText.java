package dev.centrifuge.ingest.json;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What the bytes of a value say. Ranges are of text that {@link JsonScanner} has validated. */
public final class JsonText {

    private JsonText() {}

    /**
     * The string between two quotes, or null where it holds half a surrogate pair: such a string has no UTF-8 form, so
     * it can be neither a key nor an id.
     *
     * @param from the byte after the opening quote
     * @param to the closing quote
     */
    public static @Nullable String decode(byte[] buf, int from, int to) {
        if (plain(buf, from, to)) {
            return new String(buf, from, to - from, StandardCharsets.UTF_8);
        }
        String text = name(buf, from, to);
        return paired(text) ? text : null;
    }

    /** The same, for comparing only: half a pair stays what it is. */
    static String name(byte[] buf, int from, int to) {
        String text = new String(buf, from, to - from, StandardCharsets.UTF_8);
        return text.indexOf('\\') < 0 ? text : unescape(text);
    }

    /** Whether a string is written without escapes, so that its bytes are its UTF-8 form. */
    public static boolean plain(byte[] buf, int from, int to) {
        for (int p = from; p < to; p++) {
            if (buf[p] == '\\') {
                return false;
            }
        }
        return true;
    }

    private static String unescape(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\\') {
                out.append(c);
                continue;
            }
            c = text.charAt(++i);
            if (c == 'u') {
                out.append((char) Integer.parseInt(text, i + 1, i + 5, 16));
                i += 4;
            } else {
                out.append(unescape(c));
            }
        }
        return out.toString();
    }

    private static char unescape(char c) {
        return switch (c) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> c;
        };
    }

    /** Whether each surrogate has its other half. */
    static boolean paired(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                i++;
                if (i == text.length() || !Character.isSurrogatePair(c, text.charAt(i))) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Whether bytes from an offset on are those of an ASCII word. */
    static boolean matches(byte[] buf, int from, byte[] word) {
        for (int i = 0; i < word.length; i++) {
            if (buf[from + i] != word[i]) {
                return false;
            }
        }
        return true;
    }

    /** Appends a string in quotes; only what JSON requires is escaped. */
    public static void quote(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ') {
                out.append("\\u00").append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
            } else {
                out.append(c == '"' || c == '\\' ? "\\" : "").append(c);
            }
        }
        out.append('"');
    }
}
