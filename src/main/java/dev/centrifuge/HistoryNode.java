package dev.centrifuge;

import dev.centrifuge.admin.events.EventPort;
import dev.centrifuge.admin.events.EventRoutes;
import dev.centrifuge.admin.http.Problem;
import dev.centrifuge.admin.http.Routes;
import dev.centrifuge.config.AttemptsConfig;
import dev.centrifuge.config.GatewayConfig;
import dev.centrifuge.dispatch.AttemptLog;
import dev.centrifuge.dispatch.Dispatcher.Routed;
import dev.centrifuge.dispatch.Recorder;
import dev.centrifuge.event.Event;
import dev.centrifuge.event.PastAttempt;
import dev.centrifuge.event.Sighting;
import dev.centrifuge.flow.lane.Lane;
import dev.centrifuge.flow.lane.Lane.Whereabouts.State;
import dev.centrifuge.kafka.browse.BrowseFailure;
import dev.centrifuge.kafka.browse.Browser;
import dev.centrifuge.kafka.browse.Page;
import dev.centrifuge.kafka.browse.Position;
import dev.centrifuge.kafka.history.AttemptWriter;
import dev.centrifuge.kafka.history.EventFinder;
import dev.centrifuge.kafka.history.EventQuery;
import dev.centrifuge.kafka.history.EventTraces;
import dev.centrifuge.metrics.Metrics;
import dev.centrifuge.time.Ticker;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The history: attempts are written down, and what became of an event is looked up. */
final class HistoryNode implements AutoCloseable {
    private final Vertx vertx;
    private final Browser browser;
    private final EventFinder finder;
    private final @Nullable AttemptWriter writer;
    private final @Nullable Recorder recorder;

    HistoryNode(Vertx vertx, GatewayConfig config, LogNode log, Metrics metrics, Ticker ticker) {
        this.vertx = vertx;
        int partitions = config.topics().partitions();
        browser = Browser.open(vertx, log.connection(), ticker);
        finder = new EventFinder(browser, log.topics(), partitions);
        AttemptsConfig attempts = config.attempts();
        boolean records = attempts.enabled() && config.roles().contains(GatewayConfig.Role.DISPATCH);
        AttemptWriter made = records
                ? AttemptWriter.start(log.connection(), log.topics(), partitions, attempts.memory(), ticker)
                : null;
        writer = made;
        recorder = made == null ? null : new Recorder(attempts.successes(), made::write);
        metrics.counter("attempts_written", "Attempts written to their topic", () -> made == null ? 0 : made.written());
        metrics.counter(
                "attempts_dropped",
                "Attempts that were to be written down and were not",
                () -> made == null ? 0 : made.dropped());
    }

    /** Where dispatch tells of attempts. */
    AttemptLog attempts() {
        return recorder == null ? AttemptLog.NONE : recorder;
    }

    /** Reads topics for other parts of the admin API. */
    Browser browser() {
        return browser;
    }

    /** These destinations are configured. */
    void configured(Set<String> destinations) {
        if (recorder != null) {
            recorder.retain(destinations);
        }
    }

    /**
     * @param dispatch null where this process delivers nothing
     * @param group knows of partitions that others read
     */
    Routes routes(@Nullable DispatchNode dispatch, GroupNode group) {
        return new EventRoutes(new Access(dispatch, group), id -> recent(dispatch, id));
    }

    private Optional<List<PastAttempt>> recent(@Nullable DispatchNode dispatch, String id) {
        if (dispatch == null || !dispatch.configured(id)) {
            return Optional.empty();
        }
        return Optional.of(recorder == null ? List.of() : recorder.recent(id));
    }

    /** After dispatch has ended. Blocks for seconds at most. */
    @Override
    public void close() {
        browser.close();
        if (writer != null) {
            writer.close();
        }
    }

    private final class Access implements EventPort {
        private final @Nullable DispatchNode dispatch;
        private final GroupNode group;

        Access(@Nullable DispatchNode dispatch, GroupNode group) {
            this.dispatch = dispatch;
            this.group = group;
        }

        @Override
        public Future<Traces> find(Query query) {
            Instant until = query.until();
            EventQuery asked = new EventQuery(
                    query.messageId(),
                    query.source(),
                    query.since().toEpochMilli(),
                    until == null ? Long.MAX_VALUE : until.toEpochMilli(),
                    position(query.cursor()));
            return finder.find(asked).map(HistoryNode::traces).recover(HistoryNode::refused);
        }

        @Override
        public Future<Map<String, Whereabouts>> whereabouts(Sighting seen, Collection<String> destinations) {
            return near(seen, destinations)
                    .compose(found -> found.values().stream().anyMatch(each -> each.state() == State.ELSEWHERE)
                            ? group.find(seen, destinations)
                            : Future.succeededFuture(found))
                    .map(HistoryNode::whereabouts)
                    .otherwise(Map.of());
        }

        private Future<Map<String, Lane.Whereabouts>> near(Sighting seen, Collection<String> destinations) {
            if (dispatch != null) {
                return Future.fromCompletionStage(dispatch.find(seen, destinations), vertx.getOrCreateContext());
            }
            Map<String, Lane.Whereabouts> elsewhere = new TreeMap<>();
            destinations.forEach(id -> elsewhere.put(id, Lane.Whereabouts.at(State.ELSEWHERE)));
            return Future.succeededFuture(elsewhere);
        }

        @Override
        public Future<List<Routed>> routed(Event event) {
            DispatchNode by = dispatch;
            return by == null
                    ? Future.succeededFuture(List.of())
                    : vertx.executeBlocking(() -> by.explain(event), false);
        }
    }

    private static @Nullable Position position(@Nullable String cursor) {
        try {
            return cursor == null ? null : Position.decode(cursor);
        } catch (IllegalArgumentException e) {
            throw Problem.bad("cursor is none that an answer gave").refusal();
        }
    }

    private static EventPort.Traces traces(EventTraces found) {
        Page.Searched searched = found.searched();
        Position next = found.next();
        return new EventPort.Traces(
                found.events(),
                found.attempts(),
                found.letters(),
                new EventPort.Searched(
                        time(searched.from()), time(searched.to()), searched.complete(), time(found.attemptsFrom())),
                next == null ? null : next.encoded());
    }

    private static String time(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }

    private static Map<String, EventPort.Whereabouts> whereabouts(Map<String, Lane.Whereabouts> found) {
        Map<String, EventPort.Whereabouts> same = new TreeMap<>();
        found.forEach((id, where) -> same.put(
                id,
                new EventPort.Whereabouts(EventPort.Where.valueOf(where.state().name()), where.why())));
        return same;
    }

    private static <T> Future<T> refused(Throwable failure) {
        return failure instanceof BrowseFailure told
                ? Future.failedFuture(
                        Problem.unavailable(String.valueOf(told.getMessage())).refusal())
                : Future.failedFuture(failure);
    }
}
