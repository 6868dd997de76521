package dev.centrifuge.kafka.history;

import dev.centrifuge.event.PastAttempt;
import dev.centrifuge.event.PastAttempt.Next;
import dev.centrifuge.event.PastAttempt.Place;
import dev.centrifuge.event.PastAttempt.What;
import dev.centrifuge.kafka.Topics;
import dev.centrifuge.time.Ticker;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class AttemptWriterTest {
    private static final int PARTITIONS = 8;
    private static final Topics TOPICS = Topics.of("c");

    private static PastAttempt attempt(String id, String answer) {
        return new PastAttempt(
                1,
                "web",
                "crm",
                id,
                1,
                "failed",
                500,
                "http_500",
                1,
                answer,
                new Place("", 0, 1),
                new Next(What.RETRY, 2, ""));
    }

    private static MockProducer<byte[], byte[]> producer(boolean succeeds) {
        return new MockProducer<>(succeeds, null, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static AttemptWriter writer(long memory, Producer<byte[], byte[]> producer) {
        return new AttemptWriter(TOPICS, PARTITIONS, memory, Ticker.system(), () -> producer);
    }

    @Test
    void all_attempts_of_an_event_are_in_the_partition_of_its_id() {
        MockProducer<byte[], byte[]> producer = producer(true);
        try (AttemptWriter writer = writer(1 << 20, producer)) {
            writer.write(attempt("m1", "no"));
            writer.write(attempt("m1", "never"));
            await().until(() -> writer.written() == 2);
        }

        byte[] id = "m1".getBytes(StandardCharsets.UTF_8);
        List<ProducerRecord<byte[], byte[]>> sent = producer.history();
        assertThat(sent).extracting(ProducerRecord::topic).containsOnly("c.attempts");
        assertThat(sent).extracting(ProducerRecord::key).containsOnly(id);
        assertThat(sent)
                .extracting(ProducerRecord::partition)
                .containsOnly(BuiltInPartitioner.partitionForKey(id, PARTITIONS));
        assertThat(sent)
                .extracting(record -> AttemptCodec.decode(record.value()))
                .containsExactly(attempt("m1", "no"), attempt("m1", "never"));
    }

    @Test
    void first_successes_gather_until_something_fails() {
        MockProducer<byte[], byte[]> producer = producer(true);
        AtomicLong nanos = new AtomicLong();
        AtomicLong asked = new AtomicLong();
        Ticker ticker = ticker(nanos, asked);
        try (AttemptWriter writer = new AttemptWriter(TOPICS, PARTITIONS, 1 << 20, ticker, () -> producer)) {
            writer.write(success("m1"));
            nanos.addAndGet(AttemptWriter.GATHER_NANOS - 1);
            writer.write(success("m2"));
            long before = asked.get();
            await().until(() -> asked.get() > before + 1);
            assertThat(writer.written()).isZero();

            writer.write(attempt("m3", "no"));
            await().until(() -> writer.written() == 3);

            writer.write(success("m4"));
            nanos.addAndGet(AttemptWriter.GATHER_NANOS);
            await().until(() -> writer.written() == 4);
        }
    }

    @Test
    void first_successes_do_not_gather_until_memory_is_full() {
        MockProducer<byte[], byte[]> producer = producer(true);
        Ticker ticker = ticker(new AtomicLong(), new AtomicLong());
        try (AttemptWriter writer = new AttemptWriter(TOPICS, PARTITIONS, 100_000, ticker, () -> producer)) {
            for (int i = 0; i < 50; i++) {
                writer.write(success("m" + i));
            }
            await().until(() -> writer.written() == 50);
        }
    }

    private static PastAttempt success(String id) {
        Place place = new Place("", 0, 1);
        Next next = new Next(What.DELIVERED, 0, "");
        return new PastAttempt(1, "web", "crm", id, 1, "delivered", 200, "", 1, "", place, next);
    }

    private static Ticker ticker(AtomicLong nanos, AtomicLong asked) {
        return new Ticker() {
            @Override
            public long nanos() {
                asked.incrementAndGet();
                return nanos.get();
            }

            @Override
            public long millis() {
                return nanos.get() / 1_000_000;
            }
        };
    }

    @Test
    void what_does_not_fit_is_dropped_and_counted_and_nobody_waits() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        MockProducer<byte[], byte[]> producer = producer(true);
        try (AttemptWriter writer = new AttemptWriter(TOPICS, PARTITIONS, 10_000, Ticker.system(), () -> {
            asked.countDown();
            waitFor(go); // As a producer that waits for memory.
            return producer;
        })) {
            writer.write(attempt("first", ""));
            assertThat(asked.await(60, TimeUnit.SECONDS)).isTrue();
            for (int i = 0; i < 100; i++) {
                writer.write(attempt("m" + i, "x".repeat(200)));
            }
            assertThat(writer.dropped()).isBetween(80L, 95L);
            go.countDown();
            await().until(() -> writer.written() + writer.dropped() == 101);
        }
    }

    @Test
    void what_kafka_refuses_is_counted() {
        MockProducer<byte[], byte[]> producer = producer(false);
        try (AttemptWriter writer = writer(1 << 20, producer)) {
            writer.write(attempt("m1", ""));
            await().until(() -> producer.history().size() == 1);
            producer.errorNext(new TimeoutException("no leader"));

            await().until(() -> writer.dropped() == 1);
            assertThat(writer.written()).isZero();
        }
    }

    @Test
    void without_a_producer_attempts_are_dropped_and_it_goes_on() {
        try (AttemptWriter writer = new AttemptWriter(TOPICS, PARTITIONS, 1 << 20, Ticker.system(), () -> {
            throw new KafkaException("no broker has a name");
        })) {
            writer.write(attempt("m1", ""));
            writer.write(attempt("m2", ""));

            await().until(() -> writer.dropped() == 2);
        }
    }

    @Test
    void closed_it_writes_what_it_has_and_takes_no_more() {
        MockProducer<byte[], byte[]> producer = producer(true);
        AttemptWriter writer = writer(1 << 20, producer);
        writer.write(attempt("m1", ""));
        writer.close();
        writer.write(attempt("m2", ""));

        assertThat(producer.history()).hasSize(1);
        assertThat(producer.closed()).isTrue();
        assertThat(writer.dropped()).isEqualTo(1);
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            if (!latch.await(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("nobody said go");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
