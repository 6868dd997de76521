package dev.centrifuge.process;

import dev.centrifuge.fault.Failpoint;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Promises 1, 5 and 16, on the packaged jar: whatever was answered 200 arrives, however often the gateway is killed; what
 * arrives twice is bounded by what was in flight and what was delivered since the last checkpoint; a graceful stop loses
 * and doubles nothing.
 */
@Tag("alone")
class CrashIT {
    private static final int RANDOM_KILLS = 7;
    private static final int LEAST_EVENTS = 100_000;

    /** As configured by default. */
    private static final Duration CHECKPOINT = Duration.ofMillis(200);

    /** The others are passed beside destinations in trouble only. */
    private static final Set<Failpoint> WITHOUT_TROUBLE = EnumSet.of(
            Failpoint.SENT_UNACKNOWLEDGED,
            Failpoint.ACKNOWLEDGED_UNANSWERED,
            Failpoint.DELIVERED_UNCOMMITTED,
            Failpoint.SOME_HEADS_WRITTEN,
            Failpoint.CHECKPOINT_UNCOMMITTED,
            Failpoint.CHECKPOINT_COMMITTED);

    private Scene scene;

    @TempDir
    Path home;

    @BeforeEach
    void configure() throws Exception {
        scene = new Scene();
        Conf.embedded(home).destination("sink", scene.sink.url("/")).write();
    }

    @AfterEach
    void stop() throws Exception {
        scene.close();
    }

    @Test
    void everythingAcknowledged_arrives_howeverOftenTheGatewayIsKilled() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<String> story = new ArrayList<>();
        long allowed = 0;
        for (int kill = 0; kill < RANDOM_KILLS || scene.ledger.acknowledged().size() < LEAST_EVENTS; kill++) {
            long before = scene.doubled();
            try (GatewayProcess gateway = GatewayProcess.start(home);
                    Ledger.Run load = scene.ledger.run(gateway.ingest(), 6, 50)) {
                int enough = scene.ledger.acknowledged().size() + 4_000 + random.nextInt(22_000);
                await().atMost(Duration.ofSeconds(90))
                        .pollInterval(Duration.ofMillis(1 + random.nextInt(100)))
                        .until(() -> scene.ledger.acknowledged().size() >= enough);
                gateway.kill();
                long bound = scene.mayDouble(gateway.endedAt(), CHECKPOINT);
                allowed += bound;
                story.add("kill " + kill + ": acknowledged "
                        + scene.ledger.acknowledged().size() + ", the kill before doubled "
                        + (scene.doubled() - before) + ", this may double " + bound);
            }
        }
        for (Failpoint point : WITHOUT_TROUBLE) {
            allowed += dieAt(point, 2 + random.nextInt(8), story);
        }
        try (GatewayProcess gateway = GatewayProcess.start(home)) {
            scene.awaitAll("/", Duration.ofSeconds(90));
            assertThat(gateway.terminate()).isZero();
        }
        long doubled = scene.doubled();
        story.add("acknowledged " + scene.ledger.acknowledged().size() + ", unknown " + scene.ledger.unknown()
                + ", lost " + scene.missing("/").size() + ", doubled " + doubled + " of at most " + allowed);
        story.forEach(System.out::println);
        assertThat(doubled).as("seed %d%n%s", seed, String.join("\n", story)).isLessThanOrEqualTo(allowed);
    }

    private long dieAt(Failpoint point, int pass, List<String> story) throws Exception {
        long before = scene.doubled();
        long bound;
        String armed = "-D" + Failpoint.PROPERTY + "=" + point + ":" + pass;
        try (GatewayProcess gateway = GatewayProcess.start(home, armed)) {
            if (gateway.isReady()) {
                try (Ledger.Run load = scene.ledger.run(gateway.ingest(), 4, 20)) {
                    await().atMost(Duration.ofSeconds(30)).until(() -> !gateway.isAlive());
                }
            }
            await("%s must be passed".formatted(point))
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> !gateway.isAlive());
            bound = scene.mayDouble(gateway.endedAt(), CHECKPOINT);
        }
        story.add("died at " + point + ", pass " + pass + ": the kill before doubled " + (scene.doubled() - before)
                + ", this may double " + bound);
        return bound;
    }

    @Test
    void gracefulStops_loseAndDoubleNothing() throws Exception {
        for (int stop = 0; stop < 3; stop++) {
            GatewayProcess gateway = GatewayProcess.start(home);
            try (Ledger.Run load = scene.ledger.run(gateway.ingest(), 6, 50)) {
                scene.awaitMore(8_000, Duration.ofSeconds(60));
                assertThat(gateway.terminate())
                        .as("exit code\n%s", gateway.log())
                        .isZero();
            }
        }
        try (GatewayProcess gateway = GatewayProcess.start(home)) {
            scene.awaitAll("/", Duration.ofSeconds(60));
            assertThat(gateway.terminate()).isZero();
        }
        assertThat(scene.doubled()).isZero();
    }
}
