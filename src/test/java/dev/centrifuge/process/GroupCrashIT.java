package dev.centrifuge.process;

import dev.centrifuge.embedded.BrokerProcess;
import dev.centrifuge.fault.Failpoint;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * As {@link TroubleCrashIT}, on a Kafka of its own process, so that checkpoints are transactions: killed around them, and back at
 * once under its name, a gateway loses nothing.
 */
class GroupCrashIT {
    @TempDir
    Path home;

    @Test
    void everythingAcknowledged_endsAsItShould_whereverTheGatewayDies() throws Exception {
        try (BrokerProcess broker = BrokerProcess.start(0, home.resolve("kafka"));
                Troubles troubles = new Troubles(
                        home, Conf.cluster(home, broker.bootstrap()).node("one"))) {
            troubles.killAtRandom();
            troubles.dieAt(Failpoint.DETACHED_UNCOMMITTED, troubles.few(10));
            troubles.dieAt(Failpoint.SWEEPING, troubles.few(2_000));
            troubles.dieAt(Failpoint.COPIES_WRITTEN, troubles.few(10));
            troubles.delayNoMore();
            troubles.dieAt(Failpoint.CHECKPOINT_UNCOMMITTED, troubles.few(20));
            troubles.dieAt(Failpoint.CHECKPOINT_COMMITTED, troubles.few(20));
            troubles.recover();
        }
    }
}
