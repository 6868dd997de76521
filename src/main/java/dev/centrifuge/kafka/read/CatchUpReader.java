package dev.centrifuge.kafka.read;

import dev.centrifuge.fault.Failpoint;
import dev.centrifuge.flow.lane.Lane;
import dev.centrifuge.flow.lane.Lanes;
import dev.centrifuge.flow.lane.Sweep;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads for one sweep of each lane: a second and third position in the same partitions, and for the delay topics too. It has
 * exactly those partitions assigned whose sweep is running.
 *
 * <p>Belongs to the log thread.
 */
final class CatchUpReader implements AutoCloseable {
    private static final Duration CLOSE = Duration.ofSeconds(1);

    private final Consumer<byte[], byte[]> consumer;
    private final Lanes lanes;
    private final int slot;
    private final RecordEntry entry;
    private final ReaderListener listener;
    private final Map<TopicPartition, Sweep> sweeps = new HashMap<>();
    private final Map<TopicPartition, Long> positions = new HashMap<>();

    CatchUpReader(
            Consumer<byte[], byte[]> consumer, Lanes lanes, int slot, RecordEntry entry, ReaderListener listener) {
        this.consumer = consumer;
        this.lanes = lanes;
        this.slot = slot;
        this.entry = entry;
        this.listener = listener;
    }

    /** Goes where the sweeps are; whether any is running. */
    boolean follow() {
        sweeps.clear();
        for (Lane lane : lanes.all()) {
            Sweep sweep = lane.sweeps().get(slot);
            if (sweep.running()) {
                sweeps.put(new TopicPartition(lane.topic(), lane.partition()), sweep);
            }
        }
        if (sweeps.isEmpty() && positions.isEmpty()) {
            return false;
        }
        if (!consumer.assignment().equals(sweeps.keySet())) {
            consumer.assign(sweeps.keySet());
            positions.keySet().retainAll(sweeps.keySet());
        }
        sweeps.forEach((partition, sweep) -> {
            if (positions.getOrDefault(partition, -1L) != sweep.next()) {
                consumer.seek(partition, sweep.next());
                positions.put(partition, sweep.next());
            }
        });
        return !sweeps.isEmpty();
    }

    /** After {@link #follow} has said that there is something to read. */
    void poll(Duration patience) {
        try {
            ConsumerRecords<byte[], byte[]> polled = consumer.poll(patience);
            for (TopicPartition partition : polled.partitions()) {
                Sweep sweep = sweeps.get(partition);
                if (sweep != null) {
                    for (ConsumerRecord<byte[], byte[]> record : polled.records(partition)) {
                        sweep.take(entry.of(record));
                        Failpoint.SWEEPING.pass();
                    }
                }
            }
            for (TopicPartition partition : polled.partitions()) {
                positions.put(partition, consumer.position(partition));
            }
            sweeps.forEach((partition, sweep) -> sweep.passed(positions.getOrDefault(partition, 0L)));
        } catch (OffsetOutOfRangeException e) {
            Set<TopicPartition> gone = e.offsetOutOfRangePartitions().keySet();
            consumer.beginningOffsets(gone).forEach(this::begin);
        }
    }

    /** What was below {@code start} is gone: nobody can read it any more, and that is an alarm. */
    private void begin(TopicPartition partition, long start) {
        Lane lane = lanes.get(partition.topic(), partition.partition());
        Sweep sweep = sweeps.get(partition);
        if (lane == null || sweep == null) {
            return;
        }
        long lost = lane.fit(start, Long.MAX_VALUE);
        if (lost > 0) {
            listener.lost(partition.topic(), partition.partition(), lost);
        }
        sweep.passed(start);
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(CLOSE));
    }
}
