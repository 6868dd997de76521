package dev.centrifuge.kafka.write;

import dev.centrifuge.config.IngestConfig;
import dev.centrifuge.config.TopicsConfig;
import dev.centrifuge.embedded.BrokerProcess;
import dev.centrifuge.embedded.TestBroker;
import dev.centrifuge.event.Envelope;
import dev.centrifuge.event.Event;
import dev.centrifuge.event.Rejected;
import dev.centrifuge.ingest.LogUnavailable;
import dev.centrifuge.kafka.Connection;
import dev.centrifuge.kafka.RecordCodec;
import dev.centrifuge.kafka.TopicAdmin;
import dev.centrifuge.kafka.Topics;
import dev.centrifuge.time.Ticker;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

@ExtendWith({TestBroker.class, VertxExtension.class})
class EventWriterTest {

    private static final int PARTITIONS = 2;
    private static final Duration ACK = Duration.ofMillis(1_200);

    private final AtomicBoolean room = new AtomicBoolean(true);
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final List<AutoCloseable> open = new ArrayList<>();
    private TopicAdmin topics;

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable closeable : open) {
            closeable.close();
        }
    }

    @Test
    void append_isDurableWhenItSucceeds(Vertx vertx, TestBroker.Handle kafka) throws Exception {
        EventWriter writer = ready(vertx, kafka.bootstrap(), kafka.prefix());
        List<Context> loops =
                IntStream.range(0, 4).mapToObj(i -> vertx.getOrCreateContext()).toList();
        List<Future<Void>> appends = new ArrayList<>();
        Set<String> sent = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            List<Event> events = List.of(event("a" + i), event("b" + i), event("c" + i));
            events.forEach(event -> sent.add(event.envelope().id()));
            appends.add(append(loops.get(i % 4), writer, events, List.of()));
        }
        get(Future.all(appends));
        assertThat(ids(read(kafka.bootstrap(), kafka.prefix() + ".events"))).isEqualTo(sent);
        await().until(() -> writer.pending() == 0);
    }

    @Test
    void append_answersOnTheCallersContext(Vertx vertx, TestBroker.Handle kafka) throws Exception {
        EventWriter writer = ready(vertx, kafka.bootstrap(), kafka.prefix());
        Context context = vertx.getOrCreateContext();
        Promise<Boolean> same = Promise.promise();
        context.runOnContext(go -> writer.append(List.of(event("x")), List.of())
                .onComplete(done -> same.complete(Vertx.currentContext() == context)));
        assertThat(get(same.future())).isTrue();
    }

    @Test
    void append_putsRejectedEventsIntoDead(Vertx vertx, TestBroker.Handle kafka) throws Exception {
        EventWriter writer = ready(vertx, kafka.bootstrap(), kafka.prefix());
        Rejected rejected = new Rejected("web", 1, "no userId", "{}".getBytes(UTF_8), 42);
        get(append(vertx.getOrCreateContext(), writer, List.of(event("ok")), List.of(rejected)));
        assertThat(read(kafka.bootstrap(), kafka.prefix() + ".events")).hasSize(1);
        List<ConsumerRecord<byte[], byte[]>> dead = read(kafka.bootstrap(), kafka.prefix() + ".dead");
        assertThat(dead).hasSize(1);
        assertThat(new String(dead.get(0).headers().lastHeader("reason").value(), UTF_8))
                .isEqualTo("invalid");
    }

    /** Somebody deletes {@code dead}: what is rejected is refused, at once after a while, and nobody else notices. */
    @Test
    void writer_takesGoodEventsWhileDeadIsMissing(Vertx vertx, TestBroker.Handle kafka) throws Exception {
        EventWriter writer = ready(vertx, kafka.bootstrap(), kafka.prefix());
        Context loop = vertx.getOrCreateContext();
        Rejected rejected = new Rejected("web", 1, "no userId", "{}".getBytes(UTF_8), 42);
        get(append(loop, writer, List.of(event("ok")), List.of(rejected)));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrap()))) {
            admin.deleteTopics(List.of(kafka.prefix() + ".dead")).all().get(30, TimeUnit.SECONDS);
        }
        AtomicInteger good = new AtomicInteger();
        await().pollInterval(Duration.ofMillis(50)).until(() -> {
            append(loop, writer, List.of(), List.of(rejected));
            get(append(loop, writer, List.of(event("good" + good.incrementAndGet())), List.of()));
            return failures.contains("unavailable");
        });
        assertThat(writer.available()).isTrue();

        get(topics.restore());
        await().until(() ->
                get(append(loop, writer, List.of(), List.of(rejected)).map(true).otherwise(false)));
        assertThat(read(kafka.bootstrap(), kafka.prefix() + ".events")).hasSize(1 + good.get());
    }

    @Test
    void append_ofNothingSucceeds(Vertx vertx, TestBroker.Handle kafka) throws Exception {
        EventWriter writer = ready(vertx, kafka.bootstrap(), kafka.prefix());
        get(append(vertx.getOrCreateContext(), writer, List.of(), List.of()));
    }

    @Test
    void writer_shedsWhileTheDiskHasNoRoom(Vertx vertx, TestBroker.Handle kafka) throws Exception {
        EventWriter writer = ready(vertx, kafka.bootstrap(), kafka.prefix());
        room.set(false);
        assertThat(writer.available()).isFalse();
        assertThatThrownBy(() -> get(append(vertx.getOrCreateContext(), writer, List.of(event("x")), List.of())))
                .hasCauseInstanceOf(LogUnavailable.class);
        assertThat(failures).containsExactly("unavailable");
        room.set(true);
        get(append(vertx.getOrCreateContext(), writer, List.of(event("x")), List.of()));
    }

    /** The whole outage: answers within the deadline, then refusals at once, then recovery without any traffic. */
    @Test
    void writer_survivesABrokerThatGoesAndComesBack(Vertx vertx, @TempDir Path dir) throws Exception {
        try (TestBroker.Own kafka = TestBroker.own(dir)) {
            EventWriter writer = ready(vertx, kafka.bootstrap(), "out");
            Context loop = vertx.getOrCreateContext();
            get(append(loop, writer, List.of(event("before")), List.of()));
            kafka.stop();

            long start = System.nanoTime();
            List<Future<Void>> waiting = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                waiting.add(append(loop, writer, List.of(event("lost" + i)), List.of()));
            }
            get(Future.join(waiting).otherwiseEmpty());
            assertThat(System.nanoTime() - start).isLessThan(ACK.toNanos() + TimeUnit.SECONDS.toNanos(3));
            assertThat(waiting).allMatch(future -> future.cause() instanceof LogUnavailable);
            assertThat(writer.available()).isFalse();
            assertThat(lag(loop)).isLessThan(TimeUnit.SECONDS.toNanos(1));

            kafka.restart();
            await().until(writer::available);
            get(append(loop, writer, List.of(event("after")), List.of()));
            assertThat(ids(read(kafka.bootstrap(), "out.events"))).contains("before", "after");
        }
    }

    /** Connections stay open and nothing answers: only the deadline tells. */
    @Test
    void writer_survivesABrokerThatHangs(Vertx vertx, @TempDir Path dir) throws Exception {
        try (BrokerProcess kafka = BrokerProcess.start(0, dir)) {
            EventWriter writer = ready(vertx, kafka.bootstrap(), "hang");
            Context loop = vertx.getOrCreateContext();
            get(append(loop, writer, List.of(event("before")), List.of()));
            kafka.freeze();
            Future<Void> waiting = append(loop, writer, List.of(event("lost")), List.of());
            await().until(waiting::isComplete);
            assertThat(waiting.cause()).isInstanceOf(LogUnavailable.class);
            await().until(() -> !writer.available());
            kafka.thaw();
            await().until(writer::available);
            get(append(loop, writer, List.of(event("after")), List.of()));
        }
    }

    private EventWriter ready(Vertx vertx, String bootstrap, String prefix) throws Exception {
        Connection connection = new Connection(bootstrap, Map.of());
        TopicsConfig config = new TopicsConfig(prefix, PARTITIONS, 1, Duration.ofHours(1));
        TopicAdmin admin = TopicAdmin.open(vertx, connection, config, 32 << 10);
        topics = admin;
        get(admin.ensure(reason -> {}));
        EventWriter writer = EventWriter.start(
                vertx,
                connection,
                Topics.of(prefix),
                ingest(ACK),
                Ticker.system(),
                new Recorder(),
                room::get,
                admin::writable);
        open.add(() -> writer.close(Duration.ofSeconds(1)));
        open.add(() -> get(admin.close()));
        await().until(writer::available);
        return writer;
    }

    static IngestConfig ingest(Duration ack) {
        return new IngestConfig(
                "127.0.0.1", 0, 32 << 10, 500 << 10, 2_500, 24 << 20, 100, ack, Duration.ofSeconds(15), null, null);
    }

    static Event event(String id) {
        byte[] body = ("{\"messageId\":\"" + id + "\"}").getBytes(UTF_8);
        return new Event(new Envelope("web", id, "track", 1, null, null), ("web:" + id).getBytes(UTF_8), body);
    }

    private static Future<Void> append(Context on, EventWriter writer, List<Event> events, List<Rejected> rejected) {
        Promise<Void> done = Promise.promise();
        on.runOnContext(go -> writer.append(events, rejected).onComplete(done));
        return done.future();
    }

    private static long lag(Context loop) throws Exception {
        AtomicLong start = new AtomicLong(System.nanoTime());
        Promise<Long> lag = Promise.promise();
        loop.runOnContext(go -> lag.complete(System.nanoTime() - start.get()));
        return get(lag.future());
    }

    private static List<ConsumerRecord<byte[], byte[]>> read(String bootstrap, String topic) {
        List<TopicPartition> partitions = IntStream.range(0, PARTITIONS)
                .mapToObj(i -> new TopicPartition(topic, i))
                .toList();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long wanted = consumer.endOffsets(partitions).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            await().until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
                return records.size() >= wanted;
            });
            return records;
        }
    }

    private static Set<String> ids(List<ConsumerRecord<byte[], byte[]>> records) {
        RecordCodec codec = new RecordCodec();
        Set<String> ids = new HashSet<>();
        records.forEach(record -> ids.add(codec.decode(record).envelope().id()));
        return ids;
    }

    private static <T> T get(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    private final class Recorder implements WriterListener {
        @Override
        public void appended(int records, long nanos) {}

        @Override
        public void failed(int records, String reason) {
            failures.add(reason);
        }

        @Override
        public void availability(boolean available) {}
    }
}
