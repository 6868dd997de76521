package dev.centrifuge.kafka;

import dev.centrifuge.config.TopicsConfig;
import dev.centrifuge.embedded.TestBroker;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.DescribeTopicsResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

@ExtendWith({TestBroker.class, VertxExtension.class})
class TopicAdminTest {

    private static final int PARTITIONS = 2;

    @Test
    void ensure_createsTheTopicsOnce(Vertx vertx, TestBroker.Handle kafka) throws Exception {
        TopicAdmin topics = admin(vertx, kafka.bootstrap(), kafka.prefix());
        get(topics.ensure(reason -> {}));
        get(topics.ensure(reason -> {}));
        assertThat(get(topics.writable(kafka.prefix() + ".events"))).isTrue();
        assertThat(setting(kafka, ".events", "retention.ms")).isEqualTo("-1");
        assertThat(setting(kafka, ".events", "message.timestamp.type")).isEqualTo("LogAppendTime");
        assertThat(setting(kafka, ".events", "max.message.bytes")).isEqualTo(Integer.toString(1 << 20));
        assertThat(setting(kafka, ".retry.15m", "retention.ms")).isEqualTo("-1");
        assertThat(setting(kafka, ".retry.2m", "max.message.bytes")).isEqualTo(Integer.toString((1 << 20) * 5 / 4));
        assertThat(setting(kafka, ".retry.30s", "unclean.leader.election.enable"))
                .isEqualTo("false");
        assertThat(setting(kafka, ".dead", "retention.ms")).isEqualTo("2592000000");
        assertThat(setting(kafka, ".dead", "retention.bytes")).isEqualTo("1073741824");
        assertThat(setting(kafka, ".attempts", "retention.ms")).isEqualTo("3600000");
        assertThat(setting(kafka, ".state", "cleanup.policy")).isEqualTo("compact");
        assertThat(setting(kafka, ".state", "segment.ms")).isEqualTo("60000");
        assertThat(setting(kafka, ".state", "compression.type")).isEqualTo("gzip");
        assertThat(setting(kafka, ".retry.30s", "compression.type")).isEqualTo("lz4");
        assertThat(setting(kafka, ".dead", "compression.type")).isEqualTo("lz4");
        assertThat(setting(kafka, ".state", "min.cleanable.dirty.ratio")).isEqualTo("0.1");
        assertThat(setting(kafka, ".state", "max.compaction.lag.ms")).isEqualTo("300000");
        get(topics.close());
    }

    @Test
    void restore_createsWhatIsOnlyWrittenTo(Vertx vertx, TestBroker.Handle kafka) throws Exception {
        TopicAdmin topics = admin(vertx, kafka.bootstrap(), kafka.prefix());
        get(topics.ensure(reason -> {}));
        assertThat(get(topics.restore())).isEmpty();
        String dead = kafka.prefix() + ".dead";
        String delay = kafka.prefix() + ".retry.30s";
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrap()))) {
            admin.deleteTopics(List.of(dead, delay)).all().get(60, TimeUnit.SECONDS);
            await().until(() -> {
                Set<String> left = admin.listTopics().names().get(60, TimeUnit.SECONDS);
                return !left.contains(dead) && !left.contains(delay);
            });
            assertThat(get(topics.restore())).containsExactly(dead);
            await().until(() ->
                    admin.listTopics().names().get(60, TimeUnit.SECONDS).contains(dead));
            assertThat(admin.listTopics().names().get(60, TimeUnit.SECONDS)).doesNotContain(delay);
        }
        assertThat(setting(kafka, ".dead", "retention.ms")).isEqualTo("2592000000");
        get(topics.close());
    }

    @Test
    void ensure_refusesAnotherNumberOfPartitions(Vertx vertx, TestBroker.Handle kafka) throws Exception {
        create(kafka.bootstrap(), new NewTopic(kafka.prefix() + ".events", 3, (short) 1));
        TopicAdmin topics = admin(vertx, kafka.bootstrap(), kafka.prefix());
        assertThatThrownBy(() -> get(topics.ensure(reason -> {})))
                .cause()
                .isInstanceOf(TopicMismatch.class)
                .hasMessageContaining(kafka.prefix() + ".events has 3 partitions, expected 2");
        get(topics.close());
    }

    @Test
    void ensure_refusesAnEventLogThatForgets(Vertx vertx, TestBroker.Handle kafka) throws Exception {
        create(
                kafka.bootstrap(),
                new NewTopic(kafka.prefix() + ".events", PARTITIONS, (short) 1)
                        .configs(Map.of("cleanup.policy", "compact")));
        TopicAdmin topics = admin(vertx, kafka.bootstrap(), kafka.prefix());
        assertThatThrownBy(() -> get(topics.ensure(reason -> {})))
                .cause()
                .isInstanceOf(TopicMismatch.class)
                .hasMessageContaining("cleanup.policy compact, expected delete");
        get(topics.close());
    }

    @Test
    void ensure_waitsForABroker(Vertx vertx, @TempDir Path dir) throws Exception {
        try (TestBroker.Own kafka = TestBroker.own(dir)) {
            kafka.stop();
            TopicAdmin topics = admin(vertx, kafka.bootstrap(), "late");
            List<String> reasons = new CopyOnWriteArrayList<>();
            Future<Void> done = topics.ensure(reasons::add);
            assertThat(get(topics.writable("late.events"))).isFalse();
            await().atMost(30, TimeUnit.SECONDS).until(() -> !reasons.isEmpty());
            assertThat(done.isComplete()).isFalse();
            kafka.restart();
            get(done);
            assertThat(reasons.get(0)).startsWith("Kafka cannot serve the topics yet: ");
            get(topics.close());
        }
    }

    @Test
    void ensure_waitsForABrokersNameToBeKnown(Vertx vertx) throws Exception {
        TopicAdmin topics = admin(vertx, "broker.invalid:9092", "nowhere");
        List<String> reasons = new CopyOnWriteArrayList<>();
        Future<Void> done = topics.ensure(reasons::add);
        await().atMost(30, TimeUnit.SECONDS).until(() -> !reasons.isEmpty());
        assertThat(reasons.get(0)).contains("bootstrap");
        assertThat(get(topics.writable("nowhere.events"))).isFalse();
        get(topics.close());
        await().until(done::failed);
    }

    /** A broker that was away for long is fenced for a moment when it is back, and its partitions have no leader. */
    @Test
    void writable_saysNo_ofAPartitionWithoutALeader(Vertx vertx, TestBroker.Handle kafka) throws Exception {
        AtomicBoolean away = new AtomicBoolean();
        TopicsConfig config = new TopicsConfig(kafka.prefix(), PARTITIONS, 1, Duration.ofHours(1));
        TopicAdmin topics = TopicAdmin.open(
                vertx, new Connection(kafka.bootstrap(), Map.of()), config, 32 << 10, admin -> leaderless(admin, away));
        get(topics.ensure(reason -> {}));
        away.set(true);
        assertThat(get(topics.writable(kafka.prefix() + ".events"))).isFalse();
        away.set(false);
        assertThat(get(topics.writable(kafka.prefix() + ".events"))).isTrue();
        get(topics.close());
    }

    private static Admin leaderless(Admin admin, AtomicBoolean away) {
        return (Admin) Proxy.newProxyInstance(
                Admin.class.getClassLoader(), new Class<?>[] {Admin.class}, (proxy, method, arguments) -> {
                    Object result = method.invoke(admin, arguments);
                    return away.get() && result instanceof DescribeTopicsResult found ? new Leaderless(found) : result;
                });
    }

    private static final class Leaderless extends DescribeTopicsResult {
        Leaderless(DescribeTopicsResult found) {
            super(
                    null,
                    found.topicNameValues().entrySet().stream()
                            .collect(Collectors.toMap(
                                    Map.Entry::getKey, each -> each.getValue().thenApply(Leaderless::of))));
        }

        private static TopicDescription of(TopicDescription topic) {
            return new TopicDescription(
                    topic.name(),
                    topic.isInternal(),
                    topic.partitions().stream()
                            .map(each -> new TopicPartitionInfo(each.partition(), null, each.replicas(), each.isr()))
                            .toList());
        }
    }

    @Test
    void trim_deletesBelowAnOffset(Vertx vertx, TestBroker.Handle kafka) throws Exception {
        TopicAdmin topics = admin(vertx, kafka.bootstrap(), kafka.prefix());
        get(topics.ensure(reason -> {}));
        TopicPartition partition = new TopicPartition(kafka.prefix() + ".events", 1);
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrap()), new StringSerializer(), new StringSerializer())) {
            for (int i = 0; i < 5; i++) {
                producer.send(new ProducerRecord<>(partition.topic(), 1, "k", "v"))
                        .get(60, TimeUnit.SECONDS);
            }
        }
        get(topics.trim(partition.topic(), Map.of(1, 3L)));
        get(topics.trim(partition.topic(), Map.of(1, 2L)));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrap()))) {
            assertThat(admin.listOffsets(Map.of(partition, OffsetSpec.earliest()))
                            .partitionResult(partition)
                            .get(60, TimeUnit.SECONDS)
                            .offset())
                    .isEqualTo(3);
        }
        get(topics.close());
    }

    @Test
    void settings_askForTwoReplicasOfThree() {
        Topics topics = Topics.of("c");
        TopicsConfig three = new TopicsConfig("c", 4, 3, Duration.ofHours(1));
        assertThat(TopicSettings.of(topics, three, 32 << 10))
                .hasSize(8)
                .allSatisfy((name, settings) -> assertThat(settings).containsEntry("min.insync.replicas", "2"));
    }

    @Test
    void settings_growWithTheLargestEvent() {
        int maxEvent = 4 << 20;
        assertThat(TopicSettings.message(maxEvent)).isGreaterThan(2 * maxEvent);
        assertThat(TopicSettings.derived(maxEvent)).isGreaterThan(TopicSettings.message(maxEvent));
    }

    private static TopicAdmin admin(Vertx vertx, String bootstrap, String prefix) {
        TopicsConfig config = new TopicsConfig(prefix, PARTITIONS, 1, Duration.ofHours(1));
        return TopicAdmin.open(vertx, new Connection(bootstrap, Map.of()), config, 32 << 10);
    }

    private static void create(String bootstrap, NewTopic topic) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            admin.createTopics(List.of(topic)).all().get(60, TimeUnit.SECONDS);
        }
    }

    private static String setting(TestBroker.Handle kafka, String topic, String name) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, kafka.prefix() + topic);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrap()))) {
            Config config = admin.describeConfigs(List.of(resource))
                    .all()
                    .get(60, TimeUnit.SECONDS)
                    .get(resource);
            return config.get(name).value();
        }
    }

    private static <T> T get(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }
}
