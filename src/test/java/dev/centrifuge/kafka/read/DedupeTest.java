package dev.centrifuge.kafka.read;

import dev.centrifuge.config.TopicsConfig;
import dev.centrifuge.embedded.TestBroker;
import dev.centrifuge.event.Envelope;
import dev.centrifuge.event.Event;
import dev.centrifuge.flow.Leg;
import dev.centrifuge.flow.lane.LegEnds;
import dev.centrifuge.flow.lane.Readiness;
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
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What a client sends again is delivered once, whoever reads it, and whenever. */
@ExtendWith(TestBroker.class)
class DedupeTest {
    private static final int PARTITIONS = 3;
    private static final BiConsumer<Leg, LegEnds> RESOLVE = (leg, ends) -> ends.resolved(leg);

    private final Vertx vertx = Vertx.vertx();
    private final List<LogReader> running = new ArrayList<>();
    private Connection connection;
    private Topics topics;
    private KafkaProducer<byte[], byte[]> producer;

    @BeforeEach
    void createTopics(TestBroker.Handle kafka) throws Exception {
        connection = new Connection(kafka.bootstrap(), Map.of());
        topics = Topics.of(kafka.prefix());
        TopicsConfig config = new TopicsConfig(kafka.prefix(), PARTITIONS, 1, Duration.ofHours(72));
        TopicAdmin admin = TopicAdmin.open(vertx, connection, config, 32 * 1024);
        admin.ensure(reason -> {}).toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
        admin.close();
        producer =
                new KafkaProducer<>(connection.settings("test"), new ByteArraySerializer(), new ByteArraySerializer());
    }

    @AfterEach
    void stop() throws Exception {
        for (LogReader reader : List.copyOf(running)) {
            stop(reader);
        }
        producer.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private LogReader start(FakeRouter router, boolean group) throws Exception {
        return start(router, group, Duration.ofHours(1), 16 << 20);
    }

    private LogReader start(FakeRouter router, boolean group, Duration window, long memory) throws Exception {
        ReaderSettings settings = new ReaderSettings(
                connection, topics, PARTITIONS, group, null, Duration.ofMillis(50), 64 << 20, window, memory);
        LogReader reader = new LogReader(settings, router, Ticker.system(), new Deaf());
        router.ends = reader.ends();
        reader.prepare();
        reader.start().get(30, TimeUnit.SECONDS);
        running.add(reader);
        return reader;
    }

    private void stop(LogReader reader) throws Exception {
        running.remove(reader);
        reader.stop(Duration.ofSeconds(5)).get(20, TimeUnit.SECONDS);
    }

    private void append(String source, int from, int to) {
        RecordCodec codec = new RecordCodec();
        for (int i = from; i < to; i++) {
            Envelope envelope = new Envelope(source, "m" + i, "track", System.currentTimeMillis(), null, null);
            byte[] key = (source + ":u" + i % 17).getBytes(StandardCharsets.UTF_8);
            producer.send(codec.encode(topics.events(), new Event(envelope, key, new byte[] {'{', '}'})));
        }
        producer.flush();
    }

    private static List<String> names(int from, int to, String destination) {
        return IntStream.range(from, to)
                .mapToObj(i -> "m" + i + ">" + destination)
                .toList();
    }

    private static boolean reads(LogReader reader) throws InterruptedException {
        CountDownLatch read = new CountDownLatch(1);
        ((Mailbox) reader.ends()).post(read::countDown);
        return read.await(5, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void sentThrice_isDeliveredOnce_alsoAcrossARestart(boolean group) throws Exception {
        FakeRouter router = new FakeRouter(List.of("a"), RESOLVE);
        LogReader reader = start(router, group);
        append("web", 0, 100);
        append("web", 0, 100);
        await().until(() -> router.suppressed.size() == 100);
        assertThat(router.delivered).containsExactlyInAnyOrderElementsOf(names(0, 100, "a"));
        stop(reader);

        FakeRouter second = new FakeRouter(List.of("a"), RESOLVE);
        append("web", 0, 50);
        LogReader next = start(second, group);
        append("web", 50, 120);
        await().until(() -> second.delivered.size() + second.suppressed.size() == 120);
        assertThat(second.delivered).containsExactlyInAnyOrderElementsOf(names(100, 120, "a"));
        assertThat(next.gauges().windowMillis()).isEqualTo(3_600_000);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void destinationThatCatchesUp_getsItOnce_alsoAfterARestart(boolean group) throws Exception {
        FakeRouter router = new FakeRouter(List.of("a", "b"), RESOLVE);
        LogReader reader = start(router, group);
        router.ends.readiness("b", Readiness.CLOSED, 1);
        await().until(() -> reads(reader));
        append("web", 0, 200);
        append("web", 0, 200);
        await().until(() -> router.suppressed.size() == 200);
        await().until(() -> reader.gauges().skippedLegs() == 200);
        stop(reader);

        FakeRouter second = new FakeRouter(List.of("a", "b"), RESOLVE);
        LogReader next = start(second, group);
        append("web", 0, 210);
        await().until(() -> second.delivered.size() >= 220 && next.gauges().detached() == 0);
        await().until(() -> second.suppressed.size() == 200);

        List<String> expected = new ArrayList<>(names(0, 210, "b"));
        expected.addAll(names(200, 210, "a"));
        assertThat(second.delivered).containsExactlyInAnyOrderElementsOf(expected);
        await().until(() -> next.gauges().skippedLegs() == 0);
    }

    @Test
    void partitionsThatMove_takeWhatWasSeenAlong() throws Exception {
        FakeRouter router = new FakeRouter(List.of("a"), RESOLVE);
        LogReader reader = start(router, true);
        append("web", 0, 200);
        await().until(() -> router.delivered.size() == 200);
        FakeRouter second = new FakeRouter(List.of("a"), RESOLVE);
        LogReader next = start(second, true);
        await().until(() ->
                reader.gauges().partitions() < PARTITIONS && next.gauges().partitions() > 0);

        append("web", 0, 220);
        await().until(() -> router.suppressed.size() + second.suppressed.size() == 200);
        await().until(() -> router.delivered.size() + second.delivered.size() == 220);
        assertThat(second.suppressed).isNotEmpty();
    }

    @Test
    void sameIdOfTwoSources_isTwoEvents() throws Exception {
        FakeRouter router = new FakeRouter(List.of("a"), RESOLVE);
        start(router, false);
        append("web", 0, 20);
        append("app", 0, 20);
        await().until(() -> router.delivered.size() == 40);
        assertThat(router.suppressed).isEmpty();
    }

    @Test
    void off_deliversWhatIsSent() throws Exception {
        FakeRouter router = new FakeRouter(List.of("a"), RESOLVE);
        start(router, false, Duration.ZERO, 1 << 20);
        append("web", 0, 20);
        append("web", 0, 20);
        await().until(() -> router.delivered.size() == 40);
    }

    /** A restart reads no more of the log than there is memory for, and says that the window is shorter. */
    @Test
    void littleMemory_shortensTheWindow_alsoAfterARestart() throws Exception {
        FakeRouter router = new FakeRouter(List.of(), RESOLVE);
        LogReader reader = start(router, false, Duration.ofHours(1), 1 << 20);
        append("web", 0, 60_000);
        await().until(() -> reader.gauges().windowMillis() < 3_600_000);
        await().until(() -> reader.gauges().lanes().stream()
                .filter(lane -> lane.topic().equals(topics.events()))
                .allMatch(lane -> lane.lagRecords() == 0));
        stop(reader);

        FakeRouter second = new FakeRouter(List.of("a"), RESOLVE);
        LogReader next = start(second, false, Duration.ofHours(1), 1 << 20);
        append("web", 59_000, 60_010);
        await().until(() -> second.suppressed.size() + second.delivered.size() == 1_010);
        assertThat(second.delivered).containsExactlyInAnyOrderElementsOf(names(60_000, 60_010, "a"));
        await().until(() -> next.gauges().windowMillis() < 3_600_000);
        assertThat(next.gauges().windowBytes()).isBetween(1L << 18, 1L << 20);
    }

    private static final class Deaf implements ReaderListener {
        @Override
        public void checkpoint(boolean committed, int stateRecords, int copies, long nanos) {}

        @Override
        public void poison(String topic) {}

        @Override
        public void lost(String topic, int partition, long records) {}
    }
}
