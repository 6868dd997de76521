package dev.centrifuge.process;

import dev.centrifuge.fault.Failpoint;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** As {@link CrashIT}, where it is named at which point the gateway dies. At the others it dies in {@link TroubleCrashIT}. */
class FailpointIT {
    /** As configured by default. */
    private static final Duration CHECKPOINT = Duration.ofMillis(200);

    private static final Set<Failpoint> POINTS = EnumSet.of(
            Failpoint.SENT_UNACKNOWLEDGED,
            Failpoint.ACKNOWLEDGED_UNANSWERED,
            Failpoint.DELIVERED_UNCOMMITTED,
            Failpoint.CHECKPOINT_UNCOMMITTED);

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final List<String> story = new ArrayList<>();

    @TempDir
    Path home;

    @Test
    void everythingAcknowledged_arrives_whereverTheGatewayDies() throws Exception {
        try (Scene scene = Scene.around(home)) {
            scene.ledger.pause(Duration.ofMillis(10));
            dieEverywhere(scene);
        }
    }

    private void dieEverywhere(Scene scene) throws Exception {
        long allowed = 0;
        for (Failpoint point : POINTS) {
            allowed += dieAt(scene, point, 2 + random.nextInt(8));
        }
        try (GatewayProcess gateway = GatewayProcess.start(home)) {
            scene.awaitAll("/", Scene.PATIENCE);
            assertThat(gateway.terminate()).isZero();
        }
        long doubled = scene.doubled();
        story.add("acknowledged " + scene.ledger.acknowledged().size() + ", unknown " + scene.ledger.unknown()
                + ", lost " + scene.missing("/").size() + ", doubled " + doubled + " of at most " + allowed);
        story.forEach(System.out::println);
        assertThat(scene.ledger.acknowledged()).isNotEmpty();
        assertThat(doubled).as("seed %d%n%s", seed, String.join("\n", story)).isLessThanOrEqualTo(allowed);
    }

    private long dieAt(Scene scene, Failpoint point, int pass) throws Exception {
        long before = scene.doubled();
        long bound;
        String armed = "-D" + Failpoint.PROPERTY + "=" + point + ":" + pass;
        try (GatewayProcess gateway = GatewayProcess.start(home, armed)) {
            if (gateway.isReady()) {
                try (Ledger.Run load = scene.ledger.run(gateway.ingest(), 4, 20)) {
                    await().atMost(Scene.PATIENCE).until(() -> !gateway.isAlive());
                }
            }
            await("%s must be passed".formatted(point)).atMost(Scene.PATIENCE).until(() -> !gateway.isAlive());
            bound = scene.mayDouble(gateway.endedAt(), CHECKPOINT);
        }
        story.add("died at " + point + ", pass " + pass + ": the kill before doubled " + (scene.doubled() - before)
                + ", this may double " + bound);
        return bound;
    }
}
