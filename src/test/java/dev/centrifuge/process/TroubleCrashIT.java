package dev.centrifuge.process;

import dev.centrifuge.fault.Failpoint;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Promises 1 and 5 on the packaged jar where it is hardest: the gateway is killed while it detaches destinations, catches up,
 * delays, writes dead letters, and between any two steps of a checkpoint.
 */
class TroubleCrashIT {
    private static final int RANDOM_KILLS = Integer.getInteger("kills", 2);

    @TempDir
    Path home;

    @Test
    void everythingAcknowledged_endsAsItShould_whereverTheGatewayDies() throws Exception {
        try (Troubles troubles = new Troubles(home, Conf.embedded(home))) {
            for (int kill = 0; kill < RANDOM_KILLS; kill++) {
                troubles.killAtRandom();
            }
            troubles.dieAt(Failpoint.DETACHED_UNCOMMITTED, troubles.few(10));
            troubles.dieAt(Failpoint.SWEEPING, troubles.few(2_000));
            troubles.dieAt(Failpoint.COPIES_WRITTEN, troubles.few(10));
            troubles.dieAt(Failpoint.ASIDE_WRITTEN, troubles.few(5));
            troubles.delayNoMore();
            troubles.dieAt(Failpoint.SOME_HEADS_WRITTEN, troubles.few(20));
            troubles.dieAt(Failpoint.CHECKPOINT_COMMITTED, troubles.few(20));
            troubles.recover();
        }
    }
}
