package dev.centrifuge.kafka.read.past;

import dev.centrifuge.flow.lane.Lane;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;

/** Where the logs of some partitions begin and end, asked for all at once. */
public record Bounds(Map<TopicPartition, Long> starts, Map<TopicPartition, Long> ends) {

    public static Bounds of(Consumer<byte[], byte[]> consumer, Collection<TopicPartition> partitions) {
        return new Bounds(consumer.beginningOffsets(partitions), consumer.endOffsets(partitions));
    }

    /**
     * Where a partition begins and ends for whoever was told that it is not there any more. A log that was cut may have grown
     * past what was read by now: for what was read it ends where it differs.
     */
    static Bounds after(OffsetOutOfRangeException gone, Consumer<byte[], byte[]> consumer, TopicPartition partition) {
        Bounds now = of(consumer, Set.of(partition));
        OffsetAndMetadata differs = gone instanceof LogTruncationException cut
                ? cut.divergentOffsets().get(partition)
                : null;
        if (differs == null) {
            return now;
        }
        long end = Math.min(differs.offset(), now.ends.getOrDefault(partition, Long.MAX_VALUE));
        return new Bounds(now.starts, Map.of(partition, end));
    }

    public long start(TopicPartition partition) {
        return starts.getOrDefault(partition, 0L);
    }

    long end(TopicPartition partition) {
        return ends.getOrDefault(partition, 0L);
    }

    /**
     * Fits committed progress to what the log still has.
     *
     * @param lane as it was committed
     * @param committedOnly whether the consumer reads committed records only: then the end it is told may lie below what
     *     an undecided transaction has written, and says nothing
     * @return how much is lost; anything but 0 is an alarm
     */
    public long fit(TopicPartition partition, Lane lane, boolean committedOnly) {
        long end = committedOnly ? Long.MAX_VALUE : ends.getOrDefault(partition, Long.MAX_VALUE);
        return lane.fit(start(partition), end);
    }
}
