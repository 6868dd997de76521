package dev.centrifuge.process;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Promise 16, on the packaged jar: a graceful stop under load loses and doubles nothing. */
class GracefulStopIT {
    private static final int STOPS = Integer.getInteger("stops", 2);

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
    void gracefulStops_loseAndDoubleNothing() throws Exception {
        for (int stop = 0; stop < STOPS; stop++) {
            GatewayProcess gateway = GatewayProcess.start(home);
            try (Ledger.Run load = scene.ledger.run(gateway.ingest(), 6, 50)) {
                scene.awaitMore(8_000, Scene.PATIENCE);
                assertThat(gateway.terminate())
                        .as("exit code\n%s", gateway.log())
                        .isZero();
            }
        }
        try (GatewayProcess gateway = GatewayProcess.start(home)) {
            scene.awaitAll("/", Scene.PATIENCE);
            assertThat(gateway.terminate()).isZero();
        }
        assertThat(scene.doubled()).isZero();
    }
}
