package dev.centrifuge.process;

import com.fasterxml.jackson.databind.JsonNode;
import dev.centrifuge.fault.Failpoint;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The packaged jar, killed at random and between any two writes of a checkpoint: in the end the funnel is what is in the log, to
 * the last leg, and on the way it balances whenever anybody looks.
 */
class FunnelIT {
    private static final String EVENTS = "centrifuge.events";
    private static final Duration PATIENCE = Duration.ofSeconds(150);
    private static final List<Failpoint> POINTS = List.of(
            Failpoint.COPIES_WRITTEN,
            Failpoint.ASIDE_WRITTEN,
            Failpoint.SOME_HEADS_WRITTEN,
            Failpoint.CHECKPOINT_COMMITTED);

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private Scene scene;
    private Conf conf;

    @TempDir
    Path home;

    @BeforeEach
    void configure() throws Exception {
        scene = new Scene(Map.of("/ill", "flaky:ratio=30%,status=500", "/down", "down"));
        JsonObject delayed = new JsonObject()
                .put("retry", new JsonObject().put("initial", "11s").put("max", "40s"));
        conf = Conf.embedded(home)
                .destination("well", scene.sink.url("/well"))
                .destination("none", scene.sink.url("/none"), new JsonObject().put("filter", "false"))
                .destination("down", scene.sink.url("/down"))
                .destination("ill", scene.sink.url("/ill"), delayed)
                .write();
        // Some thousand events a second: all that is posted has to be delivered, too, and counted.
        scene.ledger.pause(Duration.ofMillis(10));
    }

    @AfterEach
    void stop() throws Exception {
        scene.close();
    }

    private static long of(JsonNode row, String column) {
        return row.path(column).asLong(-1);
    }

    /** Events in the log: it has nothing else, and no gaps. */
    private long events() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", conf.bootstrap()))) {
            Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
            int partitions = admin.describeTopics(List.of(EVENTS))
                    .allTopicNames()
                    .get()
                    .get(EVENTS)
                    .partitions()
                    .size();
            for (int i = 0; i < partitions; i++) {
                ends.put(new TopicPartition(EVENTS, i), OffsetSpec.latest());
            }
            return admin.listOffsets(ends).all().get().values().stream()
                    .mapToLong(end -> end.offset())
                    .sum();
        }
    }

    private void dieAt(Failpoint point) throws Exception {
        String armed = "-D" + Failpoint.PROPERTY + "=" + point + ":" + (1 + random.nextInt(8));
        try (GatewayProcess gateway = GatewayProcess.start(home, armed)) {
            if (gateway.isReady()) {
                try (Ledger.Run load = scene.ledger.run(gateway.ingest(), 2, 20)) {
                    await("%s is passed".formatted(point)).atMost(PATIENCE).until(() -> !gateway.isAlive());
                }
            }
            await().atMost(PATIENCE).until(() -> !gateway.isAlive());
        }
    }

    /** What is on record by then is on record afterwards. */
    private long killUnderLoad(long before) throws Exception {
        try (GatewayProcess gateway = GatewayProcess.start(home);
                Ledger.Run load = scene.ledger.run(gateway.ingest(), 2, 20)) {
            scene.awaitMore(1_000 + random.nextInt(2_000), PATIENCE);
            await().atMost(PATIENCE).until(() -> of(Asked.funnel(gateway).path("total"), "received") > before);
            long received = of(Asked.funnel(gateway).path("total"), "received");
            scene.awaitMore(500, PATIENCE);
            gateway.kill();
            return received;
        }
    }

    @Test
    void funnel_isWhatIsInTheLog_howeverOftenTheGatewayDies() throws Exception {
        long received = 0;
        for (int kill = 0; kill < 2; kill++) {
            received = killUnderLoad(received);
        }
        for (Failpoint point : POINTS) {
            dieAt(point);
            if (point == Failpoint.ASIDE_WRITTEN) {
                // What waits in a delay topic is due half a minute later: while the gateway dies twice more.
                heal("/ill");
            }
        }
        heal("/down");
        try (GatewayProcess gateway = GatewayProcess.start(home)) {
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(500)).until(() -> settled(gateway));
            JsonNode funnel = Asked.funnel(gateway);
            long events = events();
            Map<String, JsonNode> rows = new HashMap<>();
            funnel.path("rows").forEach(row -> rows.put(row.path("destination").asText(), row));
            System.out.println("seed " + seed + ": " + events + " events, " + funnel);
            assertThat(rows.keySet()).containsExactlyInAnyOrder("well", "none", "down", "ill");
            rows.forEach((id, row) -> assertThat(of(row, "received") - of(row, "repeated"))
                    .as("seed %d: %s", seed, row)
                    .isEqualTo(events));
            assertThat(of(rows.get("well"), "delivered")).isEqualTo(of(rows.get("well"), "received"));
            assertThat(of(rows.get("none"), "filtered")).isEqualTo(events);
            assertThat(Asked.get(gateway, "/v1/sources")
                            .path("items")
                            .get(0)
                            .path("events")
                            .asLong())
                    .isEqualTo(events);
            assertThat(gateway.terminate()).isZero();
        }
    }

    private void heal(String path) throws Exception {
        scene.sink.mode(path, "ok").toCompletionStage().toCompletableFuture().get();
    }

    private boolean settled(GatewayProcess gateway) throws Exception {
        JsonNode total = Asked.funnel(gateway).path("total");
        return of(total, "received") >= 4 * events() && of(total, "pending") == 0;
    }
}
