package dev.centrifuge.kafka.commit;

import dev.centrifuge.kafka.outlet.Refusals;
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
 * @param aside what changes nothing until the heads are there
 * @param heads for each partition what changed; each commits what it says, as a whole
 * @param offsets the same as offsets of the consumer group
 * @param group the group's generation, which is the fence
 * @param refusals told which copies were refused for their own sake, where it fails
 */
public record Writes(
        List<ProducerRecord<byte[], byte[]>> copies,
        List<ProducerRecord<byte[], byte[]>> aside,
        List<ProducerRecord<byte[], byte[]>> heads,
        Map<TopicPartition, OffsetAndMetadata> offsets,
        ConsumerGroupMetadata group,
        Refusals refusals) {

    public static Writes none(ConsumerGroupMetadata group) {
        return new Writes(
                new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new HashMap<>(), group, new Refusals());
    }

    /** How many records of {@code state} it writes. */
    public int stateRecords() {
        return aside.size() + heads.size();
    }
}
