package dev.centrifuge.process;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Promise 16, on the packaged jar: a graceful stop under load loses and doubles nothing. */
class GracefulStopIT {
    private static final int STOPS = Integer.getInteger("stops", 2);

    @TempDir
    Path home;

    @Test
    void gracefulStops_loseAndDoubleNothing() throws Exception {
        try (Scene scene = Scene.around(home)) {
            for (int stop = 0; stop < STOPS; stop++) {
                try (GatewayProcess gateway = GatewayProcess.start(home);
                        Ledger.Run load = scene.ledger.run(gateway.ingest(), 6, 50)) {
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
}
