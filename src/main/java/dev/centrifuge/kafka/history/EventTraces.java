package dev.centrifuge.kafka.history;

import dev.centrifuge.event.Letter;
import dev.centrifuge.event.PastAttempt;
import dev.centrifuge.event.Sighting;
import dev.centrifuge.kafka.browse.Page.Searched;
import dev.centrifuge.kafka.browse.Position;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What there is of an event, newest first.
 *
 * @param events each time that it was stored
 * @param attempts those written down, of any of these
 * @param letters its dead letters
 * @param searched how far {@code events} was searched
 * @param attemptsFrom how far back attempts were searched, in milliseconds since the epoch
 * @param next where to go on in {@code events}
 */
public record EventTraces(
        List<Sighting> events,
        List<PastAttempt> attempts,
        List<Letter> letters,
        Searched searched,
        long attemptsFrom,
        @Nullable Position next) {}
