package dev.centrifuge.ingest.intake;

import dev.centrifuge.ingest.json.Field;
import dev.centrifuge.ingest.json.JsonText;
import dev.centrifuge.ingest.json.Members;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Who an event is about, and which one it is: what its key and its id are made of. */
public final class Identity {

    /** The most characters of a {@code messageId}. */
    public static final int MAX_MESSAGE_ID = 100;

    private Identity() {}

    /** What is wrong with the ids of the members' current object, or null. */
    public static @Nullable String problem(Members event) {
        if (!identifies(event, Field.USER_ID) || !identifies(event, Field.ANONYMOUS_ID)) {
            return "userId and anonymousId must be strings";
        }
        byte kind = event.kind(Field.MESSAGE_ID);
        if (kind != 0 && kind != '"') {
            return "messageId must be a string";
        }
        return null;
    }

    /**
     * Whether a member may stand where an id does: it is a string, a number (some clients send their database's keys;
     * it counts as it is written), or not there.
     */
    public static boolean identifies(Members event, Field field) {
        byte kind = event.kind(field);
        return kind == 0 || kind == '"' || isNumber(kind);
    }

    /** Whether a member is an id: a number, or a string that is not empty. */
    public static boolean present(Members event, Field field) {
        return event.isText(field) || isNumber(event.kind(field));
    }

    private static boolean isNumber(byte kind) {
        return kind == '-' || (kind >= '0' && kind <= '9');
    }

    /** The text of a string member that is not empty, or null where it is not valid text. */
    public static @Nullable String text(Members event, Field field) {
        return JsonText.decode(event.buf(), event.start(field) + 1, event.end(field) - 1);
    }

    /** A prefix and a {@link #present} member's text in UTF-8, or null where it is not valid text. */
    public static byte @Nullable [] key(byte[] prefix, Members event, Field field) {
        int quote = event.kind(field) == '"' ? 1 : 0;
        int from = event.start(field) + quote;
        int to = event.end(field) - quote;
        if (JsonText.plain(event.buf(), from, to)) {
            byte[] key = Arrays.copyOf(prefix, prefix.length + to - from);
            System.arraycopy(event.buf(), from, key, prefix.length, to - from);
            return key;
        }
        String text = JsonText.decode(event.buf(), from, to);
        return text == null ? null : key(prefix, text);
    }

    /** A prefix and a text in UTF-8. */
    public static byte[] key(byte[] prefix, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        byte[] key = Arrays.copyOf(prefix, prefix.length + bytes.length);
        System.arraycopy(bytes, 0, key, prefix.length, bytes.length);
        return key;
    }

    /** The text of a body's own write key, in UTF-8, or null. */
    public static byte @Nullable [] writeKey(byte[] buf, int start, int end) {
        if (start < 0 || buf[start] != '"') {
            return null;
        }
        String key = JsonText.decode(buf, start + 1, end - 1);
        return key == null ? null : key.getBytes(StandardCharsets.UTF_8);
    }
}
