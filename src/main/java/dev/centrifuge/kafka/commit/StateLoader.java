package dev.centrifuge.kafka.commit;

import dev.centrifuge.kafka.commit.StateRecords.Member;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
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
     *     before there was that
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
     * @param partitions where this is the only reader, all there are
     */
    public Map<Integer, StateCodec.Restorer> load(Collection<Integer> partitions) {
        List<TopicPartition> all =
                partitions.stream().map(i -> new TopicPartition(topic, i)).toList();
        Map<TopicPartition, Long> ends = uncommitted.endOffsets(all);
        Map<Integer, StateCodec.Restorer> apart = new HashMap<>();
        Map<Integer, StateCodec.Restorer> together = new HashMap<>();
        for (int partition : partitions) {
            apart.put(partition, new StateCodec.Restorer(false));
            together.put(partition, new StateCodec.Restorer(true));
        }
        committed.assign(all);
        committed.seekToBeginning(all);
        while (!reached(ends)) {
            for (ConsumerRecord<byte[], byte[]> record : committed.poll(POLL)) {
                Member member = Member.of(topic, record.key());
                if (member == null) {
                    accept(apart.get(record.partition()), record.key(), record.value());
                } else {
                    accept(
                            together.get(member.partition()),
                            member.key().getBytes(StandardCharsets.UTF_8),
                            record.value());
                }
            }
        }
        committed.unsubscribe();
        if (sole) {
            apart.entrySet().removeIf(each -> !each.getValue().begun());
            together.forEach(apart::putIfAbsent);
        }
        return apart;
    }

    private static void accept(StateCodec.@Nullable Restorer restorer, byte[] key, byte @Nullable [] value) {
        if (restorer != null) {
            restorer.accept(key, value);
        }
    }

    private boolean reached(Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> committed.position(end.getKey()) >= end.getValue());
    }
}
