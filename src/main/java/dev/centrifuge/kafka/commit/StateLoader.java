package dev.centrifuge.kafka.commit;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads {@code state} for partitions that are taken over.
 *
 * <p>Two consumers: one reads uncommitted and tells where the log ends, the other reads committed and must come that far.
 * Where it cannot yet, a former owner's transaction is undecided: dispatching before it is decided could send again what
 * that transaction resolves. It is decided at the latest after {@code transaction.timeout}.
 */
public final class StateLoader {
    private static final Duration POLL = Duration.ofMillis(100);

    private final String topic;
    private final Consumer<byte[], byte[]> uncommitted;
    private final Consumer<byte[], byte[]> committed;

    public StateLoader(String topic, Consumer<byte[], byte[]> uncommitted, Consumer<byte[], byte[]> committed) {
        this.topic = topic;
        this.uncommitted = uncommitted;
        this.committed = committed;
    }

    /** Blocks until all of it is read; the consumers stay open. */
    public Map<Integer, StateCodec.Restorer> load(Collection<Integer> partitions) {
        List<TopicPartition> all =
                partitions.stream().map(i -> new TopicPartition(topic, i)).toList();
        Map<TopicPartition, Long> ends = uncommitted.endOffsets(all);
        Map<Integer, StateCodec.Restorer> restorers = new HashMap<>();
        partitions.forEach(i -> restorers.put(i, new StateCodec.Restorer()));
        committed.assign(all);
        committed.seekToBeginning(all);
        while (!reached(ends)) {
            for (ConsumerRecord<byte[], byte[]> record : committed.poll(POLL)) {
                restorers
                        .computeIfAbsent(record.partition(), i -> new StateCodec.Restorer())
                        .accept(record.key(), record.value());
            }
        }
        committed.unsubscribe();
        return restorers;
    }

    private boolean reached(Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> committed.position(end.getKey()) >= end.getValue());
    }
}
