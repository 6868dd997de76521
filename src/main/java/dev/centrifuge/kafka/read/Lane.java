package dev.centrifuge.kafka.read;

import dev.centrifuge.flow.Delay;
import dev.centrifuge.flow.progress.AgeIndex;
import dev.centrifuge.flow.progress.Progress;
import java.util.ArrayDeque;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * One partition that is being read: {@code events-i}, or a delay topic's.
 *
 * <p>A record of a delay topic is due when it has been in the topic for the topic's delay (its append time is the
 * broker's). The head is always the next due, so a lane holds what one poll returned early and is paused meanwhile.
 *
 * <p>Belongs to the log thread.
 */
final class Lane {
    final TopicPartition partition;
    final int epoch;
    final Progress progress;
    final @Nullable Delay delay;
    final ArrayDeque<ConsumerRecord<byte[], byte[]>> early = new ArrayDeque<>();

    final AgeIndex ages = new AgeIndex();

    /** Below it a record is read again, for its open legs only. */
    final long rereadBelow;

    /** Below it every record is resolved, and that is committed: nobody will read it again but replays. */
    long resolvedBelow;

    /** Legs handed to dispatch that have not ended. */
    int inMemory;

    Lane(TopicPartition partition, int epoch, Progress progress, @Nullable Delay delay) {
        this.partition = partition;
        this.epoch = epoch;
        this.progress = progress;
        this.delay = delay;
        this.rereadBelow = progress.mark();
    }

    /** Whether a record may be handed over now. */
    boolean due(ConsumerRecord<byte[], byte[]> record, long nowMillis) {
        return delay == null || nowMillis - record.timestamp() >= delay.millis();
    }
}
