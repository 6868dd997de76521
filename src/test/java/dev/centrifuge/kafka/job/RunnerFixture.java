package dev.centrifuge.kafka.job;

import dev.centrifuge.config.TopicsConfig;
import dev.centrifuge.embedded.TestBroker;
import dev.centrifuge.flow.job.Criteria;
import dev.centrifuge.flow.job.FakeRules;
import dev.centrifuge.flow.job.Job;
import dev.centrifuge.flow.job.Job.Kind;
import dev.centrifuge.flow.job.Letter.Place;
import dev.centrifuge.flow.job.Progress;
import dev.centrifuge.flow.job.Run;
import dev.centrifuge.kafka.Connection;
import dev.centrifuge.kafka.HeaderText;
import dev.centrifuge.kafka.TopicAdmin;
import dev.centrifuge.kafka.Topics;
import dev.centrifuge.kafka.browse.Browser;
import dev.centrifuge.kafka.operator.OperatorLog;
import dev.centrifuge.kafka.read.LaneGauge;
import dev.centrifuge.time.Ticker;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

import static org.awaitility.Awaitility.await;

/** A process that runs jobs, topics of its own, and what is in them. */
abstract class RunnerFixture {
    static final int PARTITIONS = 3;
    static final Duration SOON = Duration.ofSeconds(30);

    final Vertx vertx = Vertx.vertx();
    final FakeRules rules = new FakeRules();
    final Map<String, Integer> counted = new ConcurrentHashMap<>();
    Connection connection;
    Topics topics;
    TopicAdmin admin;
    KafkaProducer<byte[], byte[]> producer;
    Browser browser;
    Node node;
    volatile long unfinished;

    /** What a process has of jobs. */
    final class Node {
        final OperatorLog operators = new OperatorLog(connection, topics, PARTITIONS, Ticker.system());
        final Board board = new Board(operators);
        final Runner runner;

        Node(boolean group) throws Exception {
            runner = new Runner(
                    connection,
                    topics,
                    group,
                    "test",
                    board,
                    rules,
                    () -> List.of(gauge(topics.events(), 0), gauge(topics.replay(), unfinished)),
                    Ticker.system(),
                    (kind, destination, legs) -> counted.merge(kind + " " + destination, legs, Integer::sum));
            operators.start();
            operators.current().get(60, TimeUnit.SECONDS);
            runner.start();
        }

        void close() throws Exception {
            runner.close();
            operators.close();
        }
    }

    static LaneGauge gauge(String topic, long lag) {
        return new LaneGauge(topic, 0, 0, lag, 0, 0, 0, 0);
    }

    @BeforeEach
    void open(TestBroker.Handle kafka) throws Exception {
        connection = new Connection(kafka.bootstrap(), Map.of());
        topics = Topics.of(kafka.prefix());
        TopicsConfig config = new TopicsConfig(kafka.prefix(), PARTITIONS, 1, Duration.ofHours(72));
        admin = TopicAdmin.open(vertx, connection, config, 32 * 1024);
        done(admin.ensure(reason -> {}));
        producer =
                new KafkaProducer<>(connection.settings("test"), new ByteArraySerializer(), new ByteArraySerializer());
        browser = Browser.open(vertx, connection, Ticker.system());
    }

    @AfterEach
    void close() throws Exception {
        if (node != null) {
            node.close();
        }
        browser.close();
        producer.close();
        done(admin.close());
        done(vertx.close());
    }

    static <T> T done(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    static List<Header> headers(int id) {
        return new ArrayList<>(List.of(
                HeaderText.of("source", "web"),
                HeaderText.of("id", "m" + id),
                HeaderText.of("type", "track"),
                HeaderText.of("received", 1_000)));
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Appends events, each to the next partition. */
    void events(int from, int to) {
        for (int i = from; i < to; i++) {
            producer.send(new ProducerRecord<>(
                    topics.events(), i % PARTITIONS, bytes("key"), bytes("event " + i + "."), headers(i)));
        }
        producer.flush();
    }

    void letters(int from, int to, Header... more) {
        for (int i = from; i < to; i++) {
            List<Header> headers = headers(i);
            headers.add(HeaderText.of("destination", "crm"));
            headers.add(HeaderText.of("reason", "ttl"));
            headers.add(HeaderText.of("attempts", 3));
            headers.addAll(List.of(more));
            producer.send(new ProducerRecord<>(
                    topics.dead(), i % PARTITIONS, bytes("key"), bytes("letter " + i + "."), headers));
        }
        producer.flush();
    }

    static Job job(String id, Kind kind, double rate, Place... letters) {
        Criteria criteria =
                kind == Kind.REPLAY ? new Criteria("crm", null, null, 0, Long.MAX_VALUE, null) : Criteria.ANY;
        return new Job(id, kind, criteria, List.of(letters), null, rate, false, System.nanoTime(), "ann", false);
    }

    Progress progress(String id) {
        Run run = node.board.get(id);
        return run == null ? Progress.WAITING : run.progress();
    }

    Progress ended(Job job) throws Exception {
        put(job);
        await().atMost(SOON).until(() -> progress(job.id()).phase().over());
        return progress(job.id());
    }

    void put(Job job) throws Exception {
        CompletableFuture<Void> put = node.board.put(job);
        put.get(60, TimeUnit.SECONDS);
    }

    /** The ids of what was copied for a job, as a reader of delay topics sees it. */
    List<String> copied(String job) {
        List<String> ids = new ArrayList<>();
        Map<String, Object> settings = connection.settings("check");
        settings.put("isolation.level", "read_committed");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> all = List.of(
                    new TopicPartition(topics.replay(), 0),
                    new TopicPartition(topics.replay(), 1),
                    new TopicPartition(topics.replay(), 2));
            consumer.assign(all);
            consumer.seekToBeginning(all);
            Map<TopicPartition, Long> ends = consumer.endOffsets(all);
            while (!ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue())) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(50))) {
                    if (job.equals(HeaderText.text(record.headers(), "replay"))) {
                        ids.add(HeaderText.text(record.headers(), "id"));
                    }
                }
            }
        }
        return ids;
    }
}
