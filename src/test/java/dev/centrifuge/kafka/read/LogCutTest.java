package dev.centrifuge.kafka.read;

import dev.centrifuge.config.TopicsConfig;
import dev.centrifuge.embedded.TestBroker;
import dev.centrifuge.event.Envelope;
import dev.centrifuge.event.Event;
import dev.centrifuge.kafka.Connection;
import dev.centrifuge.kafka.RecordCodec;
import dev.centrifuge.kafka.TopicAdmin;
import dev.centrifuge.kafka.Topics;
import dev.centrifuge.time.Ticker;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A broker that is alone loses what it had not flushed, comes back, and writes on: the log that was read is another now. */
class LogCutTest {
    private static final Topics TOPICS = Topics.of("cut");

    private final Vertx vertx = Vertx.vertx();
    private final RecordCodec codec = new RecordCodec();
    private final FakeRouter router = new FakeRouter(List.of("a"), (leg, ends) -> ends.resolved(leg));
    private final AtomicLong lost = new AtomicLong();

    @Test
    void logThatLostItsEnd_andHasGrownPastTheMark_isReadFromWhereItDiffers(@TempDir Path dir) throws Exception {
        try (TestBroker.Own kafka = TestBroker.own(dir)) {
            createTopics(kafka);
            append(kafka, 0, 20);
            readUntil(kafka, 20);
            kafka.stop();
            loseAllBut(dir, 10);
            kafka.restart();
            append(kafka, 20, 50);
            readUntil(kafka, 50);
        }
        assertThat(router.delivered)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 50).mapToObj(i -> "m" + i + ">a").toList());
        assertThat(lost).hasValue(10);
        vertx.close().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    private void createTopics(TestBroker.Own kafka) throws Exception {
        TopicsConfig config = new TopicsConfig("cut", 1, 1, Duration.ofHours(72));
        TopicAdmin admin = TopicAdmin.open(vertx, new Connection(kafka.bootstrap(), Map.of()), config, 32 * 1024);
        admin.ensure(reason -> {}).toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
        admin.close();
    }

    /** One at a time, so that each is a batch of its own. */
    private void append(TestBroker.Own kafka, int from, int to) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                new Connection(kafka.bootstrap(), Map.of()).settings("test"),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (int i = from; i < to; i++) {
                Event event = new Event(
                        new Envelope("web", "m" + i, "track", System.currentTimeMillis(), null, null),
                        "web:u".getBytes(StandardCharsets.UTF_8),
                        new byte[10]);
                producer.send(codec.encode(TOPICS.events(), event)).get(60, TimeUnit.SECONDS);
            }
        }
    }

    private void readUntil(TestBroker.Own kafka, int delivered) throws Exception {
        Connection connection = new Connection(kafka.bootstrap(), Map.of());
        ReaderSettings settings = new ReaderSettings(
                connection, TOPICS, 1, false, null, Duration.ofMillis(50), 64 << 20, Duration.ZERO, 1 << 20);
        LogReader reader = new LogReader(settings, router, Ticker.system(), new Alarm());
        router.ends = reader.ends();
        reader.prepare();
        reader.start().get(60, TimeUnit.SECONDS);
        await().atMost(Duration.ofSeconds(60)).until(() -> router.delivered.size() >= delivered);
        reader.stop(Duration.ZERO).get(60, TimeUnit.SECONDS);
    }

    /** As after a loss of power: the file is shorter, and nobody shut down in order. */
    private static void loseAllBut(Path dir, int batches) throws IOException {
        Path partition = find(dir, TOPICS.events() + "-0");
        Path log = find(partition, "00000000000000000000.log");
        try (FileChannel channel = FileChannel.open(log, StandardOpenOption.WRITE)) {
            channel.truncate(endOf(batches, log));
        }
        for (String kind : List.of("index", "timeindex", "snapshot")) {
            try (Stream<Path> files = Files.list(partition)) {
                for (Path file :
                        files.filter(f -> f.toString().endsWith("." + kind)).toList()) {
                    Files.delete(file);
                }
            }
        }
        Path logs = partition.getParent();
        Files.deleteIfExists(logs.resolve(".kafka_cleanshutdown"));
        Files.deleteIfExists(logs.resolve("recovery-point-offset-checkpoint"));
        Files.deleteIfExists(logs.resolve("replication-offset-checkpoint"));
    }

    /** A batch is its offset, the length of the rest, and the rest. */
    private static long endOf(int batches, Path log) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            long end = 0;
            for (int i = 0; i < batches; i++) {
                file.seek(end + 8);
                end += 12 + file.readInt();
            }
            return end;
        }
    }

    private static Path find(Path in, String name) throws IOException {
        try (Stream<Path> all = Files.walk(in)) {
            return all.filter(path -> path.getFileName().toString().equals(name))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private final class Alarm implements ReaderListener {
        @Override
        public void checkpoint(boolean committed, int stateRecords, int copies, long nanos) {}

        @Override
        public void poison(String topic) {}

        @Override
        public void lost(String topic, int partition, long records) {
            lost.addAndGet(records);
        }
    }
}
