package dev.centrifuge.kafka.browse;

import dev.centrifuge.kafka.Connection;
import dev.centrifuge.time.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * A consumer that is wound to wherever something is to be read: committed records only, of no group, committing nothing.
 *
 * <p>A plain client and not the Vert.x one: a search is nothing but seeks and polls until a deadline, and with that each of
 * them would be a future and two hops between threads.
 *
 * <p>Belongs to one thread at a time, which it blocks: a worker.
 */
public final class Tape implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration CLOSE = Duration.ofSeconds(1);
    private static final int CALL_MILLIS = 5_000;
    private static final int RECORDS = 2_000;

    private final Consumer<byte[], byte[]> consumer;
    private final Ticker ticker;

    private Tape(Consumer<byte[], byte[]> consumer, Ticker ticker) {
        this.consumer = consumer;
        this.ticker = ticker;
    }

    /**
     * What there is of a partition.
     *
     * @param start the first offset
     * @param end the offset behind the last committed record
     */
    public record Extent(long start, long end) {}

    /** Told of each record; false when it has seen enough. */
    @FunctionalInterface
    public interface Listener {
        boolean read(ConsumerRecord<byte[], byte[]> record);
    }

    /** @param name of the client, for the broker's logs: {@code centrifuge-<name>} */
    public static Tape open(Connection connection, String name, Ticker ticker) {
        Map<String, Object> p = connection.settings("centrifuge-" + name);
        p.put("enable.auto.commit", false);
        p.put("auto.offset.reset", "none");
        p.put("allow.auto.create.topics", false);
        p.put("isolation.level", "read_committed");
        p.put("max.poll.records", RECORDS);
        p.put("fetch.max.bytes", 4 * 1024 * 1024);
        // What is asked for is there. The client asks ahead, too, at the log's end: elsewhere it could not read before
        // that is answered.
        p.put("fetch.max.wait.ms", 5);
        p.put("max.partition.fetch.bytes", 2 * 1024 * 1024);
        p.put("request.timeout.ms", CALL_MILLIS);
        p.put("default.api.timeout.ms", CALL_MILLIS);
        p.put("key.deserializer", ByteArrayDeserializer.class);
        p.put("value.deserializer", ByteArrayDeserializer.class);
        return new Tape(new KafkaConsumer<>(p), ticker);
    }

    /** How many partitions a topic has. */
    public int partitions(String topic) {
        List<PartitionInfo> known = consumer.partitionsFor(topic);
        return known == null ? 0 : known.size();
    }

    /** What there is of some partitions. */
    public Map<Integer, Extent> extents(String topic, Collection<Integer> partitions) {
        List<TopicPartition> asked = named(topic, partitions);
        Map<TopicPartition, Long> starts = consumer.beginningOffsets(asked);
        Map<Integer, Extent> extents = new TreeMap<>();
        consumer.endOffsets(asked).forEach((partition, end) -> {
            long start = starts.getOrDefault(partition, 0L);
            extents.put(partition.partition(), new Extent(start, Math.max(start, end)));
        });
        return extents;
    }

    /** The first record of each partition that was appended at {@code millis} or later; none for those that have none. */
    public Map<Integer, Long> firstSince(String topic, Collection<Integer> partitions, long millis) {
        Map<TopicPartition, Long> asked = new HashMap<>();
        named(topic, partitions).forEach(partition -> asked.put(partition, Math.max(0, millis)));
        Map<Integer, Long> first = new TreeMap<>();
        for (Map.Entry<TopicPartition, OffsetAndTimestamp> found :
                consumer.offsetsForTimes(asked).entrySet()) {
            if (found.getValue() != null) {
                first.put(found.getKey().partition(), found.getValue().offset());
            }
        }
        return first;
    }

    private static List<TopicPartition> named(String topic, Collection<Integer> partitions) {
        return partitions.stream().map(each -> new TopicPartition(topic, each)).toList();
    }

    /**
     * Reads a stretch of a partition, in order. What is deleted meanwhile is passed over.
     *
     * @param from the first offset
     * @param below behind the last one, not beyond {@link Extent#end}
     * @param deadline when to stop, in {@link Ticker#nanos}
     * @return where it stopped: {@code below} if it read all of it
     */
    public long read(String topic, int partition, long from, long below, long deadline, Listener listener) {
        TopicPartition one = new TopicPartition(topic, partition);
        consumer.assign(Set.of(one));
        consumer.seek(one, from);
        long next = from;
        while (next < below && ticker.nanos() - deadline < 0) {
            try {
                for (ConsumerRecord<byte[], byte[]> each : consumer.poll(POLL)) {
                    if (each.offset() >= below) {
                        return below;
                    }
                    if (!listener.read(each)) {
                        return each.offset() + 1;
                    }
                }
                // Beyond the last record there may be marks of transactions, which nobody is shown.
                next = consumer.position(one);
            } catch (OffsetOutOfRangeException gone) {
                Map<TopicPartition, Long> starts = consumer.beginningOffsets(Set.of(one));
                next = Math.max(next, starts.getOrDefault(one, below));
                consumer.seek(one, next);
            }
        }
        return Math.min(next, below);
    }

    /** One record; empty where it is gone, was never there, or is not what is picked. */
    public <T> Optional<T> at(String topic, int partition, long offset, Pick<T> pick) {
        if (partition < 0 || partition >= partitions(topic)) {
            return Optional.empty();
        }
        Extent extent = extents(topic, Set.of(partition)).get(partition);
        if (extent == null || offset < extent.start() || offset >= extent.end()) {
            return Optional.empty();
        }
        List<T> found = new ArrayList<>(1);
        read(topic, partition, offset, offset + 1, ticker.nanos() + Search.PATIENCE.toNanos(), record -> {
            T picked = pick.of(record);
            if (picked != null) {
                found.add(picked);
            }
            return false;
        });
        return found.stream().findFirst();
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(CLOSE));
    }
}
