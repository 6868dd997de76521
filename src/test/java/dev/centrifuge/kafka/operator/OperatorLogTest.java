package dev.centrifuge.kafka.operator;

import dev.centrifuge.config.TopicsConfig;
import dev.centrifuge.embedded.TestBroker;
import dev.centrifuge.kafka.Connection;
import dev.centrifuge.kafka.TopicAdmin;
import dev.centrifuge.kafka.Topics;
import dev.centrifuge.time.Ticker;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

@ExtendWith({TestBroker.class, VertxExtension.class})
class OperatorLogTest {
    private static final int PARTITIONS = 3;

    private final List<OperatorLog> open = new ArrayList<>();
    private final List<TopicAdmin> admins = new ArrayList<>();

    /** What a node knows of two kinds, and in what order it heard of one of them. */
    private static final class Known {
        final Map<String, String> operators = new ConcurrentHashMap<>();
        final List<String> jobs = new CopyOnWriteArrayList<>();

        void operator(String id, byte @Nullable [] value, long millis) {
            assertThat(millis).isPositive();
            if (value == null) {
                operators.remove(id);
            } else {
                operators.put(id, new String(value, StandardCharsets.UTF_8));
            }
        }

        void job(String id, byte @Nullable [] value, long millis) {
            jobs.add(id + "=" + (value == null ? "" : new String(value, StandardCharsets.UTF_8)));
        }
    }

    @BeforeEach
    void topics(Vertx vertx, TestBroker.Handle kafka) throws Exception {
        topics(vertx, kafka.bootstrap(), kafka.prefix());
    }

    private void topics(Vertx vertx, String bootstrap, String prefix) throws Exception {
        TopicsConfig config = new TopicsConfig(prefix, PARTITIONS, 1, Duration.ofHours(1));
        TopicAdmin admin = TopicAdmin.open(vertx, new Connection(bootstrap, Map.of()), config, 1_000);
        admins.add(admin);
        admin.ensure(reason -> {}).toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    @AfterEach
    void close() throws Exception {
        for (OperatorLog log : open) {
            log.close();
        }
        for (TopicAdmin admin : admins) {
            admin.close().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
        }
    }

    private OperatorLog log(String bootstrap, String prefix, Known known) throws Exception {
        OperatorLog log =
                new OperatorLog(new Connection(bootstrap, Map.of()), Topics.of(prefix), PARTITIONS, Ticker.system());
        open.add(log);
        log.follow("operator", known::operator);
        log.follow("job", known::job);
        log.start();
        log.current().get(60, TimeUnit.SECONDS);
        return log;
    }

    private static void put(OperatorLog log, String kind, String id, @Nullable String value) throws Exception {
        log.put(kind, id, value == null ? null : value.getBytes(StandardCharsets.UTF_8))
                .get(60, TimeUnit.SECONDS);
    }

    @Test
    void whatIsPut_isKnownHereAtOnce_onOtherNodesSoon_andToWhoeverStartsLater(TestBroker.Handle kafka)
            throws Exception {
        Known mine = new Known();
        Known other = new Known();
        OperatorLog log = log(kafka.bootstrap(), kafka.prefix(), mine);
        log(kafka.bootstrap(), kafka.prefix(), other);

        put(log, "operator", "crm", "paused");
        put(log, "operator", "ads/two", "paused");
        put(log, "audit", "1", "nobody follows this kind");
        put(log, "operator", "crm", null);

        assertThat(mine.operators).containsExactly(Map.entry("ads/two", "paused"));
        await().until(() -> other.operators.equals(mine.operators));
        Known later = new Known();
        log(kafka.bootstrap(), kafka.prefix(), later);
        assertThat(later.operators).isEqualTo(mine.operators);
        assertThat(later.jobs).isEmpty();
    }

    @Test
    void recordsOfAnId_comeInOrder(TestBroker.Handle kafka) throws Exception {
        Known known = new Known();
        OperatorLog log = log(kafka.bootstrap(), kafka.prefix(), known);
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            var unused = log.put("job", "a", Integer.toString(i).getBytes(StandardCharsets.UTF_8));
            expected.add("a=" + i);
        }
        put(log, "job", "a", "last");
        expected.add("a=last");
        assertThat(known.jobs).isEqualTo(expected);
    }

    @Test
    void current_waitsForWhatIsBehindAnUndecidedTransaction(TestBroker.Handle kafka) throws Exception {
        Known known = new Known();
        String prefix = kafka.prefix();
        try (Producer<byte[], byte[]> checkpoint = transactional(kafka)) {
            int partition = StateWriter.partition("crm", PARTITIONS);
            byte[] key = "open/events/1".getBytes(StandardCharsets.UTF_8);
            checkpoint.initTransactions();
            checkpoint.beginTransaction();
            checkpoint
                    .send(new ProducerRecord<>(prefix + ".state", partition, key, key))
                    .get();
            OperatorLog first = new OperatorLog(
                    new Connection(kafka.bootstrap(), Map.of()), Topics.of(prefix), PARTITIONS, Ticker.system());
            open.add(first);
            var put = first.put("operator", "crm", "paused".getBytes(StandardCharsets.UTF_8));
            OperatorLog late = new OperatorLog(
                    new Connection(kafka.bootstrap(), Map.of()), Topics.of(prefix), PARTITIONS, Ticker.system());
            open.add(late);
            first.start();
            late.follow("operator", known::operator);
            awaitEnd(kafka, partition);
            late.start();
            assertThatThrownBy(() -> late.current().get(1, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);
            checkpoint.commitTransaction();
            late.current().get(60, TimeUnit.SECONDS);
            put.get(60, TimeUnit.SECONDS);
        }
        assertThat(known.operators).containsExactly(Map.entry("crm", "paused"));
    }

    /** Until the operator's record stands behind the transaction's first. */
    private static void awaitEnd(TestBroker.Handle kafka, int partition) throws Exception {
        var tp = new org.apache.kafka.common.TopicPartition(kafka.prefix() + ".state", partition);
        Map<String, Object> p = new Connection(kafka.bootstrap(), Map.of()).settings("test-end");
        var bytes = new org.apache.kafka.common.serialization.ByteArrayDeserializer();
        try (var consumer = new org.apache.kafka.clients.consumer.KafkaConsumer<>(p, bytes, bytes)) {
            await().until(() -> consumer.endOffsets(List.of(tp)).get(tp) >= 2);
        }
    }

    private static Producer<byte[], byte[]> transactional(TestBroker.Handle kafka) {
        Map<String, Object> p = new Connection(kafka.bootstrap(), Map.of()).settings("test-checkpoint");
        p.put("transactional.id", kafka.prefix() + "-test");
        return new KafkaProducer<>(p, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Test
    void aBrokerThatComesBack_isReadOn(Vertx vertx, @TempDir Path dir) throws Exception {
        try (TestBroker.Own broker = TestBroker.own(dir)) {
            topics(vertx, broker.bootstrap(), "own");
            Known known = new Known();
            OperatorLog log = log(broker.bootstrap(), "own", known);
            put(log, "job", "a", "1");
            broker.restart();
            put(log, "job", "a", "2");
            assertThat(known.jobs).containsExactly("a=1", "a=2");
            close();
            open.clear();
            admins.clear();
        }
    }

    @Test
    void whatCannotBeWritten_fails(TestBroker.Handle kafka) throws Exception {
        OperatorLog log = log(kafka.bootstrap(), kafka.prefix(), new Known());
        assertThatThrownBy(() -> log.put("job", "a", new byte[2 << 20]).get(60, TimeUnit.SECONDS))
                .hasRootCauseInstanceOf(org.apache.kafka.common.errors.RecordTooLargeException.class);
        put(log, "job", "a", "small");
    }
}
