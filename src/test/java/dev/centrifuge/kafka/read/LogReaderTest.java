package dev.centrifuge.kafka.read;

import dev.centrifuge.config.Secret;
import dev.centrifuge.flow.Delay;
import dev.centrifuge.flow.handover.Readiness;
import dev.centrifuge.kafka.Connection;
import dev.centrifuge.kafka.HeaderText;
import dev.centrifuge.kafka.RecordCodec;
import dev.centrifuge.kafka.read.past.LegCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
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

class LogReaderTest {
    private final AtomicLong lost = new AtomicLong();
    private final AtomicInteger poison = new AtomicInteger();

    @RegisterExtension
    private final LogScene scene = new LogScene();

    private LogReader start(FakeRouter router, boolean group) throws Exception {
        return start(router, group, Duration.ofMillis(50));
    }

    private LogReader start(FakeRouter router, boolean group, Duration checkpoint) throws Exception {
        return scene.start(scene.settings(scene.connection, group, checkpoint), router, new Alarms());
    }

    private void append(int from, int to) {
        scene.append("web", from, to);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void legs_thatAreResolved_areNotSentAgainByTheNextOwner(boolean group) throws Exception {
        append(0, 1_000);
        FakeRouter first = new FakeRouter(List.of("a", "b"), RESOLVE);
        LogReader reader = start(first, group);
        await().until(() -> first.delivered.size() >= 2_000);
        scene.stop(reader);
        append(1_000, 1_100);

        FakeRouter second = new FakeRouter(List.of("a", "b"), RESOLVE);
        start(second, group);
        await().until(() -> second.delivered.size() >= 200);

        assertThat(first.delivered).containsExactlyInAnyOrderElementsOf(names(0, 1_000, "a", "b"));
        assertThat(second.delivered).containsExactlyInAnyOrderElementsOf(names(1_000, 1_100, "a", "b"));
    }

    @Test
    void legs_thatStayOpen_areSentAgain_toTheDestinationsNamedOnly() throws Exception {
        append(0, 500);
        Set<String> open = ConcurrentHashMap.newKeySet();
        FakeRouter first = new FakeRouter(List.of("a", "b"), (leg, ends) -> {
            if (leg.destination().equals("b") && leg.event().envelope().id().endsWith("7")) {
                open.add(FakeRouter.name(leg));
            } else {
                ends.resolved(leg);
            }
        });
        LogReader reader = start(first, false);
        await().until(() -> first.delivered.size() >= 1_000);
        scene.stop(reader);

        FakeRouter second = new FakeRouter(List.of("a", "b"), RESOLVE);
        start(second, false);
        await().until(() -> second.delivered.size() >= open.size());
        append(500, 510);
        await().until(() -> second.delivered.size() >= open.size() + 20);

        assertThat(open).hasSize(50);
        List<String> expected = new ArrayList<>(open);
        expected.addAll(names(500, 510, "a", "b"));
        assertThat(second.delivered).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void put_copiesTheLeg_withItsTrail_andResolvesIt() throws Exception {
        append(0, 50);
        FakeRouter router = new FakeRouter(List.of("a"), (leg, ends) -> {
            leg.trail(leg.trail().failed(1_234, 503, "http_503", "busy"));
            ends.put(leg, Delay.MEDIUM);
        });
        LogReader reader = start(router, false);
        await().until(() -> scene.records(scene.topics.retry(Delay.MEDIUM)).size() >= 50);
        scene.stop(reader);

        List<ConsumerRecord<byte[], byte[]>> copies = scene.records(scene.topics.retry(Delay.MEDIUM));
        assertThat(copies).hasSize(50);
        ConsumerRecord<byte[], byte[]> copy = copies.get(0);
        assertThat(HeaderText.text(copy.headers(), "destination")).isEqualTo("a");
        assertThat(LegCodec.trail(copy.headers(), Long.MAX_VALUE).attempts()).isEqualTo(1);
        assertThat(LegCodec.trail(copy.headers(), Long.MAX_VALUE).excerpt()).isEqualTo("busy");
        assertThat(new RecordCodec().decode(copy)).isNotNull();

        FakeRouter second = new FakeRouter(List.of("a"), RESOLVE);
        start(second, false);
        append(50, 51);
        await().until(() -> second.delivered.contains("m50>a"));
        assertThat(second.delivered).containsExactly("m50>a");
    }

    @Test
    void dead_hasItsReason() throws Exception {
        append(0, 20);
        start(new FakeRouter(List.of("a"), (leg, ends) -> ends.dead(leg, "http_400")), false);
        await().until(() -> scene.records(scene.topics.dead()).size() >= 20);
        assertThat(scene.records(scene.topics.dead()))
                .allMatch(record -> "http_400".equals(HeaderText.text(record.headers(), RecordCodec.REASON)));
    }

    @Test
    void poison_goesToTheDeadLetters_andHoldsNobodyUp() throws Exception {
        scene.producer.send(new ProducerRecord<>(scene.topics.events(), 0, null, "not ours".getBytes()));
        scene.producer.send(new ProducerRecord<>(scene.topics.events(), 1, "k".getBytes(), null));
        append(0, 30);
        FakeRouter router = new FakeRouter(List.of("a"), RESOLVE);
        start(router, false);
        await().until(() -> router.delivered.size() >= 30
                && scene.records(scene.topics.dead()).size() >= 2);
        assertThat(poison).hasValue(2);
        assertThat(scene.records(scene.topics.dead()))
                .allMatch(record -> "poison".equals(HeaderText.text(record.headers(), RecordCodec.REASON)));
    }

    @Test
    void twoMembers_shareThePartitions_andHandOverWithoutDuplicates() throws Exception {
        append(0, 300);
        FakeRouter one = new FakeRouter(List.of("a"), RESOLVE);
        LogReader first = start(one, true);
        await().until(() -> one.delivered.size() >= 300);
        FakeRouter two = new FakeRouter(List.of("a"), RESOLVE);
        LogReader second = start(two, true);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> first.gauges().partitions() + second.gauges().partitions() == PARTITIONS
                        && second.gauges().partitions() > 0);
        append(300, 600);
        await().until(() -> one.delivered.size() + two.delivered.size() >= 600);
        scene.stop(first);
        append(600, 900);
        await().atMost(Duration.ofSeconds(30)).until(() -> one.delivered.size() + two.delivered.size() >= 900);

        List<String> all = new ArrayList<>(one.delivered);
        all.addAll(two.delivered);
        assertThat(all).containsExactlyInAnyOrderElementsOf(names(0, 900, "a"));
        assertThat(two.delivered).isNotEmpty();
        assertThat(lost).hasValue(0);
    }

    @Test
    void revocation_recordsWhatNoCheckpointHas() throws Exception {
        Duration never = Duration.ofHours(1);
        FakeRouter one = new FakeRouter(List.of("a"), RESOLVE);
        LogReader first = start(one, true, never);
        append(0, 300);
        await().until(() -> one.delivered.size() >= 300);
        FakeRouter two = new FakeRouter(List.of("a"), RESOLVE);
        LogReader second = start(two, true, never);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> first.gauges().partitions() + second.gauges().partitions() == PARTITIONS
                        && second.gauges().partitions() > 0);
        append(300, 600);
        await().until(() -> one.delivered.size() + two.delivered.size() >= 600);

        List<String> all = new ArrayList<>(one.delivered);
        all.addAll(two.delivered);
        assertThat(all).containsExactlyInAnyOrderElementsOf(names(0, 600, "a"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatAClosedDestinationMissed_isReadByTheNextOwner_once(boolean group) throws Exception {
        FakeRouter first = new FakeRouter(List.of("a", "b"), RESOLVE);
        LogReader reader = start(first, group);
        append(0, 100);
        await().until(() -> first.delivered.size() >= 200);
        first.ends.readiness("b", Readiness.CLOSED, 1);
        await().until(() -> reads(reader));
        append(100, 400);
        await().until(() -> first.delivered.size() >= 500);
        await().until(() -> reader.gauges().skippedLegs() == 300);
        scene.stop(reader);

        FakeRouter second = new FakeRouter(List.of("a", "b"), RESOLVE);
        LogReader next = start(second, group);
        append(400, 420);
        await().until(() -> second.delivered.size() >= 340 && next.gauges().detached() == 0);

        List<String> missed = new ArrayList<>(names(100, 400, "b"));
        missed.addAll(names(400, 420, "a", "b"));
        assertThat(second.delivered).containsExactlyInAnyOrderElementsOf(missed);
        assertThat(lost).hasValue(0);
    }

    /** Whether the group's only member has every partition, as the broker knows it. */
    private boolean assigned() throws Exception {
        String group = scene.topics.group();
        try (Admin admin = Admin.create(scene.connection.settings("test"))) {
            return admin
                            .describeConsumerGroups(List.of(group))
                            .all()
                            .get(60, TimeUnit.SECONDS)
                            .get(group)
                            .members()
                            .stream()
                            .mapToInt(member ->
                                    member.assignment().topicPartitions().size())
                            .sum()
                    == PARTITIONS;
        } catch (ExecutionException notYet) {
            assertThat(notYet).hasCauseInstanceOf(GroupIdNotFoundException.class);
            return false;
        }
    }

    /** Kafka is away for a moment just when partitions are taken over. */
    @Test
    void partitions_thatCouldNotBeRecovered_areTriedAgain() throws Exception {
        append(0, 300);
        try (Admin admin = Admin.create(scene.connection.settings("test"))) {
            admin.deleteTopics(List.of(scene.topics.state())).all().get(60, TimeUnit.SECONDS);
        }
        FakeRouter router = new FakeRouter(List.of("a"), RESOLVE);
        Connection brief =
                new Connection(scene.connection.bootstrap(), Map.of("default.api.timeout.ms", new Secret("500")));
        LogReader reader = scene.reader(scene.settings(brief, true, Duration.ofMillis(50)), router, new Alarms());
        CompletableFuture<Void> ready = reader.start();
        await().until(this::assigned);
        // From then on each try is over after half a second.
        await().during(Duration.ofSeconds(2)).until(() -> !ready.isDone());
        scene.createTopics();

        ready.get(60, TimeUnit.SECONDS);
        await().until(() -> router.delivered.size() >= 300);
        assertThat(router.delivered).containsExactlyInAnyOrderElementsOf(names(0, 300, "a"));
    }

    /** A broker that lost what it had not flushed knows less of a delay topic than the committed mark says. */
    @Test
    void delayTopicThatWasCut_isAnAlarm_andStopsNobody() throws Exception {
        for (int i = 0; i < PARTITIONS; i++) {
            byte[] key = ("mark/" + scene.topics.retry(Delay.SHORT)).getBytes(StandardCharsets.UTF_8);
            scene.producer.send(
                    new ProducerRecord<>(scene.topics.state(), i, key, "500".getBytes(StandardCharsets.UTF_8)));
        }
        scene.producer.flush();
        FakeRouter router = new FakeRouter(List.of("a"), RESOLVE);
        LogReader reader = start(router, false);
        router.ends.readiness("a", Readiness.CLOSED, 1);
        await().until(() -> reads(reader));
        append(0, 60);
        await().until(() -> reader.gauges().skippedLegs() == 60);
        router.ends.readiness("a", Readiness.READY, 1);
        await().until(() -> router.delivered.size() >= 60);
        await().until(() -> lost.get() == 500L * PARTITIONS);
    }

    @Test
    void whatIsGoneBeforeItIsCaughtUp_isAnAlarm_andTheRestArrives() throws Exception {
        FakeRouter router = new FakeRouter(List.of("a"), RESOLVE);
        LogReader reader = start(router, false);
        router.ends.readiness("a", Readiness.CLOSED, 1);
        await().until(() -> reads(reader));
        append(0, 300);
        await().until(() -> reader.gauges().skippedLegs() == 300);
        Map<TopicPartition, RecordsToDelete> below = new HashMap<>();
        for (int i = 0; i < PARTITIONS; i++) {
            below.put(new TopicPartition(scene.topics.events(), i), RecordsToDelete.beforeOffset(10));
        }
        try (Admin admin = Admin.create(scene.connection.settings("test"))) {
            admin.deleteRecords(below).all().get(60, TimeUnit.SECONDS);
        }
        router.ends.readiness("a", Readiness.READY, 1);
        await().until(() -> router.delivered.size() >= 300 - 10 * PARTITIONS);
        await().until(() -> reader.gauges().detached() == 0);
        assertThat(lost).hasValue(10L * PARTITIONS);
    }

    private final class Alarms implements ReaderListener {
        @Override
        public void checkpoint(boolean committed, int stateRecords, int copies, long nanos) {}

        @Override
        public void poison(String topic) {
            poison.incrementAndGet();
        }

        @Override
        public void lost(String topic, int partition, long records) {
            lost.addAndGet(records);
        }
    }
}
