package dev.centrifuge.kafka.read;

import dev.centrifuge.flow.Delay;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.centrifuge.kafka.read.LogScene.DEAF;
import static dev.centrifuge.kafka.read.LogScene.RESOLVE;
import static dev.centrifuge.kafka.read.LogScene.names;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Topics that had one reader for all partitions come to have a group, and the other way round. */
class OtherStyleTest {
    /** Legs that were not ended, or went to a delay topic. */
    private final Set<String> open = ConcurrentHashMap.newKeySet();

    @RegisterExtension
    private final LogScene scene = new LogScene();

    private LogReader start(FakeRouter router, boolean group) throws Exception {
        return scene.start(scene.settings(scene.connection, group, Duration.ofMillis(50)), router, DEAF);
    }

    /** Some legs stay open, some go to a delay topic, so that its lane is on record, too. */
    private FakeRouter leaving() {
        return new FakeRouter(List.of("a", "b"), (leg, ends) -> {
            String name = FakeRouter.name(leg);
            if (name.endsWith("7>b")) {
                open.add(name);
            } else if (name.endsWith("3>a")) {
                open.add(name);
                ends.put(leg, Delay.values()[0]);
            } else {
                ends.resolved(leg);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void progress_isFoundByReadersOfTheOtherKind(boolean group) throws Exception {
        scene.append("web", 0, 500);
        FakeRouter first = leaving();
        LogReader reader = start(first, group);
        await().until(() -> first.delivered.size() >= 1_000);
        scene.stop(reader, Duration.ZERO);

        FakeRouter second = new FakeRouter(List.of("a", "b"), RESOLVE);
        LogReader other = start(second, !group);
        await().until(() -> second.delivered.size() >= 100);
        scene.append("web", 500, 510);
        List<String> expected = new ArrayList<>(open);
        assertThat(expected).hasSize(100);
        expected.addAll(names(500, 510, "a", "b"));
        await().until(() -> second.delivered.size() >= expected.size());
        scene.stop(other);
        assertThat(second.delivered).containsExactlyInAnyOrderElementsOf(expected);

        FakeRouter third = new FakeRouter(List.of("a", "b"), RESOLVE);
        start(third, group);
        scene.append("web", 510, 520);
        await().until(() -> third.delivered.size() >= 20);
        assertThat(third.delivered).containsExactlyInAnyOrderElementsOf(names(510, 520, "a", "b"));
    }

    /** Each member brings over what it owns, also where it does not own the partition in which that is. */
    @Test
    void progress_ofOneReader_isFoundByEachMemberOfAGroup() throws Exception {
        scene.append("web", 0, 500);
        FakeRouter first = new FakeRouter(List.of("a"), RESOLVE);
        LogReader reader = start(first, false);
        await().until(() -> first.delivered.size() >= 500);
        scene.stop(reader);

        FakeRouter router = new FakeRouter(List.of("a"), RESOLVE);
        LogReader one = start(router, true);
        FakeRouter another = new FakeRouter(List.of("a"), RESOLVE);
        LogReader two = start(another, true);
        await().until(() ->
                one.gauges().partitions() < LogScene.PARTITIONS && two.gauges().partitions() > 0);
        scene.append("web", 500, 600);
        await().until(() -> router.delivered.size() + another.delivered.size() >= 100);
        List<String> both = new ArrayList<>(router.delivered);
        both.addAll(another.delivered);
        assertThat(both).containsExactlyInAnyOrderElementsOf(names(500, 600, "a"));
    }
}
