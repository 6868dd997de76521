package dev.centrifuge.admin.events;

import dev.centrifuge.admin.events.EventPort.Query;
import dev.centrifuge.admin.events.EventPort.Traces;
import dev.centrifuge.admin.http.Api;
import dev.centrifuge.admin.http.Call;
import dev.centrifuge.admin.http.Items;
import dev.centrifuge.admin.http.Problem;
import dev.centrifuge.admin.http.Reply;
import dev.centrifuge.admin.http.Routes;
import dev.centrifuge.event.Event;
import dev.centrifuge.event.PastAttempt;
import dev.centrifuge.event.Sighting;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code /v1/events/{messageId}} and {@code /v1/destinations/{id}/attempts}. */
public final class EventRoutes implements Routes {
    private static final Duration USUAL = Duration.ofHours(1);
    private static final int LONGEST_ID = 100;
    private static final int MOST_RECENT = 100;

    private final EventPort port;
    private final Function<String, Optional<List<PastAttempt>>> recent;

    /**
     * @param recent a destination's last attempts, newest first; empty where there is no such destination. Asked on the
     *     event loop
     */
    public EventRoutes(EventPort port, Function<String, Optional<List<PastAttempt>>> recent) {
        this.port = port;
        this.recent = recent;
    }

    @Override
    public void on(Api api) {
        api.get("/v1/events/:messageId", Set.of("source", "since", "until", "cursor"), this::event);
        api.get("/v1/destinations/:id/attempts", Set.of("limit"), this::attempts);
    }

    private Future<Reply> attempts(Call call) {
        int limit = call.number("limit", MOST_RECENT, 1, MOST_RECENT);
        List<PastAttempt> known = recent.apply(call.path("id"))
                .orElseThrow(() -> Problem.missing("no destination has this id").refusal());
        return Future.succeededFuture(Reply.ok(
                Items.all(known.stream().limit(limit).map(AttemptView::of).toList())));
    }

    private Future<Reply> event(Call call) {
        String id = call.path("messageId");
        if (id.isEmpty() || id.length() > LONGEST_ID) {
            throw Problem.bad("a messageId has 1 to " + LONGEST_ID + " characters")
                    .refusal();
        }
        Instant until = call.time("until");
        Instant since = call.time("since");
        Instant from = since == null ? (until == null ? call.now() : until).minus(USUAL) : since;
        if (until != null && !from.isBefore(until)) {
            throw Problem.bad("since is not before until").refusal();
        }
        Query query = new Query(id, call.text("source"), from, until, call.text("cursor"));
        return port.find(query)
                .compose(traces -> views(traces)
                        .map(views ->
                                new EventView.Answer(id, views, orphans(traces), traces.searched(), traces.next())))
                .map(Reply::ok);
    }

    private Future<List<EventView>> views(Traces traces) {
        List<Future<EventView>> views = new ArrayList<>();
        for (Sighting seen : traces.events()) {
            views.add(port.routed(seen.event())
                    .map(routed -> new Legs(seen, traces.events(), routed, traces.attempts(), traces.letters()))
                    .compose(legs ->
                            port.whereabouts(seen, legs.destinations()).map(where -> view(seen, legs.views(where)))));
        }
        return Future.all(views).map(all -> views.stream().map(Future::result).toList());
    }

    private static EventView view(Sighting seen, List<EventView.LegView> legs) {
        Event event = seen.event();
        byte[] body = event.body();
        int shown = Math.min(body.length, EventView.MOST_PAYLOAD);
        return new EventView(
                event.envelope().source(),
                event.envelope().type(),
                seen.partition(),
                seen.offset(),
                AttemptView.time(event.envelope().receivedAt()),
                AttemptView.time(seen.appendedAt()),
                body.length,
                new String(body, 0, shown, StandardCharsets.UTF_8),
                legs);
    }

    private static @Nullable List<AttemptView> orphans(Traces traces) {
        List<AttemptView> orphans = traces.attempts().stream()
                .filter(each -> Legs.owner(each.source(), each.place(), each.at(), traces.events()) == null)
                .map(AttemptView::of)
                .toList();
        return orphans.isEmpty() ? null : orphans;
    }
}
