package dev.centrifuge.kafka.read;

import dev.centrifuge.flow.Progress;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * What one transaction writes: progress that changed, the copies made since the last one, and an offset of each partition
 * it writes about, which makes the group's generation (or the transactional id) the fence for all of it.
 *
 * @param changes the progress that is written, to be given back if the transaction fails
 * @param copies the legs that it resolves by a copy
 */
record Checkpoint(
        List<ProducerRecord<byte[], byte[]>> state,
        List<Copy> copies,
        Map<Lane, Progress.Changes> changes,
        Map<TopicPartition, OffsetAndMetadata> offsets,
        ConsumerGroupMetadata group) {}
