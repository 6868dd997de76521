package dev.centrifuge.ingest.segment;

import dev.centrifuge.ingest.json.Field;
import dev.centrifuge.ingest.json.IsoTime;
import dev.centrifuge.ingest.json.Members;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * When an event happened, by the gateway's clock: {@code timestamp = receivedAt − (sentAt − originalTimestamp)}, where
 * {@code originalTimestamp} is what the client's {@code timestamp} said if it did not send the former. The formula is
 * Segment's. Where the client does not say when it sent, or not in ISO-8601, nothing is corrected.
 */
final class Times {

    private Times() {}

    /** The corrected {@code timestamp} as a JSON string, or null where it stays what it is. */
    static byte @Nullable [] corrected(Members event, long batchSentAt, long receivedAt) {
        long sentAt = event.isText(Field.SENT_AT) ? parse(event, Field.SENT_AT) : batchSentAt;
        if (sentAt == IsoTime.INVALID) {
            return null;
        }
        Field original = original(event);
        long happened = original == null ? IsoTime.INVALID : parse(event, original);
        long corrected = receivedAt - (sentAt - happened);
        return happened == IsoTime.INVALID || !IsoTime.writable(corrected) ? null : quoted(corrected);
    }

    /** The member that has the client's time, or null. */
    static @Nullable Field original(Members event) {
        if (event.isText(Field.ORIGINAL_TIMESTAMP)) {
            return Field.ORIGINAL_TIMESTAMP;
        }
        return event.isText(Field.TIMESTAMP) ? Field.TIMESTAMP : null;
    }

    /** What stands in {@code timestamp} where the client sent none: its original one, or when the gateway received it. */
    static byte[] missing(Members event, byte[] receivedAt) {
        return event.isText(Field.ORIGINAL_TIMESTAMP)
                ? Arrays.copyOfRange(
                        event.buf(), event.start(Field.ORIGINAL_TIMESTAMP), event.end(Field.ORIGINAL_TIMESTAMP))
                : receivedAt;
    }

    private static long parse(Members event, Field field) {
        return IsoTime.parseString(event.buf(), event.start(field), event.end(field));
    }

    private static byte[] quoted(long millis) {
        byte[] text = new byte[IsoTime.LENGTH + 2];
        text[0] = '"';
        IsoTime.write(millis, text, 1);
        text[text.length - 1] = '"';
        return text;
    }
}
