package dev.centrifuge.admin.dead;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.centrifuge.admin.http.Json;
import dev.centrifuge.flow.Trail;
import dev.centrifuge.flow.job.Letter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter as the API shows it.
 *
 * @param detail what was wrong with an event that was refused at the door
 * @param hopeless why it cannot be redriven, where it cannot
 * @param range where it stands for a stretch of events
 * @param reference where its event is, which it was too small for
 * @param redriven by which job, where it was
 * @param payload the event's JSON, or text where it is none
 */
record LetterView(
        String id,
        String at,
        @Nullable String destination,
        @Nullable String source,
        @Nullable String messageId,
        String reason,
        @Nullable String detail,
        int attempts,
        @Nullable Integer lastStatus,
        @Nullable String cause,
        int size,
        @Nullable RangeView range,
        @Nullable ReferenceView reference,
        @Nullable String replay,
        @Nullable Redriven redriven,
        @Nullable String hopeless,
        @Nullable JsonNode payload,
        @Nullable String answer,
        @Nullable List<Past> history) {

    /** The events from {@code from} on and below {@code to} of a partition, of which {@code legs} were the destination's. */
    record RangeView(int partition, long from, long to, long legs) {}

    /** The event's place in {@code events}; {@code gone} where it is known to be there no more. */
    record ReferenceView(int partition, long offset, boolean gone) {}

    /** @param at when that job was asked for, where it is still known */
    record Redriven(String job, @Nullable String at) {}

    /** An attempt that is remembered. */
    record Past(
            String at, @Nullable Integer status, @Nullable String cause) {}

    /** A line of the list. */
    static LetterView line(Letter letter, @Nullable Redriven redriven) {
        return of(letter, redriven, false);
    }

    /** All that is known. */
    static LetterView whole(Letter letter, @Nullable Redriven redriven) {
        return of(letter, redriven, true);
    }

    private static LetterView of(Letter letter, @Nullable Redriven redriven, boolean whole) {
        Trail trail = letter.trail();
        Letter.Range range = letter.range();
        Letter.Reference reference = letter.reference();
        return new LetterView(
                letter.place().toString(),
                time(letter.at()),
                letter.destination(),
                named(letter.source()),
                named(letter.messageId()),
                letter.reason().isEmpty() ? "unknown" : letter.reason(),
                letter.detail(),
                trail.attempts(),
                status(trail),
                named(trail.cause()),
                reference == null ? letter.payload().length : reference.size(),
                range == null
                        ? null
                        : new RangeView(letter.place().partition(), range.from(), range.to(), range.legs()),
                reference == null
                        ? null
                        : new ReferenceView(letter.place().partition(), reference.offset(), reference.gone()),
                letter.replay(),
                redriven,
                letter.hopeless(),
                whole && (reference == null || !reference.gone()) ? payload(letter.payload()) : null,
                whole ? named(trail.excerpt()) : null,
                whole ? history(trail) : null);
    }

    private static @Nullable Integer status(Trail trail) {
        return trail.status() == 0 ? null : trail.status();
    }

    private static @Nullable String named(String text) {
        return text.isEmpty() ? null : text;
    }

    private static String time(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }

    /** A leg keeps its first and its last attempt; those between are in the history of attempts. */
    private static List<Past> history(Trail trail) {
        List<Past> history = new ArrayList<>();
        if (trail.firstAt() > 0 && trail.firstAt() < trail.lastAt()) {
            history.add(new Past(time(trail.firstAt()), null, null));
        }
        if (trail.lastAt() > 0) {
            history.add(new Past(time(trail.lastAt()), status(trail), named(trail.cause())));
        }
        return history;
    }

    private static JsonNode payload(byte[] payload) {
        try {
            return Json.read(payload);
        } catch (IOException e) {
            return TextNode.valueOf(new String(payload, StandardCharsets.UTF_8));
        }
    }
}
