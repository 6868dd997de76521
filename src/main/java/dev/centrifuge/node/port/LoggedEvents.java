package dev.centrifuge.node.port;

import dev.centrifuge.admin.events.EventPort;
import dev.centrifuge.admin.http.Problem;
import dev.centrifuge.dispatch.Dispatcher.Routed;
import dev.centrifuge.event.Event;
import dev.centrifuge.event.Sighting;
import dev.centrifuge.flow.handover.Whereabouts;
import dev.centrifuge.kafka.browse.Page;
import dev.centrifuge.kafka.browse.Position;
import dev.centrifuge.kafka.history.EventFinder;
import dev.centrifuge.kafka.history.EventQuery;
import dev.centrifuge.kafka.history.EventTraces;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Looks events up for the admin API: in the log, and among the legs of this process. */
public record LoggedEvents(Vertx vertx, EventFinder finder, Legs legs) implements EventPort {

    @Override
    public Future<Traces> find(Query query) {
        Instant until = query.until();
        EventQuery asked = new EventQuery(
                query.messageId(),
                query.source(),
                query.since().toEpochMilli(),
                until == null ? Long.MAX_VALUE : until.toEpochMilli(),
                position(query.cursor()));
        return Searches.told(finder.find(asked).map(LoggedEvents::traces));
    }

    @Override
    public Future<Map<String, LegPlace>> whereabouts(Sighting seen, Collection<String> destinations) {
        return Future.fromCompletionStage(legs.find(seen, destinations), vertx.getOrCreateContext())
                .map(LoggedEvents::whereabouts)
                .otherwise(Map.of());
    }

    @Override
    public Future<List<Routed>> routed(Event event) {
        return vertx.executeBlocking(() -> legs.explain(event), false);
    }

    private static @Nullable Position position(@Nullable String cursor) {
        try {
            return cursor == null ? null : Position.decode(cursor);
        } catch (IllegalArgumentException e) {
            throw Problem.bad("cursor is none that an answer gave").refusal();
        }
    }

    private static Traces traces(EventTraces found) {
        Page.Searched searched = found.searched();
        Position next = found.next();
        return new Traces(
                found.events(),
                found.attempts(),
                found.letters(),
                new Searched(
                        time(searched.from()), time(searched.to()), searched.complete(), time(found.attemptsFrom())),
                next == null ? null : next.encoded());
    }

    private static String time(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }

    private static Map<String, LegPlace> whereabouts(Map<String, Whereabouts> found) {
        Map<String, LegPlace> same = new TreeMap<>();
        found.forEach((id, where) ->
                same.put(id, new LegPlace(Where.valueOf(where.state().name()), where.why())));
        return same;
    }
}
