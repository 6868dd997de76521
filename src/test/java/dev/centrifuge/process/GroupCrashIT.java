package dev.centrifuge.process;

import dev.centrifuge.embedded.BrokerProcess;
import dev.centrifuge.fault.Failpoint;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A gateway on a Kafka of its own process, so that checkpoints are transactions: killed around them, and back at once under
 * its name, it loses nothing.
 */
class GroupCrashIT {
    private static final Duration CHECKPOINT = Duration.ofMillis(200);

    private Scene scene;
    private BrokerProcess broker;

    @TempDir
    Path home;

    @BeforeEach
    void start() throws Exception {
        scene = new Scene();
        broker = BrokerProcess.start(0, home.resolve("kafka"));
        Conf.cluster(home, broker.bootstrap())
                .node("one")
                .destination("sink", scene.sink.url("/"))
                .write();
    }

    @AfterEach
    void stop() throws Exception {
        broker.close();
        scene.close();
    }

    @Test
    void transactions_loseNothing_whereverTheGatewayDies() throws Exception {
        long allowed = 0;
        scene.ledger.pause(Duration.ofMillis(10));
        for (Failpoint point : List.of(Failpoint.CHECKPOINT_UNCOMMITTED, Failpoint.CHECKPOINT_COMMITTED)) {
            try (GatewayProcess gateway = GatewayProcess.start(home, "-D" + Failpoint.PROPERTY + "=" + point + ":9")) {
                if (gateway.isReady()) {
                    try (Ledger.Run load = scene.ledger.run(gateway.ingest(), 4, 20)) {
                        await().atMost(Duration.ofSeconds(30)).until(() -> !gateway.isAlive());
                    }
                }
                await("%s must be passed".formatted(point))
                        .atMost(Duration.ofSeconds(10))
                        .until(() -> !gateway.isAlive());
                allowed += scene.mayDouble(gateway.endedAt(), CHECKPOINT);
            }
        }
        try (GatewayProcess gateway = GatewayProcess.start(home)) {
            scene.awaitAll("/", Duration.ofSeconds(60));
            assertThat(gateway.terminate()).as(gateway.log()).isZero();
        }
        System.out.printf(
                "killed around transactions: acknowledged %d, lost %d, doubled %d of at most %d%n",
                scene.ledger.acknowledged().size(), scene.missing("/").size(), scene.doubled(), allowed);
        assertThat(scene.ledger.acknowledged()).isNotEmpty();
        assertThat(scene.doubled()).isLessThanOrEqualTo(allowed);
    }

    @Test
    void destinationsInTrouble_loseNothing_whereverTheGatewayDies() throws Exception {
        Conf conf = Conf.cluster(home, broker.bootstrap()).node("one");
        try (Troubles troubles = new Troubles(home, conf)) {
            troubles.killAtRandom();
            troubles.dieAt(Failpoint.DETACHED_UNCOMMITTED, troubles.few(10));
            troubles.dieAt(Failpoint.SWEEPING, troubles.few(2_000));
            troubles.dieAt(Failpoint.COPIES_WRITTEN, troubles.few(10));
            troubles.dieAt(Failpoint.CHECKPOINT_COMMITTED, troubles.few(20));
            troubles.recover();
        }
    }
}
