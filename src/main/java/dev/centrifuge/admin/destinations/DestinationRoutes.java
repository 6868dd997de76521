package dev.centrifuge.admin.destinations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.centrifuge.admin.audit.AuditLog;
import dev.centrifuge.admin.http.Api;
import dev.centrifuge.admin.http.Call;
import dev.centrifuge.admin.http.Here;
import dev.centrifuge.admin.http.Json;
import dev.centrifuge.admin.http.Problem;
import dev.centrifuge.admin.http.Reply;
import dev.centrifuge.admin.http.Routes;
import dev.centrifuge.config.DestinationConfig;
import dev.centrifuge.config.reload.ConfigState;
import dev.centrifuge.dispatch.DestinationDetail;
import dev.centrifuge.dispatch.DestinationGauge;
import dev.centrifuge.dispatch.hold.Holds;
import dev.centrifuge.dispatch.traffic.DestinationState;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code /v1/destinations}. */
public final class DestinationRoutes implements Routes {
    private static final int ACTIONS = 20;

    private final ConfigState config;
    private final Running running;
    private final AuditLog audit;
    private final Views views;
    private final Steering steering;

    public DestinationRoutes(ConfigState config, Running running, Everywhere everywhere, Holds holds, AuditLog audit) {
        this.config = config;
        this.running = running;
        this.audit = audit;
        this.views = new Views(holds, running, config.running().millis(), everywhere);
        this.steering = new Steering(views, audit, running);
    }

    @Override
    public void on(Api api) {
        api.get("/v1/destinations", Set.of("state", "text", "limit", "cursor"), this::list);
        api.get("/v1/destinations/:id", Set.of(), this::show);
        api.post("/v1/destinations/:id/pause", Set.of(), call -> steering.pause(call, known(call)));
        api.post("/v1/destinations/:id/resume", Set.of(), call -> steering.resume(call, known(call)));
        api.post("/v1/destinations/:id/test", Set.of(), call -> steering.test(call, known(call)));
    }

    private DestinationConfig known(Call call) {
        DestinationConfig known = config.configuration().destinations().get(call.path("id"));
        if (known == null) {
            throw missing();
        }
        return known;
    }

    private static RuntimeException missing() {
        return Problem.missing("there is no destination of that id").refusal();
    }

    private Future<Reply> list(Call call) {
        DestinationList.Wanted wanted = new DestinationList.Wanted(
                state(call.text("state")), call.text("text"), call.number("limit", 100, 1, 1_000), call.text("cursor"));
        long millis = call.now().toEpochMilli();
        Map<String, DestinationConfig> all = config.configuration().destinations();
        // Ten thousand of them take longer than an event loop may wait.
        return Vertx.currentContext()
                .executeBlocking(() -> Reply.ok(new DestinationList(views, all, running).page(wanted, millis)));
    }

    private static @Nullable String state(@Nullable String word) {
        boolean known = word == null
                || word.equals(Views.UNKNOWN)
                || Arrays.stream(DestinationState.values())
                        .anyMatch(state -> state.word().equals(word));
        if (!known) {
            throw Problem.bad("state is one of "
                            + Arrays.stream(DestinationState.values())
                                    .map(DestinationState::word)
                                    .collect(Collectors.joining(", ")))
                    .refusal();
        }
        return word;
    }

    private Future<Reply> show(Call call) {
        String id = call.path("id");
        DestinationConfig known = config.configuration().destinations().get(id);
        Known group = Known.one(views.everywhere().group(), id);
        Future<OptionalLong> oldest = group.behind(id).legs() > 0
                ? views.everywhere().oldest(id)
                : Future.succeededFuture(OptionalLong.empty());
        return Here.back(running.look(id))
                .compose(near -> oldest.map(at -> {
                    boolean waiting = running.absent().stream()
                            .anyMatch(gauge -> gauge.id().equals(id));
                    if (known == null && !waiting) {
                        throw missing();
                    }
                    long millis = call.now().toEpochMilli();
                    DestinationGauge gauge = near == null ? null : near.gauge();
                    return Reply.ok(detail(views.of(id, known, gauge, group, at, millis), known, near, millis));
                }));
    }

    private ObjectNode detail(
            DestinationView view, @Nullable DestinationConfig known, @Nullable DestinationDetail near, long millis) {
        ObjectNode detail = (ObjectNode) Json.tree(view);
        detail.setAll(
                (ObjectNode) Json.tree(DetailView.of(known, near, audit.of(view.destination(), ACTIONS), millis)));
        return detail;
    }
}
