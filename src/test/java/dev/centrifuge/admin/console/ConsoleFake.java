package dev.centrifuge.admin.console;

import dev.centrifuge.admin.AdminFixture;
import dev.centrifuge.admin.http.Api;
import dev.centrifuge.admin.http.Call;
import dev.centrifuge.admin.http.Items;
import dev.centrifuge.admin.http.Problem;
import dev.centrifuge.admin.http.Reply;
import dev.centrifuge.admin.http.Routes;
import dev.centrifuge.admin.stream.Streams;
import dev.centrifuge.dispatch.Tap;
import dev.centrifuge.event.Envelope;
import dev.centrifuge.event.Event;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * An admin port whose API answers with made-up data that changes, and which remembers what it was told: what the console is
 * tried on. Names, reasons and payloads are hostile on purpose.
 */
final class ConsoleFake implements Routes, AutoCloseable {
    static final String HOSTILE =
            "{\"event\":\"Order Completed\",\"note\":\"</pre><script>document.title='owned'</script>\",\"total\":42.5}";

    final List<String> told = new CopyOnWriteArrayList<>();

    /** Whether the last change of the configuration was. */
    volatile boolean refused;

    private final Random random = new Random(42);
    private final FakeDestinations destinations = new FakeDestinations(random, Instant.now());
    private final List<Map<String, Object>> actions = new CopyOnWriteArrayList<>();
    private final FakeFunnel funnel = new FakeFunnel();
    private final FakeJobs jobs = new FakeJobs(told);
    private final FakeLetters letters = new FakeLetters();
    private final FakeEvents found = new FakeEvents(told);
    private final Vertx vertx = Vertx.vertx();
    private final AdminFixture port;
    private volatile @Nullable Tap tap;
    private long events;

    ConsoleFake(int port, @Nullable String token) throws Exception {
        actions.add(action("pause", "email-journeys", "provider's maintenance", "maria from 10.0.4.7"));
        actions.add(action("replay", "warehouse-eu", null, "operator from 127.0.0.1"));
        Streams streams = new Streams(vertx, watching -> tap = watching, System::currentTimeMillis);
        this.port = new AdminFixture(vertx, port, token, this, streams);
        vertx.setPeriodic(100, id -> emit());
    }

    /** Serves until it is stopped: {@code ConsoleFake [port]}. */
    public static void main(String[] args) throws Exception {
        ConsoleFake fake = new ConsoleFake(args.length == 0 ? 8099 : Integer.parseInt(args[0]), null);
        System.out.println(fake.url("/"));
    }

    URI url(String path) {
        return port.url(path);
    }

    FakeDestinations destinations() {
        return destinations;
    }

    private void emit() {
        Tap watching = tap;
        for (int i = 0; watching != null && i < 12; i++) {
            long n = events++;
            Envelope envelope = new Envelope(
                    n % 3 == 0 ? "ios" : "web",
                    "msg-" + (100_000 + n),
                    n % 4 == 0 ? "identify" : "track",
                    System.currentTimeMillis(),
                    null,
                    null);
            String body = n % 2 == 0 ? HOSTILE : "{\"event\":\"Page Viewed\",\"n\":" + n + "}";
            watching.routed(new Event(envelope, new byte[0], body.getBytes(StandardCharsets.UTF_8)), (int) (n % 5));
        }
    }

    private static Instant now() {
        return Instant.now();
    }

    private Map<String, Object> action(String action, String target, @Nullable String note, String who) {
        Map<String, Object> made = new LinkedHashMap<>();
        made.put("id", "a-" + (1000 + actions.size()));
        made.put("at", now().minusSeconds(actions.size() < 2 ? 5400 : 0).toString());
        made.put("who", who);
        made.put("action", action);
        made.put("target", target);
        made.put("note", note);
        return made;
    }

    @Override
    public void on(Api api) {
        api.get("/v1/funnel", Set.of("over", "limit", "destination"), call -> ok(funnel.of(call)));
        api.get("/v1/destinations", Set.of("state", "text", "limit", "cursor"), this::list);
        api.get(
                "/v1/destinations/:id",
                Set.of(),
                call -> detail(call.path("id")).map(Reply::ok));
        api.get(
                "/v1/destinations/:id/attempts",
                Set.of("limit"),
                call -> ok(Items.all(FakeEvents.attempts(call.path("id"), 12))));
        api.post("/v1/destinations/:id/pause", Set.of(), call -> turn(call, "pause"));
        api.post("/v1/destinations/:id/resume", Set.of(), call -> turn(call, "resume"));
        api.post("/v1/destinations/:id/test", Set.of(), this::test);
        api.get("/v1/events/:id", Set.of("source", "since", "until", "cursor"), found::find);
        api.get(
                "/v1/dead",
                Set.of("destination", "source", "reason", "since", "until", "text", "limit", "cursor"),
                letters::list);
        api.get("/v1/dead/:id", Set.of(), letters::show);
        api.post("/v1/dead/redrive", Set.of(), call -> jobs.copy(call, "redrive", letters.matching(call.body())));
        api.post("/v1/replays", Set.of(), call -> jobs.copy(call, "replay", 900));
        api.get("/v1/replays", Set.of("limit", "cursor"), call -> ok(Items.all(jobs.looked())));
        api.delete("/v1/replays/:id", Set.of(), jobs::cancel);
        api.get("/v1/audit", Set.of("limit", "cursor"), call -> ok(Items.all(newest())));
        api.get("/v1/config", Set.of(), call -> ok(FakeConfig.of(refused)));
    }

    private List<Map<String, Object>> newest() {
        List<Map<String, Object>> reversed = new ArrayList<>(actions);
        java.util.Collections.reverse(reversed);
        return reversed;
    }

    private static Future<Reply> ok(Object body) {
        return Future.succeededFuture(Reply.ok(body));
    }

    /** The part of all that is asked for. */
    static Items<Map<String, Object>> page(Call call, List<Map<String, Object>> all) {
        int limit = call.number("limit", 100, 1, 1000);
        int from = Math.min(all.size(), call.number("cursor", 0, 0, 1_000_000));
        int to = Math.min(all.size(), from + limit);
        return new Items<>(all.subList(from, to), to < all.size() ? Integer.toString(to) : null);
    }

    private Future<Reply> list(Call call) {
        Items<?> page = page(call, destinations.list(now(), call.text("state"), call.text("text")));
        Map<String, Object> answer =
                new LinkedHashMap<>(Map.of("items", page.items(), "states", destinations.states()));
        if (page.next() != null) {
            answer.put("next", page.next());
        }
        return ok(answer);
    }

    private Future<Map<String, Object>> detail(String id) {
        if (!destinations.has(id)) {
            return Future.failedFuture(
                    Problem.missing("there is no such destination").refusal());
        }
        List<?> mine = newest().stream().filter(a -> id.equals(a.get("target"))).toList();
        return Future.succeededFuture(destinations.detail(id, now(), mine));
    }

    private Future<Reply> turn(Call call, String what) {
        String id = call.path("id");
        Map<String, Object> done = action(what, id, call.body().path("note").textValue(), call.operator());
        actions.add(done);
        destinations.state(
                id,
                what.equals("pause") ? "paused" : "ok",
                what.equals("pause") ? "by " + call.operator() : null,
                now());
        told.add(what + " " + id);
        return ok(Map.of("destination", id, "state", what.equals("pause") ? "paused" : "ok", "action", done));
    }

    private Future<Reply> test(Call call) {
        told.add("test " + call.path("id"));
        return ok(Map.of(
                "status",
                503,
                "cause",
                "http_503",
                "latencyMillis",
                84,
                "answer",
                "<h1>no healthy upstream</h1>",
                "request",
                Map.of(
                        "method",
                        "POST",
                        "url",
                        "https://crm.example.com/hook",
                        "headers",
                        Map.of("authorization", "***"),
                        "body",
                        HOSTILE)));
    }

    @Override
    public void close() throws Exception {
        port.close();
    }
}
