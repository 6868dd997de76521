package dev.centrifuge.admin.console;

import com.fasterxml.jackson.databind.JsonNode;
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
    private static final String HOSTILE =
            "{\"event\":\"Order Completed\",\"note\":\"</pre><script>document.title='owned'</script>\",\"total\":42.5}";

    final List<String> told = new CopyOnWriteArrayList<>();

    /** Whether the last change of the configuration was. */
    volatile boolean refused;

    private final Random random = new Random(42);
    private final FakeDestinations destinations = new FakeDestinations(random, Instant.now());
    private final List<Map<String, Object>> actions = new CopyOnWriteArrayList<>();
    private final List<Map<String, Object>> jobs = new CopyOnWriteArrayList<>();
    private final List<Map<String, Object>> dead = new ArrayList<>();
    private final Vertx vertx = Vertx.vertx();
    private final AdminFixture port;
    private volatile @Nullable Tap tap;
    private long events;
    private long counted = Instant.now().getEpochSecond();
    private long received = 45_600_000;
    private long delivered = 41_950_000;
    private long filtered = 3_190_000;

    ConsoleFake(int port, @Nullable String token) throws Exception {
        actions.add(action("pause", "email-journeys", "provider's maintenance", "maria from 10.0.4.7"));
        actions.add(action("replay", "warehouse-eu", null, "operator from 127.0.0.1"));
        jobs.add(job("replay", "warehouse-eu", "running", 0.41, 184_220));
        jobs.add(job("redrive", "crm", "done", 1, 1_204));
        jobs.add(job("replay", "lake-00011", "cancelled", 0.07, 99));
        for (int i = 0; i < 120; i++) {
            dead.add(letter(i));
        }
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

    /** What was counted until the last whole second. */
    private synchronized Map<String, Object> total() {
        long second = now().getEpochSecond();
        for (; counted < second; counted++) {
            long came = (long) (2400 * wave(counted));
            received += came;
            delivered += (long) (came * 0.8);
            filtered += came * 7 / 100;
        }
        Map<String, Object> total = new LinkedHashMap<>();
        total.put("received", received);
        total.put("repeated", 0L);
        total.put("delivered", delivered);
        total.put("filtered", filtered);
        total.put("dead", 1_204L);
        total.put("lost", 0L);
        total.put("pending", received - delivered - filtered - 1_204);
        total.put("missing", 0L);
        return total;
    }

    private static double wave(long second) {
        return 1 + 0.2 * Math.sin(second / 60.0) + 0.05 * Math.sin(second / 3.0);
    }

    /** Totals since ever, with a sample for each of the last ten minutes' seconds. */
    private Object funnel(Call call) {
        long to = now().getEpochSecond();
        Map<String, Object> total = total();
        long[] sums = {
            (Long) total.get("received"),
            (Long) total.get("delivered"),
            (Long) total.get("filtered"),
            (Long) total.get("pending")
        };
        List<Object> over = new ArrayList<>();
        for (long at = to - 1; at >= to - 600; at--) {
            long came = (long) (2400 * wave(at));
            long[] steps = {came, (long) (came * (at < to - 95 ? 0.92 : 0.8)), came * 7 / 100, 40};
            for (int i = 0; i < sums.length; i++) {
                sums[i] -= steps[i];
            }
            over.add(
                    0,
                    Map.of(
                            "at",
                            Instant.ofEpochSecond(at).toString(),
                            "received",
                            sums[0],
                            "delivered",
                            sums[1],
                            "filtered",
                            sums[2],
                            "dead",
                            1_204,
                            "lost",
                            0,
                            "pending",
                            sums[3]));
        }
        return Map.of(
                "at",
                Instant.ofEpochSecond(to).toString(),
                "total",
                total,
                "rows",
                call.text("destination") == null ? List.of() : List.of(total),
                "over",
                call.text("over") == null ? List.of() : over);
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

    private Map<String, Object> job(String kind, String destination, String state, double share, long copied) {
        Map<String, Object> made = new LinkedHashMap<>();
        made.put("id", kind + "-" + jobs.size());
        made.put("kind", kind);
        made.put("state", state);
        made.put("destination", destination);
        made.put("since", now().minusSeconds(86_400).toString());
        made.put("createdAt", now().minusSeconds(600).toString());
        made.put("createdBy", "maria from 10.0.4.7");
        made.put(
                "progress",
                Map.of("scanned", copied * 3, "matched", copied, "copied", copied, "skipped", 0, "share", share));
        if (state.equals("running")) {
            made.put("etaSeconds", 95);
            made.put("filter", ".event == \"Order Completed\"");
        }
        return made;
    }

    /** Those that run get on by a tenth with each look. */
    private synchronized List<Map<String, Object>> jobs() {
        for (Map<String, Object> job : jobs) {
            if (job.get("state").equals("running") && job.containsKey("moves")) {
                double share =
                        Math.min(1, ((Number) ((Map<?, ?>) job.get("progress")).get("share")).doubleValue() + 0.1);
                job.put(
                        "progress",
                        Map.of(
                                "scanned",
                                1000,
                                "matched",
                                900,
                                "copied",
                                (int) (900 * share),
                                "skipped",
                                0,
                                "share",
                                share));
                job.put("state", share >= 1 ? "done" : "running");
            }
        }
        return List.copyOf(jobs);
    }

    private Map<String, Object> letter(int i) {
        Map<String, Object> made = new LinkedHashMap<>();
        made.put("id", i % 8 + "-" + (900_000 - i * 13));
        made.put("at", now().minusSeconds(60L + i * 171L).toString());
        made.put("destination", i % 3 == 0 ? "crm" : i % 3 == 1 ? "billing-webhook" : "<img src=x onerror=alert(1)>");
        made.put("source", i % 2 == 0 ? "web" : "ios");
        made.put("messageId", "msg-" + (77_000 + i));
        made.put("reason", i % 4 == 0 ? "expired" : i % 4 == 1 ? "refused" : "filter");
        made.put("attempts", 1 + i % 30);
        if (i % 4 != 2) {
            made.put("lastStatus", i % 4 == 1 ? 400 : 503);
        }
        made.put("size", 300 + i * 17);
        return made;
    }

    @Override
    public void on(Api api) {
        api.get("/v1/funnel", Set.of("over", "limit", "destination"), call -> ok(funnel(call)));
        api.get("/v1/destinations", Set.of("state", "text", "limit", "cursor"), this::list);
        api.get(
                "/v1/destinations/:id",
                Set.of(),
                call -> detail(call.path("id")).map(Reply::ok));
        api.get("/v1/destinations/:id/attempts", Set.of("limit"), call -> ok(Items.all(attempts(call.path("id"), 12))));
        api.post("/v1/destinations/:id/pause", Set.of(), call -> turn(call, "pause"));
        api.post("/v1/destinations/:id/resume", Set.of(), call -> turn(call, "resume"));
        api.post("/v1/destinations/:id/test", Set.of(), this::test);
        api.get("/v1/events/:id", Set.of("source", "since", "until", "cursor"), this::event);
        api.get(
                "/v1/dead",
                Set.of("destination", "source", "reason", "since", "until", "text", "limit", "cursor"),
                this::dead);
        api.get("/v1/dead/:id", Set.of(), this::letter);
        api.post("/v1/dead/redrive", Set.of(), call -> copy(call, "redrive", matching(call.body())));
        api.post("/v1/replays", Set.of(), call -> copy(call, "replay", 900));
        api.get("/v1/replays", Set.of("limit", "cursor"), call -> ok(Items.all(jobs())));
        api.delete("/v1/replays/:id", Set.of(), this::cancel);
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

    private Future<Reply> list(Call call) {
        Items<?> page = page(call, destinations.list(now(), call.text("state"), call.text("text")));
        Map<String, Object> answer =
                new LinkedHashMap<>(Map.of("items", page.items(), "states", destinations.states()));
        if (page.next() != null) {
            answer.put("next", page.next());
        }
        return ok(answer);
    }

    private static Items<Map<String, Object>> page(Call call, List<Map<String, Object>> all) {
        int limit = call.number("limit", 100, 1, 1000);
        int from = Math.min(all.size(), call.number("cursor", 0, 0, 1_000_000));
        int to = Math.min(all.size(), from + limit);
        return new Items<>(all.subList(from, to), to < all.size() ? Integer.toString(to) : null);
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

    private List<Map<String, Object>> attempts(String destination, int count) {
        List<Map<String, Object>> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            boolean good = i % 4 == 3;
            Map<String, Object> made = new LinkedHashMap<>();
            made.put("at", now().minusSeconds(7L * i + 2).toString());
            made.put("messageId", "msg-" + (88_000 + i));
            made.put("source", "web");
            made.put("destination", destination);
            made.put("attempt", 1 + i % 5);
            made.put("outcome", good ? "delivered" : "failed");
            made.put("status", good ? 200 : 503);
            made.put("latencyMillis", 31 + 17 * i);
            if (!good) {
                made.put("cause", "http_503");
                made.put("answer", "upstream connect error or disconnect/reset before headers <b>&amp;</b>");
                made.put(
                        "next",
                        Map.of("what", "retry", "at", now().plusSeconds(30).toString()));
            }
            all.add(made);
        }
        return all;
    }

    private Future<Reply> event(Call call) {
        String id = call.path("id");
        told.add("event " + id);
        List<Object> legs = List.of(
                Map.of(
                        "destination",
                        "crm",
                        "state",
                        "pending",
                        "attempts",
                        attempts("crm", 3),
                        "nextAt",
                        now().plusSeconds(28).toString()),
                Map.of(
                        "destination",
                        "warehouse-eu",
                        "state",
                        "delivered",
                        "attempts",
                        attempts("warehouse-eu", 4).subList(3, 4)),
                Map.of("destination", "lake-00011", "state", "filtered", "why", "integrations", "attempts", List.of()));
        Object event = Map.of(
                "source",
                "web",
                "type",
                "track",
                "partition",
                3,
                "offset",
                88_123_456,
                "receivedAt",
                now().minusSeconds(90).toString(),
                "size",
                HOSTILE.length(),
                "payload",
                HOSTILE,
                "legs",
                legs);
        return ok(Map.of(
                "messageId",
                id,
                "events",
                id.startsWith("msg-") ? List.of(event) : List.of(),
                "searched",
                Map.of("from", now().minusSeconds(86_400).toString(), "to", now().toString(), "complete", true)));
    }

    private List<Map<String, Object>> matching(@Nullable String destination, @Nullable String text) {
        return dead.stream()
                .filter(d -> destination == null || destination.equals(d.get("destination")))
                .filter(d -> text == null || d.get("messageId").toString().contains(text))
                .toList();
    }

    private int matching(JsonNode body) {
        return body.has("ids")
                ? body.get("ids").size()
                : matching(
                                body.path("destination").textValue(),
                                body.path("text").textValue())
                        .size();
    }

    private Future<Reply> dead(Call call) {
        Items<?> page = page(call, matching(call.text("destination"), call.text("text")));
        Map<String, Object> answer = new LinkedHashMap<>(Map.of(
                "items",
                page.items(),
                "searched",
                Map.of("from", now().minusSeconds(604_800).toString(), "to", now().toString(), "complete", true)));
        if (page.next() != null) {
            answer.put("next", page.next());
        }
        return ok(answer);
    }

    private Future<Reply> letter(Call call) {
        Map<String, Object> found = dead.stream()
                .filter(d -> d.get("id").equals(call.path("id")))
                .findFirst()
                .orElseThrow(
                        () -> Problem.missing("there is no such dead letter").refusal());
        Map<String, Object> made = new LinkedHashMap<>(found);
        made.put("payload", HOSTILE);
        made.put("answer", "<html><body>Bad Request</body></html>");
        made.put(
                "history",
                List.of(
                        Map.of("at", now().minusSeconds(300).toString(), "status", 503, "cause", "http_503"),
                        Map.of("at", now().minusSeconds(60).toString(), "status", 400, "cause", "http_400")));
        return ok(made);
    }

    private Future<Reply> copy(Call call, String kind, int matched) {
        JsonNode body = call.body();
        told.add(kind + " " + body);
        if (body.path("dryRun").asBoolean()) {
            return ok(Map.of("matched", matched, "skipped", 2, "scanned", 14_200, "complete", true));
        }
        Map<String, Object> job = job(kind, body.path("destination").asText(null), "running", 0, 0);
        job.put("moves", true);
        job.remove("filter");
        jobs.add(0, job);
        return Future.succeededFuture(Reply.accepted(job));
    }

    private Future<Reply> cancel(Call call) {
        told.add("cancel " + call.path("id"));
        for (Map<String, Object> job : jobs) {
            if (job.get("id").equals(call.path("id"))) {
                job.put("state", "cancelled");
                return ok(job);
            }
        }
        throw Problem.missing("there is no such job").refusal();
    }

    @Override
    public void close() throws Exception {
        port.close();
    }
}
