package dev.centrifuge.process;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The dead letters, as any Kafka tool sees them. Belongs to one thread. */
final class DeadLetters implements AutoCloseable {
    private static final String TOPIC = "centrifuge.dead";

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<Map<String, String>> read = new ArrayList<>();

    DeadLetters(String bootstrap) {
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap, "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> all = consumer.partitionsFor(TOPIC).stream()
                .map(partition -> new TopicPartition(TOPIC, partition.partition()))
                .toList();
        consumer.assign(all);
        consumer.seekToBeginning(all);
    }

    /** The headers of those of one destination that are there by now. */
    List<Map<String, String>> of(String destination) {
        consumer.poll(Duration.ofMillis(50)).forEach(record -> read.add(headers(record)));
        return read.stream()
                .filter(letter -> destination.equals(letter.get("destination")))
                .toList();
    }

    private static Map<String, String> headers(ConsumerRecord<byte[], byte[]> record) {
        Map<String, String> headers = new HashMap<>();
        record.headers()
                .forEach(header -> headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)));
        return headers;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
