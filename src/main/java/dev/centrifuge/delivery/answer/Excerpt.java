package dev.centrifuge.delivery.answer;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The first KiB of an answer as text. Made for what is no success, or was sent to see the answer: any other allocates none.
 *
 * <p>Collects a little more than a KiB, so that a secret which begins within it is whole and found.
 */
public final class Excerpt {

    private static final int LIMIT = 1024;

    private final Redaction redaction;
    private final int capacity;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);

    public Excerpt(Redaction redaction) {
        this.redaction = redaction;
        this.capacity = LIMIT + redaction.longest();
    }

    public void add(Buffer chunk) {
        int length = Math.min(chunk.length(), capacity - bytes.size());
        if (length > 0) {
            bytes.writeBytes(chunk.getBytes(0, length));
        }
    }

    /** At most 1,024 characters; malformed UTF-8 shows as U+FFFD. */
    public String text() {
        return cut(redaction.apply(bytes.toString(StandardCharsets.UTF_8)));
    }

    /** The message of an error, treated alike. */
    public static String of(Throwable failure, Redaction redaction) {
        String message = failure.getMessage();
        return cut(redaction.apply(message == null ? failure.getClass().getSimpleName() : message));
    }

    private static String cut(String text) {
        return text.length() <= LIMIT ? text : text.substring(0, LIMIT);
    }
}
