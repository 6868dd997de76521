package dev.centrifuge.flow.handover;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Whose legs a cursor stands for: all of a destination, one source's, or one user's. One mechanism at three sizes; scopes
 * nest and never merge.
 *
 * @param source null for the whole destination
 * @param key the event key's bytes as ISO 8859-1, null unless the scope is one user's; needs a source
 */
public record Scope(
        String destination,
        @Nullable String source,
        @Nullable String key) {

    public static Scope destination(String destination) {
        return new Scope(destination, null, null);
    }

    public static Scope pair(String destination, String source) {
        return new Scope(destination, source, null);
    }

    public static Scope key(String destination, String source, byte[] key) {
        return new Scope(destination, source, text(key));
    }

    /** How much it holds: 0 for one user, 1 for a pair, 2 for a destination. A scope lies inside of larger ones only. */
    public int size() {
        if (source == null) {
            return 2;
        }
        return key == null ? 1 : 0;
    }

    /** A key as this record holds it: one character a byte. */
    public static String text(byte[] key) {
        return new String(key, StandardCharsets.ISO_8859_1);
    }

    /** As it stands in a state record's key: ids have no slash, and a user's key is base64. */
    public String encoded() {
        if (source == null) {
            return destination;
        }
        return key == null
                ? destination + "/" + source
                : destination + "/" + source + "/"
                        + Base64.getUrlEncoder()
                                .withoutPadding()
                                .encodeToString(key.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** The inverse of {@link #encoded}. */
    public static Scope parse(String encoded) {
        String[] parts = encoded.split("/", 3);
        return switch (parts.length) {
            case 1 -> destination(parts[0]);
            case 2 -> pair(parts[0], parts[1]);
            default -> key(parts[0], parts[1], Base64.getUrlDecoder().decode(parts[2]));
        };
    }
}
