package dev.centrifuge.admin.events;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An event as the API shows it, once for each time that it was stored.
 *
 * @param payload the stored bytes as text, cut to {@value #MOST_PAYLOAD} bytes
 * @param size of all of it, in bytes
 */
record EventView(
        String source,
        String type,
        int partition,
        long offset,
        String receivedAt,
        String storedAt,
        int size,
        String payload,
        List<LegView> legs) {
    static final int MOST_PAYLOAD = 64 * 1024;

    /**
     * What became of it for one destination.
     *
     * @param state {@code delivered}, {@code filtered}, {@code pending}, {@code delayed}, {@code detached}, {@code dead},
     *     {@code duplicate}, or {@code unknown} where another node has the partition and what it has committed could
     *     not be read
     * @param why a word, where there is more to say
     * @param nextAt when something comes next, where that is known
     * @param letter the id of its dead letter
     */
    record LegView(
            String destination,
            String state,
            @Nullable String why,
            @Nullable String nextAt,
            @Nullable String letter,
            List<AttemptView> attempts) {}

    /**
     * The answer.
     *
     * @param attempts those whose event was not found: it was deleted, or lies outside of what was searched
     */
    record Answer(
            String messageId,
            List<EventView> events,
            @Nullable List<AttemptView> attempts,
            EventPort.Searched searched,
            @Nullable String next) {}
}
