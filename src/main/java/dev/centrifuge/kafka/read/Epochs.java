package dev.centrifuge.kafka.read;

import dev.centrifuge.flow.lane.Lane;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The leader epochs in which the records before the marks were written. An offset alone does not tell, to whoever takes a
 * partition over, that the log was cut below the mark and has grown past it since; a broker that has lost records writes on in
 * another epoch, so the record before the mark is another's then. Each reader begins with that record:
 *
 * <pre>
 *   committed: mark 8, epoch 3                    committed: mark 8, epoch 3
 *   offset  … 5 6 7 | 8 9                          offset  … 5 6 7 | 8 9
 *   epoch     3 3 3   4 4   the log as it was      epoch     3 4 4   4 4   cut at 6
 * </pre>
 *
 * <p>Where the epoch is a later one the consumer is told the epoch of the mark: Kafka then says where that ends, by a
 * {@link org.apache.kafka.clients.consumer.LogTruncationException}, or that nothing is wrong. Not told in any case, since it
 * would wait for ever for a leader of that epoch if there has been none, as where the topic was made anew.
 *
 * <p>Belongs to the log thread.
 */
final class Epochs {
    private final Map<Lane, Integer> read = new HashMap<>();
    private final Map<Lane, Integer> written = new HashMap<>();
    private final Map<Lane, Integer> unproven = new HashMap<>();

    /**
     * A lane was taken over, and nothing of it is read yet.
     *
     * @param epoch the one that was committed beside the mark, if any
     */
    void own(Lane lane, OptionalInt epoch) {
        epoch.ifPresent(known -> {
            read.put(lane, known);
            written.put(lane, known);
            unproven.put(lane, known);
        });
    }

    void forget(Lane lane) {
        read.remove(lane);
        written.remove(lane);
        unproven.remove(lane);
    }

    /** The lane was fitted to what there is: nothing more is to be proven. */
    void moved(Lane lane) {
        unproven.remove(lane);
    }

    /**
     * Where a reader of the lane begins.
     *
     * @param start the log's first offset
     */
    long from(Lane lane, long start) {
        return unproven.containsKey(lane) ? Math.max(Math.min(start, lane.mark()), lane.mark() - 1) : lane.mark();
    }

    /**
     * What the consumer gave, without the record that was read before. Nothing where it is not the one that it was: then the
     * consumer is sent to the mark once more, and finds out.
     *
     * @param records of the lane, not empty
     */
    List<ConsumerRecord<byte[], byte[]>> proven(
            Lane lane, Consumer<byte[], byte[]> consumer, List<ConsumerRecord<byte[], byte[]>> records) {
        Integer known = unproven.isEmpty() ? null : unproven.remove(lane);
        if (known == null) {
            return records;
        }
        ConsumerRecord<byte[], byte[]> first = records.get(0);
        if (first.leaderEpoch().orElse(known) > known) {
            consumer.seek(
                    new TopicPartition(lane.topic(), lane.partition()),
                    new OffsetAndMetadata(lane.mark(), Optional.of(known), ""));
            return List.of();
        }
        return first.offset() < lane.mark() ? records.subList(1, records.size()) : records;
    }

    /** A record was taken: the mark is behind it. */
    void read(Lane lane, ConsumerRecord<byte[], byte[]> record) {
        int epoch = record.leaderEpoch().orElse(-1);
        if (epoch >= 0) {
            read.put(lane, epoch);
        }
    }

    /** The epoch to write beside the mark, or null where it is written. */
    @Nullable
    Integer unwritten(Lane lane) {
        Integer epoch = read.get(lane);
        return epoch == null || epoch.equals(written.get(lane)) ? null : epoch;
    }

    /** It is committed. */
    void written(Lane lane, int epoch) {
        if (read.containsKey(lane)) {
            written.put(lane, epoch);
        }
    }
}
