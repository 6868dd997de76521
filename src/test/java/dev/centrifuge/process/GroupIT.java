package dev.centrifuge.process;

import dev.centrifuge.embedded.BrokerProcess;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Up to three gateways on one Kafka, under load: they join, one leaves, one is frozen for longer than its session lasts and
 * goes on, one is killed. Nothing is lost; a graceful change doubles nothing, a rude one what was in flight and unrecorded.
 */
class GroupIT {
    /** The shortest that brokers allow. */
    private static final Duration SESSION = Duration.ofSeconds(6);

    private static final Duration CHECKPOINT = Duration.ofMillis(200);
    private static final int PARTITIONS = 4;
    private static final int SLOW_IN_FLIGHT = 4;

    private Scene scene;
    private BrokerProcess broker;

    @TempDir
    Path home;

    @BeforeEach
    void start() throws Exception {
        scene = new Scene();
        broker = BrokerProcess.start(0, home.resolve("kafka"));
    }

    @AfterEach
    void stop() throws Exception {
        broker.close();
        scene.close();
    }

    /**
     * The slow destination's rate is a node's; more is posted, so that each has something waiting in memory.
     */
    private CompletableFuture<GatewayProcess> gateway(String name) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                configure(
                        name,
                        new JsonObject()
                                .put("rate", new JsonObject().put("limit", 100))
                                .put("concurrency", new JsonObject().put("max", SLOW_IN_FLIGHT)));
                return GatewayProcess.start(home.resolve(name));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private void configure(String name, JsonObject slow) throws IOException {
        Conf.cluster(home.resolve(name), broker.bootstrap())
                .property("session.timeout.ms", Long.toString(SESSION.toMillis()))
                .destination("sink", scene.sink.url("/"))
                .destination("slow", scene.sink.url("/slow"), slow)
                .write();
    }

    private static void awaitShared(GatewayProcess... gateways) {
        await().atMost(Scene.PATIENCE).until(() -> {
            int sum = 0;
            boolean all = true;
            for (GatewayProcess gateway : gateways) {
                int share = gateway.partitions();
                sum += share;
                all &= share > 0;
            }
            return all && sum == PARTITIONS;
        });
    }

    @Test
    void gatewaysComeAndGo_andNothingIsLost() throws Exception {
        CompletableFuture<GatewayProcess> first = gateway("a");
        CompletableFuture<GatewayProcess> second = gateway("b");
        scene.ledger.pause(Duration.ofMillis(50));
        try (GatewayProcess a = first.join();
                GatewayProcess b = second.join();
                Ledger.Run load = scene.ledger.run(a.ingest(), 2, 10)) {
            CompletableFuture<GatewayProcess> third = gateway("c");
            try (GatewayProcess c = third.join()) {
                awaitShared(a, b, c);
                scene.awaitMore(500, Scene.PATIENCE);
                assertThat(c.terminate()).as(c.log()).isZero();
            }
            awaitShared(a, b);
            scene.awaitMore(500, Scene.PATIENCE);
            report("joined, and left by SIGTERM", 0);
            assertThat(scene.doubled()).isZero();

            long mayDouble = freeze(a, b);
            report("frozen for longer than the session", mayDouble);
            assertThat(scene.doubled()).isLessThanOrEqualTo(mayDouble);

            b.kill();
            mayDouble += mayDouble(b.endedAt());
            scene.awaitMore(500, Scene.PATIENCE);
            load.close();
            scene.awaitAll("/", Scene.PATIENCE);
            configure("a", new JsonObject());
            scene.awaitAll("/slow", Scene.PATIENCE);
            report("killed", mayDouble);
            assertThat(scene.doubled()).isLessThanOrEqualTo(mayDouble);
            assertThat(a.terminate()).as(a.log()).isZero();
        }
    }

    /** What it waited with when it was frozen has a new owner when it goes on. */
    private long freeze(GatewayProcess staying, GatewayProcess frozen) throws Exception {
        frozen.freeze();
        long at = System.nanoTime();
        await().atMost(Scene.PATIENCE).until(() -> staying.partitions() == PARTITIONS);
        frozen.thaw();
        awaitShared(staying, frozen);
        scene.awaitMore(500, Scene.PATIENCE);
        return mayDouble(at);
    }

    private long mayDouble(long at) {
        return SLOW_IN_FLIGHT + scene.mayDouble(at, CHECKPOINT);
    }

    private void report(String what, long mayDouble) {
        System.out.printf(
                "%s: acknowledged %d, not yet there %d and %d, doubled %d of at most %d%n",
                what,
                scene.ledger.acknowledged().size(),
                scene.missing("/").size(),
                scene.missing("/slow").size(),
                scene.doubled(),
                mayDouble);
    }
}
