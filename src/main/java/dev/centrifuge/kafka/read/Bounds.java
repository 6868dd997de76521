package dev.centrifuge.kafka.read;

import dev.centrifuge.flow.lane.Lane;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/** Where the logs of some partitions begin and end, asked for all at once. */
record Bounds(Map<TopicPartition, Long> starts, Map<TopicPartition, Long> ends) {

    static Bounds of(Consumer<byte[], byte[]> consumer, Collection<TopicPartition> partitions) {
        return new Bounds(consumer.beginningOffsets(partitions), consumer.endOffsets(partitions));
    }

    long start(TopicPartition partition) {
        return starts.getOrDefault(partition, 0L);
    }

    /**
     * Fits committed progress to what the log still has.
     *
     * @param lane as it was committed
     * @param committedOnly whether the consumer reads committed records only: then the end it is told may lie below what
     *     an undecided transaction has written, and says nothing
     * @return how much is lost; anything but 0 is an alarm
     */
    long fit(TopicPartition partition, Lane lane, boolean committedOnly) {
        long end = committedOnly ? Long.MAX_VALUE : ends.getOrDefault(partition, Long.MAX_VALUE);
        return lane.fit(start(partition), end);
    }
}
