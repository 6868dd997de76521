package dev.centrifuge.kafka.group;

import dev.centrifuge.flow.Delay;
import dev.centrifuge.flow.count.Counts;
import dev.centrifuge.flow.count.Group.Behind;
import dev.centrifuge.flow.count.Row;
import dev.centrifuge.kafka.Topics;
import dev.centrifuge.kafka.state.StateCodec;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was committed of the funnel of one partition and its delay topics: the newest bytes of each key, decoded when somebody
 * asks, since a busy partition has five checkpoints a second. Records of a partition are one log, so whatever was read of it
 * last, all of what is held is of one moment between two checkpoints, or in the middle of one that changes nothing yet.
 *
 * <p>Belongs to the thread that follows {@code state}.
 */
final class Followed {
    private final Topics topics;
    private final Map<ByteBuffer, byte[]> records = new LinkedHashMap<>();
    private long bytes;
    private long at;
    private @Nullable Lanes decoded;

    /**
     * The partition at its last checkpoint.
     *
     * @param rows by the delay topic that the lane reads, null for events
     * @param behind what is pending and not in a delay topic, by destination
     */
    record Lanes(Map<@Nullable Delay, List<Row>> rows, Map<String, Behind> behind) {}

    Followed(Topics topics) {
        this.topics = topics;
    }

    void record(byte[] key, byte @Nullable [] value, long millis) {
        ByteBuffer name = ByteBuffer.wrap(key);
        byte[] former = value == null ? records.remove(name) : records.put(name, value);
        if (former != null) {
            bytes -= key.length + former.length;
        }
        bytes += value == null ? 0 : key.length + value.length;
        at = Math.max(at, millis);
        decoded = null;
    }

    void clear() {
        records.clear();
        bytes = 0;
        decoded = null;
    }

    /** What is held, keys and values. */
    long bytes() {
        return bytes;
    }

    /** When the last of it was written, in milliseconds since the epoch; 0 where nothing was. */
    long at() {
        return at;
    }

    boolean isDecoded() {
        return decoded != null;
    }

    /** Another node's partition is not asked for any more. */
    void forgetDecoded() {
        decoded = null;
    }

    /** @throws IllegalArgumentException where a record is broken, or is of another version */
    Lanes lanes() {
        Lanes known = decoded;
        if (known == null) {
            known = decode();
            decoded = known;
        }
        return known;
    }

    @SuppressWarnings("ByteBufferBackingArray") // keys are wrapped whole, in record
    private Lanes decode() {
        StateCodec.Restorer restorer = new StateCodec.Restorer();
        records.forEach((key, value) -> restorer.accept(key.array(), value));
        Map<@Nullable Delay, List<Row>> rows = new HashMap<>();
        rows.put(null, restorer.counts(topics.events()));
        for (Delay delay : Delay.values()) {
            rows.put(delay, restorer.counts(topics.retry(delay)));
        }
        Map<String, Behind> behind = new HashMap<>();
        rows.values().forEach(lane -> lane.forEach(row -> add(behind, row)));
        return new Lanes(rows, behind);
    }

    private static void add(Map<String, Behind> behind, Row row) {
        Counts counts = row.counts();
        if (counts != null && !row.pair().ofEvents() && (counts.open() != 0 || counts.skipped() != 0)) {
            behind.merge(row.pair().destination(), new Behind(counts.open(), counts.skipped()), Behind::plus);
        }
    }
}
