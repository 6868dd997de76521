package dev.centrifuge.process;

import com.fasterxml.jackson.databind.JsonNode;
import dev.centrifuge.embedded.BrokerProcess;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Two gateways on one Kafka, asked by turns: each answers for both. The one that runs a redrive is killed under load: the other takes
 * the job over, copies each letter once and loses nothing, and the funnel balances at whichever is asked, whenever.
 */
class GroupAnswersIT {
    /** The shortest that brokers allow. */
    private static final String SESSION = "6000";

    private static final Duration LONG = Duration.ofSeconds(90);
    private static final Duration CHECKPOINT = Duration.ofMillis(200);
    private static final int PARTITIONS = 4;
    private static final int LETTERS = 600;
    private static final List<String> DESTINATIONS = List.of("none", "well");

    private final Ledger dying = new Ledger("ill");
    private Scene scene;
    private BrokerProcess broker;

    @TempDir
    Path home;

    @BeforeEach
    void start() throws Exception {
        scene = new Scene(Map.of("/ill", "bad"));
        broker = BrokerProcess.start(0, home.resolve("kafka"));
    }

    @AfterEach
    void stop() throws Exception {
        broker.close();
        scene.close();
    }

    private CompletableFuture<GatewayProcess> gateway(String name) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                JsonArray web = new JsonArray().add("web");
                Conf.cluster(home.resolve(name), broker.bootstrap())
                        .property("session.timeout.ms", SESSION)
                        .source("sick", "ill")
                        .destination("well", scene.sink.url("/well"), new JsonObject().put("sources", web))
                        .destination(
                                "none",
                                scene.sink.url("/none"),
                                new JsonObject().put("sources", web).put("filter", "false"))
                        .destination(
                                "ill",
                                scene.sink.url("/ill"),
                                new JsonObject().put("sources", new JsonArray().add("sick")))
                        .write();
                return GatewayProcess.start(home.resolve(name));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static void awaitShared(GatewayProcess one, GatewayProcess other) {
        await().atMost(LONG).until(() -> {
            int mine = one.partitions();
            int others = other.partitions();
            return mine > 0 && others > 0 && mine + others == PARTITIONS;
        });
    }

    /** The funnel, which balances, repeats nothing and is of all partitions. */
    private static JsonNode funnel(GatewayProcess gateway) throws IOException, InterruptedException {
        JsonNode funnel = Asked.funnel(gateway);
        assertThat(of(funnel.path("total"), "repeated")).as("%s", funnel).isZero();
        JsonNode partitions = funnel.path("partitions");
        assertThat(partitions.path("here").asInt()
                        + partitions.path("elsewhere").asInt()
                        + partitions.path("unknown").asInt())
                .as("%s", partitions)
                .isEqualTo(PARTITIONS);
        return funnel;
    }

    private static long of(JsonNode row, String column) {
        return row.path(column).asLong(-1);
    }

    /** Where the log is quiet, what was received is each acknowledged event for its destinations, and each letter once more. */
    private boolean settled(GatewayProcess gateway, int events) throws IOException, InterruptedException {
        JsonNode funnel = funnel(gateway);
        JsonNode total = funnel.path("total");
        long received = (long) DESTINATIONS.size() * events + 2 * LETTERS;
        return of(total, "pending") == 0
                && of(total, "received") >= received
                && funnel.path("partitions").path("unknown").asInt() == 0;
    }

    private static boolean runsJobs(GatewayProcess gateway) throws IOException, InterruptedException {
        return gateway.metric("centrifuge_open_legs", "partition=\"0\",topic=\"centrifuge.events\"").length == 1
                || gateway.metric("centrifuge_open_legs", "topic=\"centrifuge.events\",partition=\"0\"").length == 1;
    }

    private static long matched(GatewayProcess gateway) throws IOException, InterruptedException {
        return Asked.post(gateway, "/v1/dead/redrive", "ann", "{\"all\":true,\"dryRun\":true}")
                .path("matched")
                .asLong(-1);
    }

    private void letters(GatewayProcess gateway) {
        for (int i = 0; i < LETTERS / 100; i++) {
            assertThat(dying.post(gateway.ingest(), 100)).isTrue();
        }
        await().atMost(LONG).until(() -> matched(gateway) == LETTERS);
        scene.sink.mode("/ill", "ok").toCompletionStage().toCompletableFuture().join();
        scene.sink.clear();
    }

    /** What became of some events, of which each gateway reads some; the other one knows it by what is committed. */
    private void awaitHistories(GatewayProcess one, GatewayProcess other) {
        dying.acknowledged().stream()
                .limit(6)
                .forEach(id -> await().atMost(LONG).untilAsserted(() -> {
                    for (GatewayProcess each : List.of(one, other)) {
                        JsonNode leg = Asked.get(each, "/v1/events/" + id).at("/events/0/legs/0");
                        assertThat(leg.path("destination").asText()).isEqualTo("ill");
                        assertThat(leg.path("state").asText()).as("%s", leg).isEqualTo("dead");
                    }
                }));
    }

    /** The same events: a leg that nothing is written down of, which is what most are. */
    private void awaitDelivered(GatewayProcess one, GatewayProcess other) {
        scene.ledger.acknowledged().stream()
                .limit(6)
                .forEach(id -> await().atMost(LONG).untilAsserted(() -> {
                    for (GatewayProcess each : List.of(one, other)) {
                        JsonNode legs = Asked.get(each, "/v1/events/" + id).at("/events/0/legs");
                        assertThat(legs.findValuesAsText("state"))
                                .as("%s", legs)
                                .containsExactly("filtered", "delivered");
                    }
                }));
    }

    @Test
    void either_node_answers_for_both_and_takes_over_the_jobs_of_the_other() throws Exception {
        CompletableFuture<GatewayProcess> first = gateway("a");
        CompletableFuture<GatewayProcess> second = gateway("b");
        try (GatewayProcess a = first.join();
                GatewayProcess b = second.join()) {
            awaitShared(a, b);
            letters(a);
            awaitHistories(a, b);
            GatewayProcess runner = runsJobs(a) ? a : b;
            GatewayProcess survivor = runner == a ? b : a;
            scene.ledger.pause(Duration.ofMillis(50));
            String job;
            long allowed;
            try (Ledger.Run load = scene.ledger.run(survivor.ingest(), 2, 10)) {
                job = Asked.post(runner, "/v1/dead/redrive", "ann", "{\"all\":true,\"rate\":150}")
                        .path("id")
                        .asText();
                await().atMost(LONG).until(() -> copied(survivor, job) > 100 && balanced(runner, survivor));
                runner.kill();
                allowed = DESTINATIONS.size() * Scene.IN_FLIGHT + scene.mayDouble(runner.endedAt(), CHECKPOINT);
                await().atMost(LONG).until(() -> balanced(survivor) && survivor.partitions() == PARTITIONS);
                try (GatewayProcess c = gateway("c").join()) {
                    await().atMost(LONG)
                            .until(() -> balanced(survivor, c) && survivor.partitions() + c.partitions() == PARTITIONS);
                    load.close();
                    quiet(survivor, c, job, allowed);
                    assertThat(c.terminate()).as(c.log()).isZero();
                }
            }
            assertThat(survivor.terminate()).as(survivor.log()).isZero();
        }
    }

    private static boolean balanced(GatewayProcess... gateways) throws IOException, InterruptedException {
        for (GatewayProcess gateway : gateways) {
            funnel(gateway);
        }
        return true;
    }

    private static long copied(GatewayProcess gateway, String job) throws IOException, InterruptedException {
        return Asked.get(gateway, "/v1/replays/" + job).at("/progress/copied").asLong();
    }

    private void quiet(GatewayProcess one, GatewayProcess other, String job, long allowed) throws Exception {
        await().atMost(LONG)
                .until(() -> Asked.get(one, "/v1/replays/" + job)
                        .path("state")
                        .asText()
                        .equals("done"));
        scene.awaitAll("/well", LONG);
        await().atMost(LONG).until(() -> scene.missing(dying, "/ill").isEmpty());
        int events = scene.ledger.acknowledged().size();
        await().atMost(LONG).until(() -> settled(one, events) && settled(other, events));
        JsonNode funnel = funnel(one);
        assertThat(funnel(other).path("rows")).isEqualTo(funnel.path("rows"));
        assertThat(funnel(other).path("total")).isEqualTo(funnel.path("total"));
        assertThat(of(funnel.path("total"), "replayed"))
                .as("each letter was copied once, and taken in")
                .isEqualTo(LETTERS);
        assertThat(Asked.get(one, "/v1/sources").path("items"))
                .isEqualTo(Asked.get(other, "/v1/sources").path("items"));
        for (GatewayProcess each : List.of(one, other)) {
            JsonNode ill = Asked.get(each, "/v1/destinations/ill");
            assertThat(of(ill.path("counts"), "dead")).isEqualTo(LETTERS);
            assertThat(of(ill.path("counts"), "delivered")).isEqualTo(LETTERS);
            assertThat(copied(each, job)).isEqualTo(LETTERS);
            assertThat(matched(each)).isZero();
            JsonNode asked = Asked.get(each, "/v1/audit").at("/items/0");
            assertThat(asked.path("action").asText()).isEqualTo("redrive");
            assertThat(asked.path("who").asText()).startsWith("ann ");
            assertThat(asked.at("/details/job").asText()).isEqualTo(job);
        }
        awaitDelivered(one, other);
        System.out.printf(
                "two nodes, one killed: events %d, letters %d, lost %d and %d, doubled %d of at most %d; %s%n",
                events,
                LETTERS,
                scene.missing("/well").size(),
                scene.missing(dying, "/ill").size(),
                scene.doubled(),
                allowed,
                funnel.path("total"));
        assertThat(scene.doubled()).isLessThanOrEqualTo(allowed);
    }
}
