package dev.centrifuge.admin.events;

import dev.centrifuge.dispatch.Dispatcher.Routed;
import dev.centrifuge.event.Event;
import dev.centrifuge.event.Letter;
import dev.centrifuge.event.PastAttempt;
import dev.centrifuge.event.Sighting;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the history of an event needs of the log and of dispatch. Futures complete on any thread, and fail with a refusal. */
public interface EventPort {

    /**
     * Which event.
     *
     * @param source null for any
     * @param until null for now
     * @param cursor of an earlier answer; null to begin
     */
    record Query(
            String messageId,
            @Nullable String source,
            Instant since,
            @Nullable Instant until,
            @Nullable String cursor) {}

    /**
     * What there is of it, newest first.
     *
     * @param next a cursor where not all was searched
     */
    record Traces(
            List<Sighting> events,
            List<PastAttempt> attempts,
            List<Letter> letters,
            Searched searched,
            @Nullable String next) {}

    /**
     * How far the log was searched; times in ISO 8601.
     *
     * @param complete whether {@code from} is as far back as was asked
     * @param attemptsFrom how far back attempts were
     */
    record Searched(String from, String to, boolean complete, String attemptsFrom) {}

    /** Where a leg is at this moment. */
    enum Where {
        UNREAD,
        IN_MEMORY,
        DETACHED,
        RESOLVED,
        SUPPRESSED,
        ELSEWHERE
    }

    /**
     * The same, and why it is detached: {@code closed}, {@code probing}, {@code removed}, {@code catching_up}, {@code pair} or
     * {@code key}; {@code another_node} where only its last checkpoint is known; of a leg that is elsewhere, why no more is known;
     * else {@code ""}.
     */
    record LegPlace(Where where, String why) {}

    /** Searches for some seconds at most. */
    Future<Traces> find(Query query);

    /** Where the legs of an event are, by destination. */
    Future<Map<String, LegPlace>> whereabouts(Sighting seen, Collection<String> destinations);

    /** Whom an event goes to, by the configuration of now. */
    Future<List<Routed>> routed(Event event);
}
