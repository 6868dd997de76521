package dev.centrifuge.ingest.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The top-level members of events and batches that the gateway looks at. All others only pass through. */
// The arrays are written once and never leave the package.
@SuppressWarnings("ImmutableEnumChecker")
public enum Field {
    MESSAGE_ID("messageId"),
    TYPE("type"),
    EVENT("event"),
    USER_ID("userId"),
    ANONYMOUS_ID("anonymousId"),
    TIMESTAMP("timestamp"),
    ORIGINAL_TIMESTAMP("originalTimestamp"),
    SENT_AT("sentAt"),
    RECEIVED_AT("receivedAt"),
    CONTEXT("context"),
    INTEGRATIONS("integrations"),
    WRITE_KEY("writeKey"),
    PREVIOUS_ID("previousId"),
    GROUP_ID("groupId"),
    BATCH("batch"),
    SERIES("series");

    private static final Field[] VALUES = values();
    static final int COUNT = VALUES.length;
    private static final int LONGEST = 17;
    /** Candidates by the length of the name, at most four each. */
    private static final Field[][] BY_LENGTH = byLength();

    private final byte[] name;
    private final byte[] key;

    Field(String name) {
        this.name = name.getBytes(StandardCharsets.US_ASCII);
        this.key = ('"' + name + "\":").getBytes(StandardCharsets.US_ASCII);
    }

    /** Its place in tables that have one for each; never stored. */
    @SuppressWarnings("EnumOrdinal")
    public int index() {
        return ordinal();
    }

    /** The name in quotes, and the colon. */
    byte[] key() {
        return key;
    }

    static Field of(int ordinal) {
        return VALUES[ordinal];
    }

    /** The member that a key names, or null. A key written with escapes names what it says, not what it looks like. */
    public static @Nullable Field of(byte[] buf, int from, int to, boolean escaped) {
        if (escaped) {
            byte[] bytes = JsonText.name(buf, from, to).getBytes(StandardCharsets.UTF_8);
            return of(bytes, 0, bytes.length, false);
        }
        return to - from > LONGEST ? null : plain(buf, from, to - from);
    }

    private static @Nullable Field plain(byte[] buf, int from, int length) {
        for (Field field : BY_LENGTH[length]) {
            if (JsonText.matches(buf, from, field.name)) {
                return field;
            }
        }
        return null;
    }

    private static Field[][] byLength() {
        Field[][] table = new Field[LONGEST + 1][];
        for (int length = 0; length <= LONGEST; length++) {
            int wanted = length;
            table[length] = Arrays.stream(VALUES)
                    .filter(field -> field.name.length == wanted)
                    .toArray(Field[]::new);
        }
        return table;
    }
}
