package dev.centrifuge.kafka.read;

import dev.centrifuge.flow.handover.Readiness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.centrifuge.kafka.read.LogScene.PARTITIONS;
import static dev.centrifuge.kafka.read.LogScene.RESOLVE;
import static dev.centrifuge.kafka.read.LogScene.names;
import static dev.centrifuge.kafka.read.LogScene.reads;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What a client sends again is delivered once, whoever reads it, and whenever. */
class DedupeTest {
    @RegisterExtension
    private final LogScene scene = new LogScene();

    private LogReader start(FakeRouter router, boolean group) throws Exception {
        return start(router, group, Duration.ofHours(1), 16 << 20);
    }

    private LogReader start(FakeRouter router, boolean group, Duration window, long memory) throws Exception {
        return scene.start(scene.settings(group, window, memory), router, LogScene.DEAF);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void sentThrice_isDeliveredOnce_alsoAcrossARestart(boolean group) throws Exception {
        FakeRouter router = new FakeRouter(List.of("a"), RESOLVE);
        LogReader reader = start(router, group);
        scene.append("web", 0, 100);
        scene.append("web", 0, 100);
        await().until(() -> router.suppressed.size() == 100);
        assertThat(router.delivered).containsExactlyInAnyOrderElementsOf(names(0, 100, "a"));
        scene.stop(reader);

        FakeRouter second = new FakeRouter(List.of("a"), RESOLVE);
        scene.append("web", 0, 50);
        LogReader next = start(second, group);
        scene.append("web", 50, 120);
        await().until(() -> second.delivered.size() + second.suppressed.size() == 120);
        assertThat(second.delivered).containsExactlyInAnyOrderElementsOf(names(100, 120, "a"));
        assertThat(next.gauges().windowMillis()).isEqualTo(3_600_000);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void destinationThatCatchesUp_getsItOnce_alsoAfterARestart(boolean group) throws Exception {
        FakeRouter router = new FakeRouter(List.of("a", "b"), RESOLVE);
        LogReader reader = start(router, group);
        router.ends.readiness("b", Readiness.CLOSED, 1);
        await().until(() -> reads(reader));
        scene.append("web", 0, 200);
        scene.append("web", 0, 200);
        await().until(() -> router.suppressed.size() == 200);
        await().until(() -> reader.gauges().skippedLegs() == 200);
        scene.stop(reader);

        FakeRouter second = new FakeRouter(List.of("a", "b"), RESOLVE);
        LogReader next = start(second, group);
        scene.append("web", 0, 210);
        await().until(() -> second.delivered.size() >= 220 && next.gauges().detached() == 0);
        await().until(() -> second.suppressed.size() == 200);

        List<String> expected = new ArrayList<>(names(0, 210, "b"));
        expected.addAll(names(200, 210, "a"));
        assertThat(second.delivered).containsExactlyInAnyOrderElementsOf(expected);
        await().until(() -> next.gauges().skippedLegs() == 0);
    }

    @Test
    void partitionsThatMove_takeWhatWasSeenAlong() throws Exception {
        FakeRouter router = new FakeRouter(List.of("a"), RESOLVE);
        LogReader reader = start(router, true);
        scene.append("web", 0, 200);
        await().until(() -> router.delivered.size() == 200);
        FakeRouter second = new FakeRouter(List.of("a"), RESOLVE);
        LogReader next = start(second, true);
        await().until(() ->
                reader.gauges().partitions() < PARTITIONS && next.gauges().partitions() > 0);

        scene.append("web", 0, 220);
        await().until(() -> router.suppressed.size() + second.suppressed.size() == 200);
        await().until(() -> router.delivered.size() + second.delivered.size() == 220);
        assertThat(second.suppressed).isNotEmpty();
    }

    @Test
    void sameIdOfTwoSources_isTwoEvents() throws Exception {
        FakeRouter router = new FakeRouter(List.of("a"), RESOLVE);
        start(router, false);
        scene.append("web", 0, 20);
        scene.append("app", 0, 20);
        await().until(() -> router.delivered.size() == 40);
        assertThat(router.suppressed).isEmpty();
    }

    @Test
    void off_deliversWhatIsSent() throws Exception {
        FakeRouter router = new FakeRouter(List.of("a"), RESOLVE);
        start(router, false, Duration.ZERO, 1 << 20);
        scene.append("web", 0, 20);
        scene.append("web", 0, 20);
        await().until(() -> router.delivered.size() == 40);
    }

    /** A restart reads no more of the log than there is memory for, and says that the window is shorter. */
    @Test
    void littleMemory_shortensTheWindow_alsoAfterARestart() throws Exception {
        FakeRouter router = new FakeRouter(List.of(), RESOLVE);
        LogReader reader = start(router, false, Duration.ofHours(1), 1 << 20);
        scene.append("web", 0, 60_000);
        await().until(() -> reader.gauges().windowMillis() < 3_600_000);
        // For a while: the reader may have been at the end of the log before all of it was there, and its gauges are of
        // then.
        await().during(Duration.ofSeconds(1))
                .until(() -> reader.gauges().lanes().stream()
                        .filter(lane -> lane.topic().equals(scene.topics.events()))
                        .allMatch(lane -> lane.lagRecords() == 0));
        scene.stop(reader);

        FakeRouter second = new FakeRouter(List.of("a"), RESOLVE);
        LogReader next = start(second, false, Duration.ofHours(1), 1 << 20);
        scene.append("web", 59_000, 60_010);
        await().until(() -> second.suppressed.size() + second.delivered.size() == 1_010);
        assertThat(second.delivered).containsExactlyInAnyOrderElementsOf(names(60_000, 60_010, "a"));
        await().until(() -> next.gauges().windowMillis() < 3_600_000);
        assertThat(next.gauges().windowBytes()).isBetween(1L << 18, 1L << 20);
    }
}
