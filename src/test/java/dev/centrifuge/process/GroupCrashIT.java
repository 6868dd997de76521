package dev.centrifuge.process;

import dev.centrifuge.embedded.BrokerProcess;
import dev.centrifuge.fault.Failpoint;
import dev.centrifuge.tools.sink.Sink;
import dev.centrifuge.tools.sink.SinkOptions;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
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
    private final Vertx vertx = Vertx.vertx();
    private final Ledger ledger = new Ledger();
    private Sink sink;
    private BrokerProcess broker;

    @TempDir
    Path home;

    @BeforeEach
    void start() throws Exception {
        sink = Sink.start(vertx, SinkOptions.standard())
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        broker = BrokerProcess.start(0, home.resolve("kafka"));
        String kafka = "\"bootstrap\": \"" + broker.bootstrap() + "\" }, \"node\": \"one\"";
        GatewayProcess.configure(home, kafka, sink.url("/"), "");
        Path file = home.resolve("conf/gateway.json");
        Files.writeString(file, Files.readString(file).replace("\"node\": \"one\" }", "\"node\": \"one\""));
    }

    @AfterEach
    void stop() throws Exception {
        broker.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private Set<String> missing() {
        Set<String> missing = new HashSet<>(ledger.acknowledged());
        sink.ids("/").forEach(missing::remove);
        return missing;
    }

    @Test
    void transactions_loseNothing_whereverTheGatewayDies() throws Exception {
        for (Failpoint point : List.of(Failpoint.CHECKPOINT_UNCOMMITTED, Failpoint.CHECKPOINT_COMMITTED)) {
            try (GatewayProcess gateway = GatewayProcess.start(home, "-D" + Failpoint.PROPERTY + "=" + point + ":9")) {
                if (gateway.isReady()) {
                    try (Ledger.Run load = ledger.run(gateway.ingest(), 4, 20)) {
                        await().atMost(Duration.ofSeconds(30)).until(() -> !gateway.isAlive());
                    }
                }
                assertThat(gateway.isAlive())
                        .as("%s must have been passed", point)
                        .isFalse();
            }
        }
        try (GatewayProcess gateway = GatewayProcess.start(home)) {
            await().atMost(Duration.ofSeconds(60)).until(() -> missing().isEmpty());
            assertThat(gateway.terminate()).as(gateway.log()).isZero();
        }
        System.out.printf(
                "killed around transactions: acknowledged %d, lost %d, doubled %d%n",
                ledger.acknowledged().size(), missing().size(), sink.stats().duplicates());
        assertThat(ledger.acknowledged()).isNotEmpty();
    }
}
