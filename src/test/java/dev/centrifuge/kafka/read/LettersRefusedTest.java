package dev.centrifuge.kafka.read;

import dev.centrifuge.event.Envelope;
import dev.centrifuge.event.Event;
import dev.centrifuge.flow.Leg;
import dev.centrifuge.flow.handover.LegEnds;
import dev.centrifuge.kafka.HeaderText;
import dev.centrifuge.kafka.RecordCodec;
import dev.centrifuge.kafka.read.past.LegCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.centrifuge.kafka.read.LogScene.DEAF;
import static dev.centrifuge.kafka.read.LogScene.RESOLVE;
import static dev.centrifuge.kafka.read.LogScene.names;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Copies that the broker refuses: too large, or for a topic that is gone. Their legs wait; nothing else does. */
class LettersRefusedTest {
    private static final int LARGE = 20_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Destination "a" refuses everything, "b" takes everything. */
    private static final BiConsumer<Leg, LegEnds> A_DIES = (leg, ends) -> {
        if (leg.destination().equals("a")) {
            leg.trail(leg.trail().failed(1_000, 400, "http_400", "x".repeat(500)));
            ends.dead(leg, "http_400");
        } else {
            ends.resolved(leg);
        }
    };

    @RegisterExtension
    private final LogScene scene = new LogScene();

    private Admin admin;

    @BeforeEach
    void open() {
        admin = Admin.create(scene.connection.settings("test-admin"));
    }

    @AfterEach
    void close() {
        admin.close();
    }

    private ReaderSettings settings(boolean group) {
        return scene.settings(scene.connection, group, Duration.ofMillis(50));
    }

    private void limit(String topic, int bytes) throws Exception {
        AlterConfigOp set = new AlterConfigOp(
                new ConfigEntry("max.message.bytes", Integer.toString(bytes)), AlterConfigOp.OpType.SET);
        admin.incrementalAlterConfigs(Map.of(new ConfigResource(ConfigResource.Type.TOPIC, topic), List.of(set)))
                .all()
                .get();
    }

    private void appendLarge(int from, int to) {
        RecordCodec codec = new RecordCodec();
        for (int i = from; i < to; i++) {
            Envelope envelope = new Envelope("web", "m" + i, "track", System.currentTimeMillis(), null, null);
            byte[] body = new byte[LARGE + 10 * i];
            Arrays.fill(body, (byte) ('0' + i % 10));
            byte[] key = ("web:u" + i).getBytes(StandardCharsets.UTF_8);
            scene.producer.send(codec.encode(scene.topics.events(), new Event(envelope, key, body)));
        }
        scene.producer.flush();
    }

    private static List<String> ids(List<ConsumerRecord<byte[], byte[]>> records) {
        return records.stream()
                .map(record -> HeaderText.text(record.headers(), RecordCodec.ID))
                .toList();
    }

    private static long open(LogReader reader) {
        return reader.gauges().openLegs();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void letters_thatAreTooLarge_areWrittenAsReferences_andNobodyElseWaits(boolean group) throws Exception {
        limit(scene.topics.dead(), 2_000);
        scene.append("web", 0, 50);
        appendLarge(50, 90);
        scene.append("web", 90, 150);
        FakeRouter router = new FakeRouter(List.of("a", "b"), A_DIES);
        LogReader reader = scene.start(settings(group), router, DEAF);

        await().atMost(PATIENCE).until(() -> router.delivered.size() >= 300 && open(reader) == 0);
        await().atMost(PATIENCE).until(() -> scene.records(scene.topics.dead()).size() >= 150);
        scene.stop(reader);
        List<ConsumerRecord<byte[], byte[]>> letters = scene.records(scene.topics.dead());
        assertThat(ids(letters))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 150).mapToObj(i -> "m" + i).toList());
        Map<TopicPartition, Map<Long, String>> events = new HashMap<>();
        scene.records(scene.topics.events())
                .forEach(each -> events.computeIfAbsent(
                                new TopicPartition("events", each.partition()), partition -> new HashMap<>())
                        .put(each.offset(), HeaderText.text(each.headers(), RecordCodec.ID)));
        for (ConsumerRecord<byte[], byte[]> letter : letters) {
            int number = Integer.parseInt(
                    HeaderText.text(letter.headers(), RecordCodec.ID).substring(1));
            boolean large = number >= 50 && number < 90;
            assertThat(letter.value() == null).as("m" + number).isEqualTo(large);
            assertThat(HeaderText.number(letter.headers(), LegCodec.LEFT_OUT, -1))
                    .isEqualTo(large ? LARGE + 10L * number : -1);
            assertThat(HeaderText.text(letter.headers(), "status")).isEqualTo("400");
            assertThat(events.get(new TopicPartition("events", letter.partition()))
                            .get(HeaderText.number(letter.headers(), LegCodec.EVENT, -1)))
                    .isEqualTo("m" + number);
        }
        FakeRouter second = new FakeRouter(List.of("a", "b"), RESOLVE);
        scene.append("web", 150, 151);
        scene.start(settings(group), second, DEAF);
        await().atMost(PATIENCE).until(() -> second.delivered.size() >= 2);
        assertThat(second.delivered).as("all of it was committed").containsExactlyInAnyOrder("m150>a", "m150>b");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void letters_whoseTopicIsGone_waitForIt_whileOthersProgressIsCommitted(boolean group) throws Exception {
        scene.append("web", 0, 20);
        FakeRouter router = new FakeRouter(List.of("a", "b"), A_DIES);
        LogReader reader = scene.start(settings(group), router, DEAF);
        await().atMost(PATIENCE).until(() -> scene.records(scene.topics.dead()).size() == 20);
        admin.deleteTopics(List.of(scene.topics.dead())).all().get();
        scene.append("web", 20, 60);
        await().atMost(PATIENCE).until(() -> reader.gauges().unwrittenLegs() == 40);
        scene.append("web", 60, 100);
        await().atMost(PATIENCE).until(() -> reader.gauges().unwrittenLegs() == 80 && open(reader) == 80);
        assertThat(reader.gauges().unwritten()).isEqualTo(Map.of("a", 80));
        scene.stop(reader, Duration.ZERO);

        FakeRouter second = new FakeRouter(List.of("a", "b"), A_DIES);
        LogReader next = scene.start(settings(group), second, DEAF);
        await().atMost(PATIENCE).until(() -> next.gauges().unwrittenLegs() == 80);
        assertThat(second.delivered)
                .as("what had ended elsewhere is committed, what is not written is open")
                .containsExactlyInAnyOrderElementsOf(names(20, 100, "a"));
        scene.createTopics();
        await().atMost(PATIENCE).until(() -> next.gauges().unwrittenLegs() == 0 && open(next) == 0);
        assertThat(ids(scene.records(scene.topics.dead())))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(20, 100).mapToObj(i -> "m" + i).toList());
    }
}
