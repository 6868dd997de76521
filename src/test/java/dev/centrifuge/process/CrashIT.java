package dev.centrifuge.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Promises 1 and 5, on the packaged jar: whatever was answered 200 arrives, however often the gateway is killed; what arrives
 * twice is bounded by what was in flight and what was delivered since the last checkpoint.
 */
@Tag("alone")
class CrashIT {
    private static final int RANDOM_KILLS = 7;
    private static final int LEAST_EVENTS = 100_000;

    /** As configured by default. */
    private static final Duration CHECKPOINT = Duration.ofMillis(200);

    @TempDir
    Path home;

    @Test
    void everythingAcknowledged_arrives_howeverOftenTheGatewayIsKilled() throws Exception {
        try (Scene scene = Scene.around(home)) {
            killAgainAndAgain(scene);
        }
    }

    private void killAgainAndAgain(Scene scene) throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<String> story = new ArrayList<>();
        long allowed = 0;
        for (int kill = 0; kill < RANDOM_KILLS || scene.ledger.acknowledged().size() < LEAST_EVENTS; kill++) {
            long before = scene.doubled();
            try (GatewayProcess gateway = GatewayProcess.start(home);
                    Ledger.Run load = scene.ledger.run(gateway.ingest(), 6, 50)) {
                int enough = scene.ledger.acknowledged().size() + 4_000 + random.nextInt(22_000);
                await().atMost(Scene.PATIENCE)
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
        try (GatewayProcess gateway = GatewayProcess.start(home)) {
            scene.awaitAll("/", Scene.PATIENCE);
            assertThat(gateway.terminate()).isZero();
        }
        long doubled = scene.doubled();
        story.add("acknowledged " + scene.ledger.acknowledged().size() + ", unknown " + scene.ledger.unknown()
                + ", lost " + scene.missing("/").size() + ", doubled " + doubled + " of at most " + allowed);
        story.forEach(System.out::println);
        assertThat(doubled).as("seed %d%n%s", seed, String.join("\n", story)).isLessThanOrEqualTo(allowed);
    }
}
