package dev.centrifuge.kafka.state;

import dev.centrifuge.flow.handover.CursorState;
import dev.centrifuge.flow.handover.Scope;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The records of a lane; see {@link StateCodec}.
 *
 * <p>Where there is one reader for all partitions, those of all lanes are together in partition {@link #PLACE}: a checkpoint is one
 * batch there, where each partition's own would be little but a batch's header. Their keys then begin with what partition they speak of,
 * and leave out what every topic's name begins with, and the kind of a head:
 *
 * <p>A member of a group that finds a lane on record there and not in its own partition brings the lane's records over, as they are,
 * by its first checkpoint. What is left there then counts no more, and is not written again.
 *
 * <pre>
 *   mark/centrifuge.events     of partition 3:  {@literal @}3/events
 *   open/centrifuge.events/17                   {@literal @}3/open/events/17
 * </pre>
 *
 * @param read the partition that the lane reads
 * @param together whether they are with those of all other lanes
 */
record StateRecords(String stateTopic, TopicPartition read, boolean together) {
    /** Where all lanes' records are, where they are together. */
    static final int PLACE = 0;

    private static final char TOGETHER = '@';

    /**
     * A record that is together with others.
     *
     * @param partition that it speaks of
     * @param key as it would be in that
     */
    record Member(int partition, String key) {

        /** Null where the key is of none. */
        static @Nullable Member of(String stateTopic, byte[] key) {
            if (key.length == 0 || key[0] != TOGETHER) {
                return null;
            }
            String[] words =
                    new String(key, StandardCharsets.UTF_8).substring(1).split("/", 4);
            String kind = words.length == 2 ? StateCodec.HEAD : words[1] + "/";
            String topic = namespace(stateTopic) + words[words.length == 2 ? 1 : 2];
            String which = words.length < 4 ? "" : "/" + words[3];
            return new Member(Integer.parseInt(words[0]), kind + topic + which);
        }
    }

    ProducerRecord<byte[], byte[]> head(byte[] head) {
        return record(StateCodec.HEAD, "", head);
    }

    ProducerRecord<byte[], byte[]> epoch(int epoch) {
        return record(StateCodec.EPOCH, "", Integer.toString(epoch).getBytes(StandardCharsets.US_ASCII));
    }

    ProducerRecord<byte[], byte[]> chunk(long index, byte @Nullable [] open) {
        return record(StateCodec.OPEN, "/" + index, open);
    }

    ProducerRecord<byte[], byte[]> cursor(Scope scope, @Nullable CursorState state) {
        byte[] value = state == null ? null : Long.toString(state.mark()).getBytes(StandardCharsets.US_ASCII);
        return record(StateCodec.CURSOR, "/" + scope.encoded(), value);
    }

    ProducerRecord<byte[], byte[]> suppressed(long chunk, byte @Nullable [] offsets) {
        return record(SuppressedCodec.SUPPRESSED, "/" + chunk, offsets);
    }

    ProducerRecord<byte[], byte[]> counts(long page, byte[] rows) {
        return record(StateCodec.COUNTS, "/" + page, rows);
    }

    ProducerRecord<byte[], byte[]> names(byte[] names) {
        return record(StateCodec.NAMES, "", names);
    }

    ProducerRecord<byte[], byte[]> part(long number, byte @Nullable [] part) {
        return record(StateCodec.PART, "/" + number, part);
    }

    private ProducerRecord<byte[], byte[]> record(String kind, String which, byte @Nullable [] value) {
        String key = together ? member(kind) + which : kind + read.topic() + which;
        return new ProducerRecord<>(
                stateTopic, together ? PLACE : read.partition(), key.getBytes(StandardCharsets.UTF_8), value);
    }

    private String member(String kind) {
        String topic = read.topic().substring(namespace(stateTopic).length());
        return TOGETHER + (read.partition() + "/") + (kind.equals(StateCodec.HEAD) ? "" : kind) + topic;
    }

    /** What the names of all topics begin with, the dot included. */
    private static String namespace(String stateTopic) {
        return stateTopic.substring(0, stateTopic.lastIndexOf('.') + 1);
    }
}
