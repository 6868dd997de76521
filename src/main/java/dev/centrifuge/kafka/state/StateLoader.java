package dev.centrifuge.kafka.state;

import dev.centrifuge.kafka.state.StateRecords.Member;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

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
    private final boolean sole;

    /**
     * @param sole whether this is the only reader: then records are together ({@link StateRecords}), but for partitions that were begun
     *     before there was that, or by a group
     */
    public StateLoader(
            String topic, Consumer<byte[], byte[]> uncommitted, Consumer<byte[], byte[]> committed, boolean sole) {
        this.topic = topic;
        this.uncommitted = uncommitted;
        this.committed = committed;
        this.sole = sole;
    }

    /**
     * Blocks until all of it is read; the consumers stay open.
     *
     * <p>Where a lane is on record in both places, it is the partition's own that counts: records are never written together of a lane
     * that is on record apart, so these are the older ones.
     *
     * @param partitions where this is the only reader, all there are
     */
    public Map<Integer, StateCodec.Restorer> load(Collection<Integer> partitions) {
        Map<Integer, Found> found = new HashMap<>();
        partitions.forEach(partition -> found.put(partition, new Found()));
        read(committed, partitions, record -> accept(record, found));
        if (!partitions.contains(StateRecords.PLACE)) {
            // Those that are together were written without transactions: nothing of them is undecided.
            read(uncommitted, List.of(StateRecords.PLACE), record -> {
                if (Member.of(topic, record.key()) != null) {
                    accept(record, found);
                }
            });
        }
        Map<Integer, StateCodec.Restorer> restored = new HashMap<>();
        found.forEach((partition, both) -> restored.put(partition, both.joined(sole)));
        return restored;
    }

    private void accept(ConsumerRecord<byte[], byte[]> record, Map<Integer, Found> found) {
        Member member = Member.of(topic, record.key());
        Found of = found.get(member == null ? record.partition() : member.partition());
        if (of == null) {
            return;
        }
        if (member == null) {
            of.apart.accept(record.key(), record.value());
        } else {
            of.together(member.key(), record.value());
        }
    }

    private void read(
            Consumer<byte[], byte[]> by,
            Collection<Integer> partitions,
            java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> to) {
        List<TopicPartition> all =
                partitions.stream().map(i -> new TopicPartition(topic, i)).toList();
        Map<TopicPartition, Long> ends = uncommitted.endOffsets(all);
        by.assign(all);
        by.seekToBeginning(all);
        while (!ends.entrySet().stream().allMatch(end -> by.position(end.getKey()) >= end.getValue())) {
            by.poll(POLL).forEach(to);
        }
        by.unsubscribe();
    }

    /** What is on record of one partition. */
    private static final class Found {
        final StateCodec.Restorer apart = new StateCodec.Restorer(false);
        private final StateCodec.Restorer together = new StateCodec.Restorer(true);
        private final Map<String, byte[]> records = new LinkedHashMap<>();

        void together(String key, byte @Nullable [] value) {
            together.accept(key.getBytes(StandardCharsets.UTF_8), value);
            if (value == null) {
                records.remove(key);
            } else {
                records.put(key, value);
            }
        }

        StateCodec.Restorer joined(boolean sole) {
            if (sole && !apart.begun()) {
                return together;
            }
            apart.adopt(together);
            if (!sole) {
                apart.move(records);
            }
            return apart;
        }
    }
}
