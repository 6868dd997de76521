package dev.centrifuge.kafka.read.past;

import dev.centrifuge.event.Event;
import dev.centrifuge.flow.lane.Lane;
import dev.centrifuge.flow.lane.Lanes;
import dev.centrifuge.time.Ticker;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Reads again, after a takeover, what duplicates of the next records may be duplicates of: from the window's beginning to the
 * mark. The main reader does not read a partition before that is done; ingest and the sweeps go on meanwhile. No more is
 * read than there is memory for.
 *
 * <p>Belongs to the log thread. Has a consumer only while there is something to read.
 */
public final class RecallReader implements AutoCloseable {
    private static final Duration CLOSE = Duration.ofSeconds(1);
    private static final Duration MOMENT = Duration.ofMillis(1);
    private static final Duration PEEK = Duration.ofSeconds(2);
    private static final long TURN_NANOS = 5_000_000;

    /** By how much this clock may be ahead of a broker's. */
    private static final long SKEW_MILLIS = 60_000;

    private final Supplier<Consumer<byte[], byte[]>> clients;
    private final Lanes lanes;
    private final RecordEntry entry;
    private final Ticker ticker;
    private final Map<TopicPartition, Lane> reading = new HashMap<>();

    /** Of which not the whole window is read, and nothing yet. */
    private final Set<TopicPartition> shortened = new HashSet<>();

    private @Nullable Consumer<byte[], byte[]> consumer;

    public RecallReader(Supplier<Consumer<byte[], byte[]>> clients, Lanes lanes, RecordEntry entry, Ticker ticker) {
        this.clients = clients;
        this.lanes = lanes;
        this.entry = entry;
        this.ticker = ticker;
    }

    /** The partitions that the main reader must not read now. */
    public Set<TopicPartition> waiting() {
        return reading.keySet();
    }

    /** Partitions that were taken over. Asks the brokers where to begin, and waits for the answer. */
    public void add(Map<TopicPartition, Lane> taken, Bounds bounds) {
        Map<TopicPartition, Lane> old = new HashMap<>(taken);
        old.entrySet().removeIf(each -> each.getValue().mark() <= bounds.start(each.getKey()));
        if (lanes.seen().off() || old.isEmpty()) {
            return;
        }
        Consumer<byte[], byte[]> client = client();
        Map<TopicPartition, Long> begins = begins(client, old, bounds);
        reading.putAll(old);
        reading.keySet().removeIf(partition -> old.containsKey(partition) && !begins.containsKey(partition));
        follow();
        begins.forEach(client::seek);
    }

    private Consumer<byte[], byte[]> client() {
        Consumer<byte[], byte[]> client = consumer == null ? clients.get() : consumer;
        consumer = client;
        return client;
    }

    /** Where each begins, those left out that need not be read. */
    private Map<TopicPartition, Long> begins(
            Consumer<byte[], byte[]> client, Map<TopicPartition, Lane> old, Bounds bounds) {
        Map<TopicPartition, Long> since = new HashMap<>();
        old.keySet().forEach(partition -> since.put(partition, ticker.millis() - SKEW_MILLIS));
        since.putAll(nextTimes(client, old, bounds));
        since.replaceAll((partition, time) -> Math.max(0, time - lanes.seen().window()));
        Map<TopicPartition, Long> begins = new HashMap<>();
        long records = 0;
        for (Map.Entry<TopicPartition, OffsetAndTimestamp> found :
                client.offsetsForTimes(since).entrySet()) {
            long mark = mark(old, found.getKey());
            if (found.getValue() != null && found.getValue().offset() < mark) {
                begins.put(found.getKey(), found.getValue().offset());
                records += mark - found.getValue().offset();
            }
        }
        double part = Math.min(1, (double) lanes.seen().room() / Math.max(1, records));
        begins.replaceAll((partition, begin) -> shorten(partition, begin, mark(old, partition), part, bounds));
        return begins;
    }

    private static long mark(Map<TopicPartition, Lane> lanes, TopicPartition partition) {
        Lane lane = lanes.get(partition);
        return lane == null ? 0 : lane.mark();
    }

    private long shorten(TopicPartition partition, long begin, long mark, double part, Bounds bounds) {
        long begins = part < 1 ? mark - (long) ((mark - begin) * part) : begin;
        if (begins > begin || (begins > 0 && begins <= bounds.start(partition))) {
            shortened.add(partition);
        }
        return begins;
    }

    /** When the record at the mark was appended, where there is one: with a backlog that may be long ago. */
    private Map<TopicPartition, Long> nextTimes(
            Consumer<byte[], byte[]> client, Map<TopicPartition, Lane> old, Bounds bounds) {
        Set<TopicPartition> asked = new HashSet<>(old.keySet());
        asked.removeIf(partition -> bounds.end(partition) <= mark(old, partition));
        Map<TopicPartition, Long> times = new HashMap<>();
        client.assign(union(reading.keySet(), asked));
        client.pause(reading.keySet());
        asked.forEach(partition -> client.seek(partition, mark(old, partition)));
        long deadline = ticker.nanos() + PEEK.toNanos();
        while (times.size() < asked.size() && ticker.nanos() - deadline < 0) {
            client.poll(MOMENT).forEach(record -> {
                times.putIfAbsent(new TopicPartition(record.topic(), record.partition()), record.timestamp());
            });
        }
        // Whose is not known may be of any time.
        asked.forEach(partition -> times.putIfAbsent(partition, 0L));
        return times;
    }

    private static Set<TopicPartition> union(Set<TopicPartition> some, Set<TopicPartition> others) {
        Set<TopicPartition> union = new HashSet<>(some);
        union.addAll(others);
        return union;
    }

    /** Partitions that have gone elsewhere. */
    public void remove(Collection<Lane> gone) {
        reading.values().removeAll(gone);
        follow();
    }

    /** The consumer goes where something is to be read, and nowhere else. */
    private void follow() {
        shortened.retainAll(reading.keySet());
        if (reading.isEmpty()) {
            close();
        } else if (consumer != null) {
            consumer.assign(reading.keySet());
            consumer.resume(reading.keySet());
        }
    }

    /** Reads for a few milliseconds. @return the partitions of which everything is known now */
    public Set<TopicPartition> poll() {
        Consumer<byte[], byte[]> client = consumer;
        if (client == null) {
            return Set.of();
        }
        Set<TopicPartition> done = new HashSet<>();
        try {
            long end = ticker.nanos() + TURN_NANOS;
            while (recall(client.poll(MOMENT)) && ticker.nanos() - end < 0) {}
            reading.forEach((partition, lane) -> {
                if (client.position(partition) >= lane.mark()) {
                    done.add(partition);
                }
            });
        } catch (OffsetOutOfRangeException e) {
            // Deleted or cut while it was read: then that part is not known.
            done.addAll(e.offsetOutOfRangePartitions().keySet());
            done.forEach(partition -> unknown(reading.get(partition), ticker.millis()));
        }
        if (reading.keySet().removeAll(done)) {
            follow();
        }
        return done;
    }

    private static void unknown(@Nullable Lane lane, long until) {
        if (lane != null) {
            lane.recallsFrom(until);
        }
    }

    private boolean recall(ConsumerRecords<byte[], byte[]> polled) {
        for (TopicPartition partition : polled.partitions()) {
            Lane lane = reading.get(partition);
            if (lane != null) {
                recall(partition, lane, polled.records(partition));
            }
        }
        return !polled.isEmpty();
    }

    private void recall(TopicPartition partition, Lane lane, List<ConsumerRecord<byte[], byte[]>> records) {
        if (shortened.remove(partition)) {
            lane.recallsFrom(records.get(0).timestamp());
        }
        for (ConsumerRecord<byte[], byte[]> record : records) {
            Event event = record.offset() < lane.mark() ? entry.of(record).event() : null;
            if (event != null) {
                lane.recall(event, record.offset(), record.timestamp(), ticker.millis());
            }
        }
    }

    @Override
    public void close() {
        if (consumer != null) {
            consumer.close(CloseOptions.timeout(CLOSE));
            consumer = null;
        }
    }
}
