package dev.centrifuge.embedded;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class EmbeddedBrokerTest {

    @TempDir
    Path dir;

    @Test
    void broker_keepsWhatWasAcknowledgedWhenItsProcessIsKilled() throws Exception {
        int port;
        try (BrokerProcess child = BrokerProcess.start(0, dir)) {
            port = child.port();
            create(child.bootstrap(), "kept");
            send(child.bootstrap(), "kept", "one");
            child.kill();
        }
        long start = System.nanoTime();
        try (EmbeddedBroker broker = EmbeddedBroker.start(port, dir)) {
            System.err.println("restart after SIGKILL: " + (System.nanoTime() - start) / 1_000_000 + " ms");
            send(broker.bootstrap(), "kept", "two");
            assertThat(read(broker.bootstrap(), "kept", 2)).containsExactly("one", "two");
        }
    }

    @Test
    void broker_startsAgainAfterAGracefulStop() throws Exception {
        long t0 = System.nanoTime();
        try (TestBroker.Own kafka = TestBroker.own(dir)) {
            long t1 = System.nanoTime();
            create(kafka.bootstrap(), "kept");
            send(kafka.bootstrap(), "kept", "one");
            long t2 = System.nanoTime();
            kafka.stop();
            long t3 = System.nanoTime();
            kafka.restart();
            long t4 = System.nanoTime();
            System.err.println("start " + (t1 - t0) / 1_000_000 + " stop " + (t3 - t2) / 1_000_000 + " restart "
                    + (t4 - t3) / 1_000_000);
            assertThat(read(kafka.bootstrap(), "kept", 1)).containsExactly("one");
            assertThat(kafka.broker().failure().toCompletableFuture()).isNotDone();
        }
    }

    private static void create(String bootstrap, String topic) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get(10, TimeUnit.SECONDS);
        }
    }

    private static void send(String bootstrap, String topic, String value) throws Exception {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap, "acks", "all"),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, value)).get(10, TimeUnit.SECONDS);
        }
    }

    private static List<String> read(String bootstrap, String topic, int count) {
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap, "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.assign(List.of(new TopicPartition(topic, 0)));
            List<String> values = new java.util.ArrayList<>();
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
            while (values.size() < count && System.nanoTime() < end) {
                for (ConsumerRecord<String, String> record : consumer.poll(java.time.Duration.ofMillis(200))) {
                    values.add(record.value());
                }
            }
            return values;
        }
    }
}
