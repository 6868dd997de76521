package dev.centrifuge.tools.bench.show;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What a gateway still has of events that did not arrive: open in its log, or copied. Blocks. */
final class Held {
    private static final Duration POLL = Duration.ofMillis(200);

    private Held() {}

    /**
     * Legs of the event log that are not resolved.
     *
     * @param metrics Prometheus text
     */
    static long open(String metrics) {
        long open = 0;
        for (String line : metrics.split("\n", -1)) {
            if (line.startsWith("centrifuge_open_legs{") && line.contains("topic=\"centrifuge.events\"")) {
                open += (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
            }
        }
        return open;
    }

    /** Reads all that was ever copied to delay topics and dead letters. */
    static void copies(int kafkaPort, Consumer<byte[]> reader) {
        Map<String, Object> properties = Map.of(
                "bootstrap.servers",
                "127.0.0.1:" + kafkaPort,
                "enable.auto.commit",
                false,
                "auto.offset.reset",
                "none");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = new ArrayList<>();
            for (Map.Entry<String, List<PartitionInfo>> topic :
                    consumer.listTopics().entrySet()) {
                if (isCopies(topic.getKey())) {
                    topic.getValue()
                            .forEach(each -> partitions.add(new TopicPartition(each.topic(), each.partition())));
                }
            }
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(POLL).forEach(each -> {
                    if (each.value() != null) {
                        reader.accept(each.value());
                    }
                });
            }
        }
    }

    static boolean isCopies(String topic) {
        return topic.startsWith("centrifuge.retry.") || topic.equals("centrifuge.dead");
    }
}
