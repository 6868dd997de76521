package dev.centrifuge.delivery.head;

import dev.centrifuge.event.Event;
import dev.centrifuge.event.Replay;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the headers of one attempt are made from.
 *
 * @param event what is delivered; of a batch its first
 * @param number 1 for the first try
 * @param webhookId the event's {@code messageId}, made fit for a header by {@link HeaderText#webhookId}, or the {@link BatchId}
 * @param source where it comes from, fit for a header; of a batch all sources, or {@code *} where they are many
 * @param body what is sent, not to be changed
 * @param replay the ids of the jobs that deliver these events again, or null where none does
 * @param timestamp when the attempt started, in seconds since the epoch, as text
 * @param traceparent the attempt's own, where it is followed; else null
 */
@SuppressWarnings("ArrayRecordComponent") // Of one attempt, read by its stamps.
public record Head(
        Event event,
        int number,
        String webhookId,
        String source,
        byte[] body,
        @Nullable String replay,
        String timestamp,
        @Nullable String traceparent) {
    private static final int MOST_SOURCES = 8;

    /** For a request that holds nothing but the event as it is. */
    public static Head of(Event event, int number, long nowMillis) {
        return of(List.of(event), number, event.body(), nowMillis);
    }

    /** @param nowMillis when the attempt starts, in milliseconds since the epoch */
    public static Head of(List<Event> events, int number, byte[] body, long nowMillis) {
        Event first = events.get(0);
        boolean alone = events.size() == 1;
        String webhookId = alone ? HeaderText.webhookId(first.envelope().id()) : BatchId.of(events);
        String source = alone ? HeaderText.visible(first.envelope().source()) : sources(events);
        String timestamp = Long.toString(Math.floorDiv(nowMillis, 1000L));
        return new Head(first, number, webhookId, source, body, replays(events), timestamp, null);
    }

    /** The same with the attempt's own trace; itself where there is none. */
    public Head traced(@Nullable String own) {
        return own == null ? this : new Head(event, number, webhookId, source, body, replay, timestamp, own);
    }

    private static @Nullable String replays(List<Event> events) {
        Set<String> jobs = Set.of();
        for (Event event : events) {
            Replay replay = event.envelope().replay();
            if (replay != null && jobs.size() < MOST_SOURCES) {
                jobs = jobs.isEmpty() ? new LinkedHashSet<>() : jobs;
                jobs.add(HeaderText.visible(replay.job()));
            }
        }
        return jobs.isEmpty() ? null : String.join(",", jobs);
    }

    private static String sources(List<Event> events) {
        Set<String> sources = new LinkedHashSet<>();
        for (Event event : events) {
            sources.add(HeaderText.visible(event.envelope().source()));
            if (sources.size() > MOST_SOURCES) {
                return "*";
            }
        }
        return String.join(",", sources);
    }
}
