package dev.centrifuge.kafka.read;

import dev.centrifuge.flow.Delay;
import dev.centrifuge.flow.Leg;
import dev.centrifuge.flow.count.Funnel;
import dev.centrifuge.flow.count.FunnelRow;
import dev.centrifuge.flow.handover.LegEnds;
import dev.centrifuge.flow.handover.Readiness;
import dev.centrifuge.kafka.state.StateLoader;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.centrifuge.kafka.read.LogScene.PARTITIONS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The funnel on a real log: over restarts, over partitions that move, and as whoever reads {@code state} sees it. */
class FunnelTest {
    @RegisterExtension
    private final LogScene scene = new LogScene();

    private static void end(Leg leg, LegEnds ends) {
        int number = Integer.parseInt(leg.event().envelope().id().substring(1));
        switch (number % 10) {
            case 0 -> ends.filtered(leg);
            case 1 -> ends.dead(leg, "refused");
            case 2 -> {}
            default -> ends.resolved(leg);
        }
    }

    private LogReader start(FakeRouter router, boolean group) throws Exception {
        ReaderSettings settings = scene.settings(scene.connection, group, Duration.ofMillis(50));
        return scene.start(settings, router, LogScene.DEAF);
    }

    private FakeRouter router() {
        return new FakeRouter(List.of("a", "b"), FunnelTest::end);
    }

    /** Some are never answered. */
    private void stop(LogReader reader) throws Exception {
        scene.stop(reader, Duration.ofMillis(200));
    }

    private void append(int from, int to) {
        scene.append("web", from, to);
    }

    private static FunnelRow row(String destination, long events, long delivered, long ended) {
        return new FunnelRow(
                destination, "", events, 0, 0, delivered, ended, ended, 0, events - delivered - 2 * ended, 0);
    }

    private static List<FunnelRow> sum(LogReader... readers) {
        return IntStream.range(0, 2)
                .mapToObj(i -> List.of(readers).stream()
                        .map(reader -> reader.funnel().now().destinations())
                        .filter(rows -> rows.size() == 2)
                        .map(rows -> rows.get(i))
                        .reduce((one, other) -> new FunnelRow(
                                one.destination(),
                                "",
                                one.received() + other.received(),
                                one.replayed() + other.replayed(),
                                one.repeated() + other.repeated(),
                                one.delivered() + other.delivered(),
                                one.filtered() + other.filtered(),
                                one.dead() + other.dead(),
                                one.lost() + other.lost(),
                                one.pending() + other.pending(),
                                one.missing() + other.missing()))
                        .orElse(row("", 0, 0, 0)))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatIsCounted_isCountedOn_afterARestart(boolean group) throws Exception {
        FakeRouter first = router();
        LogReader reader = start(first, group);
        first.ends.readiness("b", Readiness.CLOSED, 1);
        append(0, 100);
        // What is never answered is given back at the end, and is open or left to a cursor by then.
        await().untilAsserted(() -> assertThat(sum(reader).get(0)).isEqualTo(row("a", 100, 70, 10)));
        assertThat(sum(reader).get(1).received()).isEqualTo(100);
        stop(reader);

        LogReader next = start(router(), group);
        append(100, 200);
        await().untilAsserted(
                        () -> assertThat(sum(next)).containsExactly(row("a", 200, 140, 20), row("b", 200, 140, 20)));
        stop(next);
        LogReader third = start(router(), group);
        await().untilAsserted(
                        () -> assertThat(sum(third)).containsExactly(row("a", 200, 140, 20), row("b", 200, 140, 20)));
        assertThat(third.funnel().now().sources().get(0).events()).isEqualTo(200);
        assertThat(committed(group).total()).isEqualTo(third.funnel().now().total());
    }

    @Test
    void partitionsThatMove_takeTheirCountsAlong() throws Exception {
        LogReader reader = start(router(), true);
        append(0, 200);
        await().untilAsserted(
                        () -> assertThat(sum(reader)).containsExactly(row("a", 200, 140, 20), row("b", 200, 140, 20)));
        LogReader next = start(router(), true);
        await().until(() ->
                reader.gauges().partitions() < PARTITIONS && next.gauges().partitions() > 0);
        append(200, 400);
        await().untilAsserted(() ->
                assertThat(sum(reader, next)).containsExactly(row("a", 400, 280, 40), row("b", 400, 280, 40)));
        assertThat(next.funnel().now().total().received()).isPositive();
    }

    /** As somebody sees it who owns nothing. */
    private Funnel committed(boolean group) {
        Funnel.Builder builder = new Funnel.Builder();
        List<Integer> all = IntStream.range(0, PARTITIONS).boxed().toList();
        try (KafkaConsumer<byte[], byte[]> one = consumer();
                KafkaConsumer<byte[], byte[]> other = consumer()) {
            new StateLoader(scene.topics.state(), one, other, !group)
                    .load(all)
                    .values()
                    .forEach(restorer ->
                            restorer.topics().forEach(topic -> builder.add(Delay.of(topic), restorer.counts(topic))));
        }
        return builder.build(0);
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(
                scene.connection.settings("other"), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
