package dev.centrifuge.simulation;

import dev.centrifuge.config.DestinationConfig;
import dev.centrifuge.config.outbound.HttpConfig;
import dev.centrifuge.config.payload.Payload;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A crowd of destinations that hang from the start, and one that is well, with memory for a second of all their legs: the one
 * that is well does not notice, be it before the others are known to hang or while they are probed.
 */
class CrowdTest {
    private static final long SECOND = 1_000_000_000L;
    private static final int CROWD = 40;
    private static final int EVENT_BYTES = 400;
    private static final int PER_SECOND = 50;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void whoIsWell_doesNotNoticeACrowdThatHangs(long seed) {
        List<Scenario.Target> targets = new ArrayList<>();
        targets.add(target("d0", Mood.HEALTHY));
        for (int i = 1; i <= CROWD; i++) {
            targets.add(target("d" + i, Mood.HANGS));
        }
        Scenario crowd = new Scenario(
                seed,
                1,
                2,
                1,
                PER_SECOND * (EVENT_BYTES + CROWD * 128L),
                EVENT_BYTES,
                PER_SECOND,
                100,
                List.of("web"),
                targets,
                30 * SECOND,
                false,
                SECOND / 300,
                List.of());
        assertThat(Simulation.run(crowd).witness().slowest("d0"))
                .as("seed %d, milliseconds", seed)
                .isBetween(1L, 1_000L);
    }

    private static Scenario.Target target(String id, Mood mood) {
        DestinationConfig or = DestinationConfig.to(id, URI.create("http://" + id + ".example/"));
        DestinationConfig config = new DestinationConfig(
                id,
                or.url(),
                Set.of("*"),
                true,
                or.method(),
                Map.of(),
                Payload.defaults(),
                null,
                null,
                or.concurrency(),
                Duration.ofSeconds(10),
                or.retry(),
                or.ordering(),
                null,
                null,
                HttpConfig.defaults(),
                false);
        return new Scenario.Target(config, List.of(new SimDestination.Phase(mood, 30 * SECOND)), 1);
    }
}
