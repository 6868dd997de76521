package dev.centrifuge.kafka.commit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * What one checkpoint writes.
 *
 * @param copies legs for delay topics and dead letters, which the progress counts as resolved
 * @param open open legs, chunk by chunk
 * @param cursors where detached scopes stand
 * @param marks how far each partition was read
 * @param offsets the same as offsets of the consumer group
 * @param group the group's generation, which is the fence
 */
public record Writes(
        List<ProducerRecord<byte[], byte[]>> copies,
        List<ProducerRecord<byte[], byte[]>> open,
        List<ProducerRecord<byte[], byte[]>> cursors,
        List<ProducerRecord<byte[], byte[]>> marks,
        Map<TopicPartition, OffsetAndMetadata> offsets,
        ConsumerGroupMetadata group) {

    public static Writes none(ConsumerGroupMetadata group) {
        return new Writes(
                new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new HashMap<>(), group);
    }

    /** How many records of {@code state} it writes. */
    public int stateRecords() {
        return open.size() + cursors.size() + marks.size();
    }
}
