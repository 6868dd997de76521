package dev.centrifuge.kafka.commit;

import dev.centrifuge.flow.lane.CursorState;
import dev.centrifuge.flow.lane.Scope;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The records of a lane; see {@link StateCodec}.
 *
 * @param read the partition that the lane reads
 */
record StateRecords(String stateTopic, TopicPartition read) {

    ProducerRecord<byte[], byte[]> head(byte[] head) {
        return record(StateCodec.HEAD, "", head);
    }

    ProducerRecord<byte[], byte[]> chunk(long index, byte @Nullable [] open) {
        return record(StateCodec.OPEN, "/" + index, open);
    }

    ProducerRecord<byte[], byte[]> cursor(Scope scope, @Nullable CursorState state) {
        byte[] value = state == null ? null : Long.toString(state.mark()).getBytes(StandardCharsets.US_ASCII);
        return record(StateCodec.CURSOR, "/" + scope.encoded(), value);
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
        byte[] key = (kind + read.topic() + which).getBytes(StandardCharsets.UTF_8);
        return new ProducerRecord<>(stateTopic, read.partition(), key, value);
    }
}
