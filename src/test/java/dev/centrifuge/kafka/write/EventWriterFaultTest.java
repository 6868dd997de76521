package dev.centrifuge.kafka.write;

import dev.centrifuge.event.Event;
import dev.centrifuge.event.Rejected;
import dev.centrifuge.ingest.LogUnavailable;
import dev.centrifuge.kafka.Topics;
import dev.centrifuge.time.Ticker;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static dev.centrifuge.kafka.write.EventWriterTest.event;
import static dev.centrifuge.kafka.write.EventWriterTest.ingest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What the writer does when the producer does what it should not. */
@ExtendWith(VertxExtension.class)
class EventWriterFaultTest {

    private static final Duration ACK = Duration.ofMillis(400);

    private final List<Fake> producers = new CopyOnWriteArrayList<>();
    private final CountDownLatch released = new CountDownLatch(1);
    private final AtomicBoolean brokers = new AtomicBoolean(true);
    private final AtomicBoolean unresolved = new AtomicBoolean();
    private final Set<String> away = ConcurrentHashMap.newKeySet();
    private final Log log = new Log();
    private EventWriter writer;
    private Supplier<Producer<byte[], byte[]>> factories = Fake::new;
    private Context loop;

    @BeforeEach
    void start(Vertx vertx) {
        loop = vertx.getOrCreateContext();
        factories = () -> {
            if (unresolved.get()) {
                throw new KafkaException("no resolvable bootstrap urls");
            }
            producers.add(new Fake());
            return producers.get(producers.size() - 1);
        };
        writer = writer(vertx, ACK);
    }

    private EventWriter writer(Vertx vertx, Duration ack) {
        EventWriter begun = new EventWriter(
                Topics.of("c"),
                ingest(ack),
                factories,
                Ticker.system(),
                log,
                () -> true,
                topic -> Future.succeededFuture(brokers.get() && !away.contains(topic)));
        begun.run(vertx);
        await().until(begun::available);
        return begun;
    }

    @AfterEach
    void stop() throws InterruptedException {
        released.countDown();
        writer.close(Duration.ZERO);
    }

    @Test
    void append_waitsForEachOfItsRecords() {
        Future<Void> append = append(event("a"), event("b"));
        await().until(() -> producers.get(0).history().size() == 2);
        producers.get(0).completeNext();
        assertThat(append.isComplete()).isFalse();
        producers.get(0).completeNext();
        await().until(append::succeeded);
        await().until(() -> writer.pending() == 0);
        assertThat(log.appended).containsExactly(2);
    }

    @Test
    void append_failsWhenOneOfItsRecordsFails() {
        Future<Void> append = append(event("a"), event("b"));
        await().until(() -> producers.get(0).history().size() == 2);
        producers.get(0).completeNext();
        producers.get(0).errorNext(new TimeoutException("expired"));
        await().until(append::failed);
        assertThat(append.cause()).isInstanceOf(LogUnavailable.class).hasMessageContaining("expired");
        assertThat(log.failed).containsExactly("producer");
    }

    @Test
    void append_failsAtItsDeadlineThoughKafkaNeverAnswers() {
        long start = System.nanoTime();
        List<Future<Void>> appends = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            appends.add(append(event("a" + i)));
        }
        await().until(() -> appends.stream().allMatch(Future::failed));
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(ACK.toNanos());
        assertThat(log.failed).hasSize(100).containsOnly("timeout");
        assertThat(writer.pending()).as("the producer still holds them").isPositive();
        while (producers.get(0).completeNext()) {
            assertThat(appends).allMatch(Future::failed);
        }
        await().until(() -> writer.pending() == 0);
        assertThat(log.appended).isEmpty();
    }

    @Test
    void writer_refusesAtOnceWhileNothingIsAcknowledgedAndRecoversByItself() {
        brokers.set(false);
        Future<Void> append = append(event("a"));
        await().until(() -> !writer.available());
        await().until(append::failed);
        Future<Void> refused = append(event("b"));
        await().until(refused::failed);
        assertThat(log.failed).containsExactly("timeout", "unavailable");
        brokers.set(true);
        await().until(writer::available);
        await().until(() -> log.availability.equals(List.of(true, false, true)));
    }

    @Test
    void loop_isNotBlockedByASendThatBlocks() {
        producers.get(0).blocking = true;
        Future<Void> first = append(event("a"));
        Future<Void> second = append(event("b"));
        long start = System.nanoTime();
        Promise<Void> turn = Promise.promise();
        loop.runOnContext(go -> turn.complete());
        await().pollInterval(Duration.ofMillis(1)).until(() -> turn.future().succeeded());
        assertThat(System.nanoTime() - start).as("the send blocks for 60 s").isLessThan(TimeUnit.SECONDS.toNanos(20));
        await().until(() -> first.failed() && second.failed());
        released.countDown();
        await().until(() -> writer.pending() < 2_000);
        assertThat(producers.get(0).history())
                .as("the late one is not sent any more")
                .hasSize(1);
    }

    /** As where {@code dead} was deleted: a send there waits for what the client may come to know of it. */
    @Test
    void writer_keepsGoodEventsFromWaitingForDead() {
        away.add("c.dead");
        producers.get(0).autoComplete = true;
        Future<Void> mixed = append(List.of(event("a")), List.of(rejected()));
        Future<Void> good = append(event("b"));
        await().until(mixed::failed);
        assertThat(good.succeeded()).isTrue();
        assertThat(log.failed).containsExactly("timeout");
        assertThat(writer.available()).isTrue();

        Future<Void> refused = append(List.of(event("c")), List.of(rejected()));
        await().until(refused::failed);
        assertThat(log.failed).as("known in memory by now").containsExactly("timeout", "unavailable");
        assertThat(producers.get(0).history()).as("nothing of it is stored").hasSize(2);

        producers.get(1).autoComplete = true;
        away.clear();
        released.countDown();
        await().until(() -> {
            Future<Void> again = append(List.of(event("d")), List.of(rejected()));
            await().until(again::isComplete);
            return again.succeeded();
        });
    }

    @Test
    void writer_replacesAProducerThatKafkaHasRefused() {
        producers.get(0).sendException = new IllegalStateException("fenced");
        Future<Void> append = append(event("a"), event("b"));
        await().until(append::failed);
        await().until(() -> producers.size() == 2);
        assertThat(producers.get(0).closed()).isTrue();
        Future<Void> next = append(event("c"));
        await().until(() -> producers.get(1).completeNext());
        await().until(next::succeeded);
        await().until(() -> writer.pending() == 0);
    }

    @Test
    void writer_waitsForABrokersNameToBeKnown() {
        unresolved.set(true);
        producers.get(0).sendException = new IllegalStateException("fenced");
        Future<Void> append = append(event("a"));
        await().until(append::failed);
        await().until(() -> !writer.available());
        unresolved.set(false);
        await().until(writer::available);
        assertThat(producers).hasSize(2);
    }

    @Test
    void writer_standsAProducerThatAnswersTwice() {
        producers.get(0).doubleAnswer = true;
        Future<Void> append = append(event("a"), event("b"), event("c"));
        await().until(append::failed);
        await().until(() -> writer.pending() == 0);
        assertThat(log.failed).containsExactly("producer");
    }

    @Test
    void writer_takesNoMoreThanItsMemory() {
        byte[] large = new byte[4 << 20];
        List<Future<Void>> appends = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Event small = event("a" + i);
            appends.add(append(new Event(small.envelope(), small.key(), large)));
        }
        await().until(() -> log.failed.contains("full"));
        assertThat(writer.pending()).isLessThanOrEqualTo(2 * ingest(ACK).maxInFlight());
    }

    @Test
    void writer_takesNoMoreThanKafkaKeepsUpWith(Vertx vertx) throws InterruptedException {
        writer.close(Duration.ZERO);
        writer = writer(vertx, Duration.ofSeconds(4));
        Fake slow = producers.get(1);
        byte[] large = new byte[64 << 10];
        for (int i = 0; i < 200; i++) {
            Event small = event("a" + i);
            append(new Event(small.envelope(), small.key(), large));
        }
        await().until(() -> slow.history().size() == 200);
        assertThat(hasRoom()).isTrue();

        await().pollInterval(Duration.ofMillis(10)).until(() -> {
            assertThat(slow.completeNext())
                    .as("it acknowledges one after the other")
                    .isTrue();
            return !hasRoom();
        });
        Future<Void> surplus = append(event("surplus"));
        await().until(surplus::failed);
        assertThat(log.failed).contains("full");

        slow.flush();
        await().until(this::hasRoom);
    }

    private boolean hasRoom() {
        Promise<Boolean> room = Promise.promise();
        loop.runOnContext(go -> room.complete(writer.hasRoom()));
        return room.future().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void close_waitsForWhatWasTaken() throws Exception {
        producers.get(0).autoComplete = true;
        Future<Void> append = append(event("a"));
        Promise<Void> handed = Promise.promise();
        loop.runOnContext(go -> handed.complete());
        await().until(() -> handed.future().succeeded());
        writer.close(Duration.ofSeconds(5));
        assertThat(writer.available()).isFalse();
        await().until(append::succeeded);
    }

    private Future<Void> append(Event... events) {
        return append(List.of(events), List.of());
    }

    private Future<Void> append(List<Event> events, List<Rejected> rejected) {
        Promise<Void> done = Promise.promise();
        loop.runOnContext(go -> writer.append(events, rejected).onComplete(done));
        return done.future();
    }

    private static Rejected rejected() {
        return new Rejected("web", 1, "no userId", new byte[] {'{', '}'}, 42);
    }

    /** Kafka's own fake, with a few more faults. */
    private final class Fake extends MockProducer<byte[], byte[]> {
        private volatile boolean blocking;
        private volatile boolean doubleAnswer;
        private volatile boolean autoComplete;

        Fake() {
            super(false, null, new ByteArraySerializer(), new ByteArraySerializer());
        }

        @Override
        public java.util.concurrent.Future<RecordMetadata> send(
                ProducerRecord<byte[], byte[]> record, Callback callback) {
            if (blocking || away.contains(record.topic())) {
                try {
                    released.await(60, TimeUnit.SECONDS);
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
            if (doubleAnswer) {
                callback.onCompletion(null, new TimeoutException("first answer"));
                throw new IllegalStateException("second answer");
            }
            java.util.concurrent.Future<RecordMetadata> sent = super.send(record, callback);
            while (autoComplete && completeNext()) {
                // What was sent before, too.
            }
            return sent;
        }
    }

    private static final class Log implements WriterListener {
        private final List<Integer> appended = new CopyOnWriteArrayList<>();
        private final List<String> failed = new CopyOnWriteArrayList<>();
        private final List<Boolean> availability = new CopyOnWriteArrayList<>();

        @Override
        public void appended(int records, long nanos) {
            appended.add(records);
        }

        @Override
        public void failed(int records, String reason) {
            failed.add(reason);
        }

        @Override
        public void availability(boolean available) {
            availability.add(available);
        }
    }
}
