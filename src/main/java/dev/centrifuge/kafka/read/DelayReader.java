package dev.centrifuge.kafka.read;

import dev.centrifuge.time.Ticker;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads the delay topics, committed records only, each when it is due. What a poll returns early waits in its lane,
 * which is paused meanwhile: at most one fetch (128 KiB) a lane.
 *
 * <p>Belongs to the log thread.
 */
final class DelayReader implements AutoCloseable {
    private static final Duration CLOSE = Duration.ofSeconds(1);

    private final Consumer<byte[], byte[]> consumer;
    private final Lanes lanes;
    private final Ticker ticker;

    DelayReader(Consumer<byte[], byte[]> consumer, Lanes lanes, Ticker ticker) {
        this.consumer = consumer;
        this.lanes = lanes;
        this.ticker = ticker;
    }

    Consumer<byte[], byte[]> consumer() {
        return consumer;
    }

    void add(Lane lane) {
        Set<TopicPartition> assigned = new HashSet<>(consumer.assignment());
        assigned.add(lane.partition);
        consumer.assign(assigned);
        consumer.seek(lane.partition, lane.progress.lowestOpen());
    }

    void remove(Collection<Lane> gone) {
        Set<TopicPartition> assigned = new HashSet<>(consumer.assignment());
        gone.forEach(lane -> assigned.remove(lane.partition));
        consumer.assign(assigned);
    }

    void poll() {
        if (consumer.assignment().isEmpty()) {
            return;
        }
        long now = ticker.millis();
        for (Lane lane : List.copyOf(lanes.all())) {
            if (!lane.early.isEmpty()) {
                takeDue(lane, now);
            }
        }
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ZERO)) {
            Lane lane = lanes.get(new TopicPartition(record.topic(), record.partition()));
            if (lane != null) {
                take(lane, record, now);
            }
        }
    }

    private void takeDue(Lane lane, long now) {
        while (!lane.early.isEmpty() && lane.due(lane.early.peek(), now)) {
            lanes.take(lane, lane.early.remove());
        }
        if (lane.early.isEmpty()) {
            consumer.resume(Set.of(lane.partition));
        }
    }

    private void take(Lane lane, ConsumerRecord<byte[], byte[]> record, long now) {
        if (lane.early.isEmpty() && lane.due(record, now)) {
            lanes.take(lane, record);
            return;
        }
        if (lane.early.isEmpty()) {
            consumer.pause(Set.of(lane.partition));
        }
        lane.early.add(record);
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(CLOSE));
    }
}
