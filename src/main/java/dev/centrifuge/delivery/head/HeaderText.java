package dev.centrifuge.delivery.head;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Makes text of clients fit for a header: visible ASCII, nothing that could end a line. */
public final class HeaderText {

    private static final char ESCAPE = '~';
    private static final HexFormat HEX = HexFormat.of();

    private HeaderText() {}

    /**
     * The {@code webhook-id} of a {@code messageId}. Standard Webhooks wants no {@code .} in it, as the dot separates
     * what is signed; so a dot, and what is not visible ASCII, becomes {@code ~} and two hex digits for each of its
     * UTF-8 bytes. The {@code ~} itself is escaped too: different ids stay different, the same id is the same on each
     * try, and an ordinary one (a UUID) is not changed at all.
     */
    public static String webhookId(String messageId) {
        return escaped(messageId, '.');
    }

    /** Any text as visible ASCII, by the same escape but with dots as they are. */
    static String visible(String text) {
        return escaped(text, ESCAPE);
    }

    private static String escaped(String text, char forbidden) {
        for (int i = 0; i < text.length(); i++) {
            if (!isPlain(text.charAt(i), forbidden)) {
                return escape(text, forbidden);
            }
        }
        return text;
    }

    private static String escape(String text, char forbidden) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (isPlain(c, forbidden)) {
                out.append(c);
            } else {
                out.append(ESCAPE).append(HEX.toHexDigits(b));
            }
        }
        return out.toString();
    }

    private static boolean isPlain(char c, char forbidden) {
        return c > ' ' && c < 0x7f && c != ESCAPE && c != forbidden;
    }
}
