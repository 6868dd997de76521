package dev.centrifuge.process;

import dev.centrifuge.fault.Failpoint;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Destinations in all kinds of trouble around a gateway that is killed again and again: one that is well, one that comes and
 * goes, one that hangs, one that refuses some events for good, one that fails half of the time, so that its legs go to a delay
 * topic at once, and one that is sent its events in the order of their users.
 */
final class Troubles implements AutoCloseable {
    /** As configured by default. */
    private static final Duration CHECKPOINT = Duration.ofMillis(200);

    private static final Map<String, String> MODES = Map.of(
            "/flapping", "flap:up=1500ms,down=2500ms",
            "/hanging", "hang",
            "/refusing", "flaky:ratio=20%,status=422",
            "/half", "flaky:ratio=50%,status=500",
            "/ordered", "flaky:ratio=3%,status=500");
    private static final List<String> BUSY = List.of("healthy", "flapping", "hanging", "refusing");
    private static final List<String> CALM = List.of("half", "ordered");

    private final Path home;
    private final Conf conf;
    private final Scene scene = new Scene(MODES);
    private final Ledger busy = new Ledger("busy").pause(Duration.ofMillis(15));
    private final Ledger calm = new Ledger("calm").pause(Duration.ofMillis(100));
    private final List<String> story = new ArrayList<>();
    private final long startedAt = System.nanoTime();
    private final long seed = startedAt;
    private final Random random = new Random(seed);
    private long allowed;

    Troubles(Path home, Conf conf) throws Exception {
        this.home = home;
        this.conf = conf.source("busy", "busy").source("calm", "calm");
        JsonObject delayed = new JsonObject()
                .put("retry", new JsonObject().put("initial", "11s").put("max", "40s"));
        JsonObject brief = new JsonObject().put("retry", new JsonObject().put("initial", "100ms"));
        to("healthy", "busy", new JsonObject());
        to("flapping", "busy", brief.copy());
        to("hanging", "busy", new JsonObject().put("timeout", "1s"));
        to("refusing", "busy", new JsonObject());
        to("half", "calm", delayed);
        to("ordered", "calm", brief.copy().put("ordering", "key"));
        conf.write();
    }

    private void to(String id, String source, JsonObject settings) {
        conf.destination(id, scene.sink.url("/" + id), settings.put("sources", new JsonArray().add(source)));
    }

    /** Kills it at any time, under load. */
    void killAtRandom() throws Exception {
        try (GatewayProcess gateway = GatewayProcess.start(home);
                Ledger.Run many = busy.run(gateway.ingest(), 2, 20);
                Ledger.Run few = calm.run(gateway.ingest(), 1, 5)) {
            int enough = busy.acknowledged().size() + 1_000 + random.nextInt(4_000);
            await().atMost(Scene.PATIENCE)
                    .pollInterval(Duration.ofMillis(1 + random.nextInt(100)))
                    .until(() -> busy.acknowledged().size() >= enough);
            gateway.kill();
            killed("at random", gateway.endedAt());
        }
    }

    /** Lets it die there, under load. */
    void dieAt(Failpoint point, int pass) throws Exception {
        String armed = "-D" + Failpoint.PROPERTY + "=" + point + ":" + pass;
        try (GatewayProcess gateway = GatewayProcess.start(home, armed)) {
            if (gateway.isReady()) {
                try (Ledger.Run many = busy.run(gateway.ingest(), 2, 20);
                        Ledger.Run few = calm.run(gateway.ingest(), 1, 5)) {
                    await("%s is passed".formatted(point))
                            .atMost(Scene.PATIENCE)
                            .until(() -> !gateway.isAlive());
                }
            }
            // It may be passed before the gateway is ready: then it is dying, and may be seen alive for a moment.
            await().atMost(Scene.PATIENCE).until(() -> !gateway.isAlive());
            killed(point + ", pass " + pass, gateway.endedAt());
        }
    }

    /** Up to so many. */
    int few(int most) {
        return 1 + random.nextInt(most);
    }

    private void killed(String how, long endedAt) {
        long last = scene.arrivals.lastBefore(endedAt);
        long inFlight = (long) Scene.IN_FLIGHT * (BUSY.size() + CALM.size());
        long bound = inFlight + scene.arrivals.between(last - CHECKPOINT.toNanos(), last);
        allowed += bound;
        story.add(seconds() + "killed " + how + ": acknowledged "
                + busy.acknowledged().size() + " + " + calm.acknowledged().size() + ", doubled so far "
                + scene.doubled() + ", this may double " + bound);
    }

    /**
     * The one whose legs are delayed is well from now on: those that still wait for half a minute are due while the gateway dies
     * of something else, so that nobody waits for them in the end.
     */
    void delayNoMore() throws IOException, InterruptedException {
        heal("/half");
    }

    /** Everybody is well again; whatever was acknowledged ends as it should, and what is doubled is bounded. */
    void recover() throws Exception {
        for (String path : MODES.keySet()) {
            if (!path.equals("/refusing")) {
                heal(path);
            }
        }
        try (GatewayProcess gateway = GatewayProcess.start(home);
                DeadLetters letters = new DeadLetters(conf.bootstrap())) {
            await().atMost(Scene.PATIENCE)
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> missing(letters).isEmpty());
            assertThat(gateway.terminate()).as(gateway.log()).isZero();
            int dead = deadOf("refusing", letters).size();
            story.add(seconds() + "acknowledged " + busy.acknowledged().size() + " + "
                    + calm.acknowledged().size() + ", lost " + missing(letters).size() + ", doubled " + scene.doubled()
                    + " (" + perPath() + ") of at most " + allowed + ", dead " + dead + " in "
                    + letters.of("refusing").size() + " letters, delayed legs "
                    + gatewaySawDelays());
            story.forEach(System.out::println);
            String told = "seed " + seed + "\n" + String.join("\n", story);
            assertThat(dead).as(told).isPositive();
            long letterTwice = letters.of("refusing").size() - dead;
            assertThat(scene.doubled() + letterTwice).as(told).isLessThanOrEqualTo(allowed);
            assertThat(letters.of("refusing")).as(told).allMatch(letter -> "http_422".equals(letter.get("reason")));
            for (String other : List.of("healthy", "flapping", "hanging", "half", "ordered")) {
                assertThat(letters.of(other)).as(told).isEmpty();
            }
            assertThat(inversions()).as(told).isEmpty();
        }
    }

    /** Since the start. */
    private String seconds() {
        return Duration.ofNanos(System.nanoTime() - startedAt).toSeconds() + " s: ";
    }

    private void heal(String path) throws IOException, InterruptedException {
        URI uri = URI.create(scene.sink.url("/_sink/mode?path=" + path));
        HttpRequest request = HttpRequest.newBuilder(uri)
                .PUT(HttpRequest.BodyPublishers.ofString("ok"))
                .build();
        assertThat(HttpClient.newHttpClient()
                        .send(request, HttpResponse.BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(204);
    }

    /** What was acknowledged and neither came nor is among the dead letters, by destination. */
    private Map<String, Integer> missing(DeadLetters letters) {
        Map<String, Integer> missing = new HashMap<>();
        BUSY.forEach(id -> missing.put(id, missing(id, busy, letters)));
        CALM.forEach(id -> missing.put(id, missing(id, calm, letters)));
        missing.values().removeIf(count -> count == 0);
        return missing;
    }

    private int missing(String id, Ledger ledger, DeadLetters letters) {
        Set<String> missing = scene.missing(ledger, "/" + id);
        if (id.equals("refusing")) {
            missing.removeAll(deadOf(id, letters));
        }
        return missing.size();
    }

    private static Set<String> deadOf(String destination, DeadLetters letters) {
        return letters.of(destination).stream().map(letter -> letter.get("id")).collect(Collectors.toSet());
    }

    private String perPath() {
        return scene.sink.stats().paths().entrySet().stream()
                .map(path -> path.getKey() + " " + path.getValue().duplicates())
                .sorted()
                .collect(Collectors.joining(", "));
    }

    /** Requests to the one that fails half of the time that came so late after their first try that they were delayed. */
    private long gatewaySawDelays() {
        Map<String, Long> first = new HashMap<>();
        Collection<String> late = new HashSet<>();
        for (Arrivals.Seen seen : scene.arrivals.on("/half")) {
            Long before = first.putIfAbsent(seen.id(), seen.nanos());
            if (before != null && seen.nanos() - before > Duration.ofSeconds(29).toNanos()) {
                late.add(seen.id());
            }
        }
        assertThat(late).as("legs that came from a delay topic").isNotEmpty();
        return late.size();
    }

    /** Events whose first delivery came after that of a later event of their user. One client posts them, one by one. */
    private List<String> inversions() {
        Map<Long, Long> newest = new HashMap<>();
        Set<String> seen = new HashSet<>();
        List<String> inversions = new ArrayList<>();
        for (Arrivals.Seen request : scene.arrivals.on("/ordered")) {
            if (request.status() == 200 && seen.add(request.id())) {
                long number = Long.parseLong(request.id().substring("calm".length()));
                Long before = newest.merge(number % Ledger.USERS, number, Math::max);
                if (before > number) {
                    inversions.add(request.id() + " after calm" + before);
                }
            }
        }
        assertThat(seen).isNotEmpty();
        return inversions;
    }

    @Override
    public void close() throws Exception {
        scene.close();
    }
}
