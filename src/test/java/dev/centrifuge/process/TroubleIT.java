package dev.centrifuge.process;

import dev.centrifuge.embedded.ClosedPort;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Destinations in trouble, seen from outside: what becomes of their events, and that nobody else notices. One gateway, with
 * a source for each scene; the outage is begun first, since it takes longest, and looked at last.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Tag("alone")
class TroubleIT {
    private static final Duration TTL = Duration.ofSeconds(2);

    /** More than open a breaker. */
    private static final int IN_THE_OUTAGE = 100;

    private static Scene scene;
    private static Conf conf;
    private static ClosedPort away;
    private static GatewayProcess gateway;
    private static DeadLetters dead;
    private static Ledger outage;

    @TempDir
    static Path home;

    @BeforeAll
    static void start() throws Exception {
        away = new ClosedPort();
        scene = new Scene(Map.of(
                "/failing", "down:status=500",
                "/refusing", "bad:status=422",
                "/limited", "limit:rate=20,per=3s",
                "/hanging", "hang",
                "/picky", "picky:ratio=50%,status=500",
                "/dripping", "drip:every=100ms"));
        conf = Conf.embedded(home)
                .source("few", "few")
                .source("many", "many")
                .source("throttled", "throttled")
                .source("stuck", "stuck");
        JsonObject brief = new JsonObject().put("initial", "200ms").put("ttl", TTL.toMillis() + "ms");
        to("failing", "few", new JsonObject().put("retry", brief));
        to("refusing", "few", new JsonObject());
        to("limited", "throttled", new JsonObject().put("concurrency", new JsonObject().put("max", 4)));
        to("open", "throttled", new JsonObject());
        to("hanging", "stuck", new JsonObject().put("timeout", "2s"));
        to("dripping", "stuck", new JsonObject().put("timeout", "2s"));
        to("healthy", "stuck", new JsonObject());
        to("picky", "stuck", new JsonObject().put("retry", new JsonObject().put("initial", "100ms")));
        conf.destination(
                "away",
                "http://127.0.0.1:" + away.port() + "/",
                new JsonObject().put("sources", new JsonArray().add("many")).put("retry", brief));
        conf.write();
        gateway = GatewayProcess.start(home);
        dead = new DeadLetters(conf.bootstrap());
        outage = new Ledger("many");
        assertThat(outage.post(gateway.ingest(), IN_THE_OUTAGE)).isTrue();
    }

    private static void to(String id, String source, JsonObject settings) {
        conf.destination(id, scene.sink.url("/" + id), settings.put("sources", new JsonArray().add(source)));
    }

    @AfterAll
    static void stop() throws Exception {
        dead.close();
        gateway.close();
        scene.close();
        away.close();
    }

    @Test
    @Order(1)
    void failingEvents_areDeadAfterTheirTime_andRefusedOnesAtOnce() throws Exception {
        Ledger few = new Ledger("few");
        assertThat(few.post(gateway.ingest(), 3)).isTrue();

        await().atMost(Scene.PATIENCE).until(() -> dead.of("refusing").size() == 3);
        assertThat(dead.of("refusing"))
                .allSatisfy(letter -> assertThat(letter)
                        .containsEntry("reason", "http_422")
                        .containsEntry("attempts", "1")
                        .containsEntry("status", "422")
                        .containsEntry("source", "few"))
                .allSatisfy(letter ->
                        assertThat(millis(letter, "first-at", "dead-at")).isLessThan(1_000));
        await().atMost(Scene.PATIENCE).until(() -> dead.of("failing").size() == 3);
        assertThat(dead.of("failing")).allSatisfy(letter -> {
            assertThat(letter)
                    .containsEntry("reason", "ttl")
                    .containsEntry("status", "500")
                    .containsEntry("cause", "http_500");
            assertThat(Integer.parseInt(letter.get("attempts"))).isGreaterThan(1);
            assertThat(millis(letter, "received", "dead-at")).isLessThan(2 * TTL.toMillis());
        });
        assertThat(scene.arrivals.on("/refusing")).hasSize(3);
        int attempts = dead.of("failing").stream()
                .mapToInt(letter -> Integer.parseInt(letter.get("attempts")))
                .sum();
        assertThat(scene.arrivals.on("/failing")).hasSize(attempts);
    }

    private static long millis(Map<String, String> letter, String from, String to) {
        return Long.parseLong(letter.get(to)) - Long.parseLong(letter.get(from));
    }

    @Test
    @Order(2)
    void retryAfter_isWaitedFor_andOthersGoOn() throws Exception {
        Ledger throttled = new Ledger("throttled").pause(Duration.ofMillis(80));
        // More than its 20 at once: what it refuses first, it refuses at the beginning of its 3 s.
        assertThat(throttled.post(gateway.ingest(), 24)).isTrue();
        try (Ledger.Run load = throttled.run(gateway.ingest(), 1, 1)) {
            await().atMost(Scene.PATIENCE)
                    .until(() -> scene.arrivals.on("/limited").stream().anyMatch(seen -> seen.status() == 429));
            await().pollDelay(Duration.ofSeconds(2)).until(() -> true);
        }
        long refusedAt = scene.arrivals.on("/limited").stream()
                .filter(seen -> seen.status() == 429)
                .findFirst()
                .orElseThrow()
                .nanos();
        await().atMost(Scene.PATIENCE)
                .until(() -> scene.missing(throttled, "/limited").isEmpty()
                        && scene.missing(throttled, "/open").isEmpty());

        // What was in flight when the answer came may still arrive.
        List<Long> quiet = times("/limited", refusedAt, 250, 1_950);
        List<Long> again = times("/limited", refusedAt, 1_950, 10_000);
        List<Long> others = times("/open", refusedAt, 0, 1_950);
        System.out.printf(
                "Retry-After 3 s, or 2: %d came within that, first after %d ms; another destination got %d meanwhile%n",
                quiet.size(), again.get(0), others.size());
        assertThat(quiet).isEmpty();
        assertThat(others).hasSizeGreaterThan(8);
        assertThat(LongStream.range(1, others.size()).map(i -> others.get((int) i) - others.get((int) i - 1)))
                .allMatch(gap -> gap < 1_000);
        assertThat(scene.sink.stats().paths().get("/limited").duplicates()).isZero();
    }

    /** When requests came, in milliseconds after {@code start}, of those between the two. */
    private static List<Long> times(String path, long start, long from, long to) {
        return scene.arrivals.on(path).stream()
                .map(seen -> TimeUnit.NANOSECONDS.toMillis(seen.nanos() - start))
                .filter(millis -> millis > from && millis < to)
                .toList();
    }

    @Test
    @Order(3)
    void hangingAndDrippingDestinations_keepNobodyWaiting() throws Exception {
        Ledger stuck = new Ledger("stuck").pause(Duration.ofMillis(10));
        try (Ledger.Run load = stuck.run(gateway.ingest(), 2, 5)) {
            await().atMost(Scene.PATIENCE).until(() -> stuck.acknowledged().size() >= 4_000);
        }
        await().atMost(Scene.PATIENCE)
                .until(() -> scene.missing(stuck, "/healthy").isEmpty());
        List<Long> waits = scene.arrivals.on("/healthy").stream()
                .filter(seen -> stuck.acknowledged().contains(seen.id()))
                .map(seen -> TimeUnit.NANOSECONDS.toMillis(seen.nanos() - stuck.sentAt(seen.id())))
                .sorted()
                .toList();
        long p99 = waits.get(waits.size() * 99 / 100);
        System.out.printf(
                "beside a destination that hangs (%d tries) and one that drips (%d): %d events, p99 %d ms, slowest %d ms%n",
                scene.arrivals.on("/hanging").size(),
                scene.arrivals.on("/dripping").size(),
                waits.size(),
                p99,
                waits.get(waits.size() - 1));
        assertThat(scene.arrivals.on("/hanging")).isNotEmpty();
        assertThat(scene.arrivals.on("/dripping")).isNotEmpty();
        assertThat(p99).as("of those that hang and drip each takes 2,000").isLessThan(1_000);
        assertThat(scene.sink.stats().paths().get("/healthy").duplicates()).isZero();
    }

    /** Of the load before: half of the events always fail, and would be tried again and again. */
    @Test
    @Order(4)
    void eventsThatAlwaysFail_costATenthMore() {
        Set<String> first = new HashSet<>();
        long lastNanos = 0;
        int again = 0;
        int others = 0;
        List<Arrivals.Seen> arrivals = scene.arrivals.on("/picky");
        for (Arrivals.Seen seen : arrivals) {
            if (first.add(seen.id())) {
                lastNanos = seen.nanos();
                again += others;
                others = 0;
            } else {
                others++;
            }
        }
        double seconds = (lastNanos - arrivals.get(0).nanos()) / 1e9;
        System.out.printf(
                "a destination that fails half of the events: %d first tries, %d others, in %.1f s%n",
                first.size(), again, seconds);
        assertThat(again).isPositive();
        assertThat((double) again).isLessThanOrEqualTo(0.1 * first.size() + 10 * (seconds + 2));
    }

    @Test
    @Order(5)
    void eventsThatExpireInAnOutage_areDead() {
        await().atMost(Scene.PATIENCE).until(() -> dead.of("away").size() >= IN_THE_OUTAGE);
        assertThat(dead.of("away"))
                .hasSize(IN_THE_OUTAGE)
                .allSatisfy(letter -> assertThat(letter).containsEntry("reason", "ttl"));
        assertThat(dead.of("away"))
                .filteredOn(letter -> !letter.get("attempts").equals("0"))
                .isNotEmpty()
                .allSatisfy(letter ->
                        assertThat(letter).containsEntry("cause", "connect").containsEntry("status", "0"));
    }
}
