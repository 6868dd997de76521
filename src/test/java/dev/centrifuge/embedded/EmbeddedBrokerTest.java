package dev.centrifuge.embedded;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Exit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

class EmbeddedBrokerTest {

    @TempDir
    Path dir;

    /** Ready within 10 s of a SIGKILL is the promise; a quiet machine takes 3 to 4 s cold, JVM start included. */
    @Test
    void broker_keepsWhatWasAcknowledgedWhenItsProcessIsKilled() throws Exception {
        int port;
        try (BrokerProcess child = BrokerProcess.start(0, dir)) {
            port = child.port();
            create(child.bootstrap());
            send(child.bootstrap(), "one");
            assertThatThrownBy(() -> EmbeddedBroker.start(0, dir))
                    .isInstanceOf(StartFailure.class)
                    .hasMessageContaining("in use by process " + child.pid());
            child.kill();
        }
        try (EmbeddedBroker broker = EmbeddedBroker.start(port, dir)) {
            send(broker.bootstrap(), "two");
            assertThat(read(broker.bootstrap(), 2)).containsExactly("one", "two");
        }
    }

    @Test
    void broker_startsAgainAfterAGracefulStop() throws Exception {
        try (TestBroker.Own kafka = TestBroker.own(dir)) {
            create(kafka.bootstrap());
            send(kafka.bootstrap(), "one");
            kafka.stop();
            kafka.restart();
            assertThat(read(kafka.bootstrap(), 1)).containsExactly("one");
            assertThat(kafka.broker().failure().toCompletableFuture()).isNotDone();
        }
    }

    @Test
    void start_givesTheDirectoryBackWhenItFails() throws Exception {
        try (EmbeddedBroker other = EmbeddedBroker.start(0, dir.resolve("other"))) {
            assertThatThrownBy(() -> EmbeddedBroker.start(other.port(), dir.resolve("mine")))
                    .isInstanceOf(StartFailure.class)
                    .hasMessageContaining("port " + other.port());
            // Past the check of ports: Kafka itself finds the port taken, and would end the process.
            try (DataDirectory directory = DataDirectory.open(dir.resolve("mine"))) {
                Guest late = new Guest(other.port(), directory);
                assertThatThrownBy(() -> late.start(BrokerSettings.of(other.port(), directory.path(), false)))
                        .isInstanceOf(StartFailure.class)
                        .hasMessageContaining("is taken by another process");
            }
            EmbeddedBroker.start(0, dir.resolve("mine")).close();
        }
    }

    @Test
    void failure_tellsInsteadOfEndingTheProcess() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(0, dir.resolve("a"));
                EmbeddedBroker bystander = EmbeddedBroker.start(0, dir.resolve("b"))) {
            ThreadGroup group = threadsOf(broker);
            new Thread(group, () -> Exit.halt(1, "the log is gone"), "a thread of the broker").start();
            await().untilAsserted(() -> assertThat(broker.failure().toCompletableFuture())
                    .isCompletedWithValueMatching(why -> why.contains("the log is gone")));
            assertThat(bystander.failure().toCompletableFuture()).isNotDone();
        }
    }

    private static ThreadGroup threadsOf(EmbeddedBroker broker) {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getThreadGroup)
                .filter(group -> group != null && group.getName().equals("embedded-kafka-" + broker.port()))
                .findFirst()
                .orElseThrow();
    }

    private static void create(String bootstrap) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            admin.createTopics(List.of(new NewTopic("kept", 1, (short) 1)))
                    .all()
                    .get(60, TimeUnit.SECONDS);
        }
    }

    private static void send(String bootstrap, String value) throws Exception {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap, "acks", "all"),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(new ProducerRecord<>("kept", value)).get(60, TimeUnit.SECONDS);
        }
    }

    private static List<String> read(String bootstrap, int count) {
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap, "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.assign(List.of(new TopicPartition("kept", 0)));
            List<String> values = new ArrayList<>();
            await().until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
                return values.size() >= count;
            });
            return values;
        }
    }
}
