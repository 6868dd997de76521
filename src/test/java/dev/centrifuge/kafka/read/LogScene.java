package dev.centrifuge.kafka.read;

import dev.centrifuge.config.TopicsConfig;
import dev.centrifuge.embedded.TestBroker;
import dev.centrifuge.event.Envelope;
import dev.centrifuge.event.Event;
import dev.centrifuge.flow.Leg;
import dev.centrifuge.flow.handover.LegEnds;
import dev.centrifuge.kafka.Connection;
import dev.centrifuge.kafka.RecordCodec;
import dev.centrifuge.kafka.TopicAdmin;
import dev.centrifuge.kafka.Topics;
import dev.centrifuge.time.Ticker;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Topics of a test's own on the shared broker, who writes to them, and who reads them. There from before the first
 * {@code @BeforeEach} until after the last {@code @AfterEach}:
 *
 * <pre>{@code
 * @RegisterExtension
 * private final LogScene scene = new LogScene();
 * }</pre>
 */
final class LogScene implements BeforeEachCallback, AfterEachCallback {
    static final int PARTITIONS = 3;
    static final BiConsumer<Leg, LegEnds> RESOLVE = (leg, ends) -> ends.resolved(leg);

    /** Hears of nothing. */
    static final ReaderListener DEAF = new ReaderListener() {
        @Override
        public void checkpoint(boolean committed, int stateRecords, int copies, long nanos) {}

        @Override
        public void poison(String topic) {}

        @Override
        public void lost(String topic, int partition, long records) {}
    };

    Connection connection;
    Topics topics;
    KafkaProducer<byte[], byte[]> producer;
    private final Vertx vertx = Vertx.vertx();
    private final RecordCodec codec = new RecordCodec();
    private final List<LogReader> running = new ArrayList<>();
    private TopicsConfig config;

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        TestBroker.Handle kafka = TestBroker.handle(context);
        connection = new Connection(kafka.bootstrap(), Map.of());
        topics = Topics.of(kafka.prefix());
        config = new TopicsConfig(kafka.prefix(), PARTITIONS, 1, Duration.ofHours(72));
        createTopics();
        producer =
                new KafkaProducer<>(connection.settings("test"), new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Those that are missing. */
    void createTopics() throws Exception {
        TopicAdmin admin = TopicAdmin.open(vertx, connection, config, 32 * 1024);
        admin.ensure(reason -> {}).toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
        admin.close();
    }

    /** Without a window for what is sent again. */
    ReaderSettings settings(Connection through, boolean group, Duration checkpoint) {
        return settings(through, group, checkpoint, Duration.ZERO, 1 << 20);
    }

    ReaderSettings settings(boolean group, Duration window, long memory) {
        return settings(connection, group, Duration.ofMillis(50), window, memory);
    }

    private ReaderSettings settings(
            Connection through, boolean group, Duration checkpoint, Duration window, long memory) {
        return new ReaderSettings(through, topics, PARTITIONS, group, null, checkpoint, 64 << 20, window, memory);
    }

    /** A reader that is yet to be started. */
    LogReader reader(ReaderSettings settings, FakeRouter router, ReaderListener listener) {
        LogReader reader = new LogReader(settings, router, Ticker.system(), listener);
        router.ends = reader.ends();
        running.add(reader);
        reader.prepare();
        return reader;
    }

    /** A reader that reads. */
    LogReader start(ReaderSettings settings, FakeRouter router, ReaderListener listener) throws Exception {
        LogReader reader = reader(settings, router, listener);
        reader.start().get(60, TimeUnit.SECONDS);
        return reader;
    }

    /** In order: what is open is waited for. */
    void stop(LogReader reader) throws Exception {
        stop(reader, Duration.ofSeconds(5));
    }

    /** In order: what is open is waited for so long. */
    void stop(LogReader reader, Duration most) throws Exception {
        running.remove(reader);
        reader.stop(most).get(60, TimeUnit.SECONDS);
    }

    /** Events {@code m<from>} up to {@code m<to>}, each of its own user. */
    void append(String source, int from, int to) {
        for (int i = from; i < to; i++) {
            Envelope envelope = new Envelope(source, "m" + i, "track", System.currentTimeMillis(), null, null);
            byte[] key = (source + ":u" + i).getBytes(StandardCharsets.UTF_8);
            producer.send(codec.encode(topics.events(), new Event(envelope, key, new byte[] {'{', '}'})));
        }
        producer.flush();
    }

    /** All that is committed in a topic. */
    List<ConsumerRecord<byte[], byte[]>> records(String topic) {
        Map<String, Object> settings = connection.settings("check");
        settings.put("isolation.level", "read_committed");
        settings.put("auto.offset.reset", "none");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> all = IntStream.range(0, PARTITIONS)
                    .mapToObj(i -> new TopicPartition(topic, i))
                    .toList();
            consumer.assign(all);
            consumer.seekToBeginning(all);
            Map<TopicPartition, Long> ends = consumer.endOffsets(all);
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(50)).forEach(records::add);
            }
            return records;
        }
    }

    /** What {@link FakeRouter} calls the legs of these events. */
    static List<String> names(int from, int to, String... destinations) {
        return IntStream.range(from, to)
                .boxed()
                .flatMap(i -> List.of(destinations).stream().map(d -> "m" + i + ">" + d))
                .toList();
    }

    /** A letter to the log thread has been read when another that was written later shows. */
    static boolean reads(LogReader reader) throws InterruptedException {
        CountDownLatch read = new CountDownLatch(1);
        ((Mailbox) reader.ends()).post(read::countDown);
        return read.await(60, TimeUnit.SECONDS);
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        for (LogReader reader : running) {
            reader.stop(Duration.ZERO).get(60, TimeUnit.SECONDS);
        }
        producer.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }
}
