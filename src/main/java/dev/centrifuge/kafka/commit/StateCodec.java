package dev.centrifuge.kafka.commit;

import dev.centrifuge.flow.lane.CursorState;
import dev.centrifuge.flow.lane.Scope;
import dev.centrifuge.flow.progress.Progress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Progress as records of {@code state}. Partition i of it speaks of partition i of every topic that is read:
 *
 * <pre>
 *   key  mark/&lt;topic&gt;            value  the mark, in decimal digits
 *   key  epoch/&lt;topic&gt;           value  the leader epoch of the record before the mark, in decimal digits
 *   key  open/&lt;topic&gt;/&lt;chunk&gt;    value  open legs of 1,024 offsets; none: a tombstone
 *   key  cursor/&lt;topic&gt;/&lt;scope&gt;  value  a detached scope's mark and how many legs it has behind it; none: a tombstone
 * </pre>
 */
public final class StateCodec {
    private static final String MARK = "mark/";
    private static final String EPOCH = "epoch/";
    private static final String OPEN = "open/";
    private static final String CURSOR = "cursor/";

    private StateCodec() {}

    /** The record of a mark. */
    public static ProducerRecord<byte[], byte[]> mark(String stateTopic, TopicPartition read, long mark) {
        byte[] value = Long.toString(mark).getBytes(StandardCharsets.US_ASCII);
        return new ProducerRecord<>(stateTopic, read.partition(), key(MARK + read.topic()), value);
    }

    /** The record of the leader epoch that the record before the mark is of. Versions that know none leave it alone. */
    public static ProducerRecord<byte[], byte[]> epoch(String stateTopic, TopicPartition read, int epoch) {
        byte[] value = Integer.toString(epoch).getBytes(StandardCharsets.US_ASCII);
        return new ProducerRecord<>(stateTopic, read.partition(), key(EPOCH + read.topic()), value);
    }

    /** The records of chunks of open legs. */
    public static List<ProducerRecord<byte[], byte[]>> open(
            String stateTopic, TopicPartition read, Map<Long, byte @Nullable []> chunks) {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        chunks.forEach((chunk, bytes) -> records.add(
                new ProducerRecord<>(stateTopic, read.partition(), key(OPEN + read.topic() + "/" + chunk), bytes)));
        return records;
    }

    /** The records of cursors. */
    public static List<ProducerRecord<byte[], byte[]>> cursors(
            String stateTopic, TopicPartition read, Map<Scope, @Nullable CursorState> cursors) {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        cursors.forEach((scope, state) -> {
            byte[] value = state == null
                    ? null
                    : (state.mark() + " " + state.skipped() + " " + state.countsFrom())
                            .getBytes(StandardCharsets.US_ASCII);
            byte[] key = key(CURSOR + read.topic() + "/" + scope.encoded());
            records.add(new ProducerRecord<>(stateTopic, read.partition(), key, value));
        });
        return records;
    }

    private static CursorState cursor(byte[] value) {
        String[] numbers = new String(value, StandardCharsets.US_ASCII).split(" ", 3);
        return new CursorState(Long.parseLong(numbers[0]), Long.parseLong(numbers[1]), Long.parseLong(numbers[2]));
    }

    private static byte[] key(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** What one partition of {@code state} says, by topic, record by record. */
    public static final class Restorer {
        private final Map<String, Long> marks = new HashMap<>();
        private final Map<String, Integer> epochs = new HashMap<>();
        private final Map<String, Map<Long, byte[]>> chunks = new HashMap<>();
        private final Map<String, Map<Scope, CursorState>> cursors = new HashMap<>();

        /** Keys of other kinds are left alone: a newer version may have written them. */
        void accept(byte[] key, byte @Nullable [] value) {
            String text = new String(key, StandardCharsets.UTF_8);
            if (text.startsWith(MARK) && value != null) {
                marks.put(text.substring(MARK.length()), Long.parseLong(new String(value, StandardCharsets.US_ASCII)));
            } else if (text.startsWith(EPOCH) && value != null) {
                epochs.put(
                        text.substring(EPOCH.length()), Integer.parseInt(new String(value, StandardCharsets.US_ASCII)));
            } else if (text.startsWith(OPEN)) {
                int slash = text.lastIndexOf('/');
                put(chunks, text.substring(OPEN.length(), slash), Long.parseLong(text.substring(slash + 1)), value);
            } else if (text.startsWith(CURSOR)) {
                int slash = text.indexOf('/', CURSOR.length());
                CursorState state = value == null ? null : cursor(value);
                put(cursors, text.substring(CURSOR.length(), slash), Scope.parse(text.substring(slash + 1)), state);
            }
        }

        private static <K, V> void put(Map<String, Map<K, V>> byTopic, String topic, K key, @Nullable V value) {
            Map<K, V> ofTopic = byTopic.computeIfAbsent(topic, t -> new HashMap<>());
            if (value == null) {
                ofTopic.remove(key);
            } else {
                ofTopic.put(key, value);
            }
        }

        /** The committed progress of a topic's partition, or null where it was never read. */
        public @Nullable Progress progress(String topic) {
            Long mark = marks.get(topic);
            return mark == null ? null : Progress.restored(mark, chunks.getOrDefault(topic, Map.of()));
        }

        /** The leader epoch of the record before the mark, where it is known. */
        public OptionalInt epoch(String topic) {
            Integer epoch = epochs.get(topic);
            return epoch == null ? OptionalInt.empty() : OptionalInt.of(epoch);
        }

        /** The committed cursors of a topic's partition. */
        public Map<Scope, CursorState> cursors(String topic) {
            return cursors.getOrDefault(topic, Map.of());
        }
    }
}
