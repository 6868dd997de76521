package dev.centrifuge.ingest.segment;

import dev.centrifuge.ingest.json.Field;
import dev.centrifuge.ingest.json.JsonText;
import dev.centrifuge.ingest.json.Members;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The tracking calls. */
// The arrays are written once and never leave the package.
@SuppressWarnings("ImmutableEnumChecker")
public enum Call {
    IDENTIFY,
    TRACK,
    PAGE,
    SCREEN,
    GROUP,
    ALIAS;

    private static final Call[] VALUES = values();

    private final String word = name().toLowerCase(Locale.ROOT);
    private final byte[] quoted = ('"' + word + '"').getBytes(StandardCharsets.US_ASCII);

    /** As it stands in {@code type}. */
    public String word() {
        return word;
    }

    byte[] quoted() {
        return quoted;
    }

    /** Whether an event's {@code type} is this, written without escapes. */
    boolean isTypeOf(Members event) {
        int from = event.start(Field.TYPE);
        return Arrays.equals(event.buf(), from, event.end(Field.TYPE), quoted, 0, quoted.length);
    }

    /** The call that an event's {@code type} names, or null. */
    static @Nullable Call of(Members event) {
        if (!event.isText(Field.TYPE)) {
            return null;
        }
        for (Call call : VALUES) {
            if (call.isTypeOf(event)) {
                return call;
            }
        }
        return JsonText.plain(event.buf(), event.start(Field.TYPE), event.end(Field.TYPE)) ? null : escaped(event);
    }

    private static @Nullable Call escaped(Members event) {
        String text = JsonText.decode(event.buf(), event.start(Field.TYPE) + 1, event.end(Field.TYPE) - 1);
        for (Call call : VALUES) {
            if (call.word.equals(text)) {
                return call;
            }
        }
        return null;
    }
}
