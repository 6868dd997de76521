package dev.centrifuge.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What jobs have copied to be delivered again. */
final class Replays {
    private Replays() {}

    /**
     * From where a job's legs were copied, by partition and offset; of a gateway that runs; only what is committed. Of what was delivered, some may be
     * trimmed by now.
     */
    static List<String> copies(String bootstrap, String job) {
        List<String> copies = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap, "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> all = consumer.partitionsFor("centrifuge.replay").stream()
                    .map(partition -> new TopicPartition("centrifuge.replay", partition.partition()))
                    .toList();
            consumer.assign(all);
            consumer.seekToBeginning(all);
            Map<TopicPartition, Long> ends = consumer.endOffsets(all);
            while (!ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue())) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    Map<String, String> headers = new HashMap<>();
                    for (Header header : record.headers()) {
                        headers.put(header.key(), new String(header.value()));
                    }
                    if (job.equals(headers.get("replay"))) {
                        copies.add(record.partition() + "-" + headers.get("copied"));
                    }
                }
            }
        }
        return copies;
    }
}
