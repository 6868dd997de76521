package dev.centrifuge.kafka.read;

import dev.centrifuge.flow.Delay;
import dev.centrifuge.flow.lane.Lane;
import dev.centrifuge.flow.lane.Lanes;
import dev.centrifuge.kafka.read.past.Realigner;
import dev.centrifuge.kafka.read.past.RecordEntry;
import dev.centrifuge.time.Ticker;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads the delay topics, committed records only, each when it is due: when it has been in the topic for the topic's delay
 * (its append time is the broker's). The head is always the next due. What a poll returns early waits here, and its partition
 * is paused meanwhile: at most one fetch (128 KiB) a partition.
 *
 * <p>Belongs to the log thread.
 */
final class DelayReader implements AutoCloseable {
    private static final Duration CLOSE = Duration.ofSeconds(1);

    private final Consumer<byte[], byte[]> consumer;
    private final Lanes lanes;
    private final RecordEntry entry;
    private final Ticker ticker;
    private final Realigner realigner;
    private final Epochs epochs;
    private final Map<Lane, ArrayDeque<ConsumerRecord<byte[], byte[]>>> early = new HashMap<>();

    DelayReader(
            Consumer<byte[], byte[]> consumer,
            Lanes lanes,
            RecordEntry entry,
            Ticker ticker,
            Realigner realigner,
            Epochs epochs) {
        this.consumer = consumer;
        this.lanes = lanes;
        this.entry = entry;
        this.ticker = ticker;
        this.realigner = realigner;
        this.epochs = epochs;
    }

    Consumer<byte[], byte[]> consumer() {
        return consumer;
    }

    /** @param start the first offset that there is */
    void add(Lane lane, long start) {
        TopicPartition partition = partition(lane);
        Set<TopicPartition> assigned = new HashSet<>(consumer.assignment());
        assigned.add(partition);
        consumer.assign(assigned);
        consumer.seek(partition, epochs.from(lane, start));
        early.put(lane, new ArrayDeque<>());
    }

    void remove(Collection<Lane> gone) {
        Set<TopicPartition> assigned = new HashSet<>(consumer.assignment());
        gone.forEach(lane -> {
            assigned.remove(partition(lane));
            early.remove(lane);
        });
        consumer.assign(assigned);
    }

    private static TopicPartition partition(Lane lane) {
        return new TopicPartition(lane.topic(), lane.partition());
    }

    void poll() {
        if (early.isEmpty()) {
            return;
        }
        long now = ticker.millis();
        early.forEach((lane, waiting) -> {
            if (!waiting.isEmpty()) {
                takeDue(lane, waiting, now);
            }
        });
        ConsumerRecords<byte[], byte[]> polled = polled();
        for (TopicPartition partition : polled.partitions()) {
            Lane lane = lanes.get(partition.topic(), partition.partition());
            ArrayDeque<ConsumerRecord<byte[], byte[]>> waiting = lane == null ? null : early.get(lane);
            if (lane != null && waiting != null) {
                epochs.proven(lane, consumer, polled.records(partition))
                        .forEach(record -> take(lane, waiting, record, now));
            }
        }
    }

    private ConsumerRecords<byte[], byte[]> polled() {
        try {
            return consumer.poll(Duration.ZERO);
        } catch (OffsetOutOfRangeException e) {
            realigner.realign(consumer, e);
            return ConsumerRecords.empty();
        }
    }

    /** See {@link Realigner.Follower}. */
    void moved(TopicPartition partition, Lane lane) {
        ArrayDeque<ConsumerRecord<byte[], byte[]>> waiting = early.get(lane);
        if (waiting != null) {
            waiting.clear();
            consumer.resume(Set.of(partition));
            consumer.seek(partition, lane.mark());
        }
    }

    private void takeDue(Lane lane, ArrayDeque<ConsumerRecord<byte[], byte[]>> waiting, long now) {
        while (!waiting.isEmpty() && due(lane, waiting.element(), now)) {
            take(lane, waiting.remove());
        }
        if (waiting.isEmpty()) {
            consumer.resume(Set.of(partition(lane)));
        }
    }

    private void take(
            Lane lane,
            ArrayDeque<ConsumerRecord<byte[], byte[]>> waiting,
            ConsumerRecord<byte[], byte[]> record,
            long now) {
        if (waiting.isEmpty() && due(lane, record, now)) {
            take(lane, record);
            return;
        }
        if (waiting.isEmpty()) {
            consumer.pause(Set.of(partition(lane)));
        }
        waiting.add(record);
    }

    private void take(Lane lane, ConsumerRecord<byte[], byte[]> record) {
        lanes.take(lane, entry.of(record));
        epochs.read(lane, record);
    }

    private static boolean due(Lane lane, ConsumerRecord<byte[], byte[]> record, long nowMillis) {
        Delay delay = lane.delay();
        return delay == null || nowMillis - record.timestamp() >= delay.millis();
    }

    /** Records of a lane that were read and are not due. */
    int waiting(Lane lane) {
        ArrayDeque<ConsumerRecord<byte[], byte[]>> waiting = early.get(lane);
        return waiting == null ? 0 : waiting.size();
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(CLOSE));
    }
}
