package dev.centrifuge.kafka.operator;

import dev.centrifuge.kafka.Connection;
import dev.centrifuge.time.LogGate;
import dev.centrifuge.time.Ticker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads all of {@code state} from its beginning, then what is added to it, and tells listeners of the records of their kinds.
 *
 * <p>What checkpoints write is read with it, a few fetches a second, whatever is written, since a fetch waits for company; it
 * goes to whoever wants everything, or is thrown away. A fault of the log makes it read on where it was, with a new consumer; only what is no longer there makes a
 * partition begin anew.
 */
final class StateFollower {
    private static final Logger LOG = LoggerFactory.getLogger(StateFollower.class);
    private static final Duration POLL = Duration.ofSeconds(1);

    /** Where somebody is told that all is told. */
    private static final Duration SHORT_POLL = Duration.ofMillis(250);

    private static final Duration RETRY = Duration.ofMillis(500);

    /** A record is read within this time after it was written. */
    private static final int FETCH_WAIT_MILLIS = 200;

    private final Connection connection;
    private final List<TopicPartition> partitions;
    private final LogGate failures;
    private final Map<String, RecordListener> listeners = new HashMap<>();
    private final CompletableFuture<Void> current = new CompletableFuture<>();
    private final Thread thread = new Thread(this::run, "centrifuge-operator");
    private final Queue<Waiter> waiters = new ConcurrentLinkedQueue<>();

    /** The offset to read next, by partition; written by the follower's thread. */
    private final AtomicLongArray next;

    private @Nullable StateListener all;
    private volatile @Nullable Consumer<byte[], byte[]> consumer;
    private volatile boolean closing;

    private record Waiter(int partition, long offset, CompletableFuture<Void> passed) {}

    StateFollower(Connection connection, String topic, int partitions, Ticker ticker) {
        this.connection = connection;
        this.partitions = IntStream.range(0, partitions)
                .mapToObj(i -> new TopicPartition(topic, i))
                .toList();
        this.next = new AtomicLongArray(partitions);
        this.failures = new LogGate(LOG, Duration.ofSeconds(10), ticker);
        thread.setDaemon(true);
    }

    void follow(String kind, RecordListener listener) {
        if (thread.isAlive() || listeners.putIfAbsent(kind, listener) != null) {
            throw new IllegalStateException("records of kind " + kind + " are followed already, or it is too late");
        }
    }

    void follow(StateListener listener) {
        if (thread.isAlive() || all != null) {
            throw new IllegalStateException("all records are followed already, or it is too late");
        }
        all = listener;
    }

    void start() {
        thread.start();
    }

    CompletableFuture<Void> current() {
        return current;
    }

    /** Completes when listeners were told of the record at that offset. */
    CompletableFuture<Void> passed(int partition, long offset) {
        Waiter waiter = new Waiter(partition, offset, new CompletableFuture<>());
        waiters.add(waiter);
        settle();
        return waiter.passed();
    }

    private void settle() {
        waiters.removeIf(waiter -> {
            boolean over = next.get(waiter.partition()) > waiter.offset();
            if (over) {
                waiter.passed().complete(null);
            }
            return over || waiter.passed().isDone();
        });
    }

    private void run() {
        Map<TopicPartition, Long> ends = Map.of();
        while (!closing) {
            try (Consumer<byte[], byte[]> opened = open("read_committed")) {
                consumer = opened;
                ends = ends.isEmpty() ? ends() : ends;
                assign(opened);
                while (!closing) {
                    read(opened, ends);
                }
            } catch (WakeupException e) {
                LOG.debug("closing", e);
            } catch (KafkaException e) {
                failures.warn("what operators decided cannot be read", e);
                LockSupport.parkNanos(RETRY.toNanos());
            }
        }
        current.completeExceptionally(new IllegalStateException("closed"));
        waiters.forEach(waiter -> waiter.passed().completeExceptionally(new IllegalStateException("closed")));
    }

    private void assign(Consumer<byte[], byte[]> opened) {
        opened.assign(partitions);
        Map<TopicPartition, Long> beginnings = opened.beginningOffsets(partitions);
        beginnings.forEach(
                (partition, first) -> opened.seek(partition, Math.max(first, next.get(partition.partition()))));
    }

    private void read(Consumer<byte[], byte[]> opened, Map<TopicPartition, Long> ends) {
        StateListener everything = all;
        try {
            for (ConsumerRecord<byte[], byte[]> record : opened.poll(everything == null ? POLL : SHORT_POLL)) {
                if (everything != null) {
                    everything.record(record.partition(), record.key(), record.value(), record.timestamp());
                }
                tell(record);
            }
        } catch (OffsetOutOfRangeException e) {
            failures.warn("records of state are gone; it is read anew", e);
            opened.seekToBeginning(e.partitions());
            if (everything != null) {
                e.partitions().forEach(partition -> everything.anew(partition.partition()));
            }
        }
        for (TopicPartition partition : partitions) {
            next.set(partition.partition(), opened.position(partition));
        }
        settle();
        if (!current.isDone() && ends.entrySet().stream().allMatch(end -> read(end.getKey()) >= end.getValue())) {
            current.complete(null);
        }
        if (everything != null) {
            everything.told(current.isDone());
        }
    }

    private long read(TopicPartition partition) {
        return next.get(partition.partition());
    }

    private void tell(ConsumerRecord<byte[], byte[]> record) {
        String key = new String(record.key(), StandardCharsets.UTF_8);
        int slash = key.indexOf('/');
        RecordListener listener = slash < 0 ? null : listeners.get(key.substring(0, slash));
        if (listener == null) {
            return;
        }
        try {
            listener.record(key.substring(slash + 1), record.value(), record.timestamp());
        } catch (RuntimeException e) {
            LOG.error("a record of {} was not understood, and is left out", key, e);
        }
    }

    /** Where the log ends, with what is not committed yet: a committed record may stand behind an undecided transaction. */
    private Map<TopicPartition, Long> ends() {
        try (Consumer<byte[], byte[]> uncommitted = open("read_uncommitted")) {
            return uncommitted.endOffsets(partitions);
        }
    }

    private Consumer<byte[], byte[]> open(String isolation) {
        Map<String, Object> p = connection.settings("centrifuge-operator-" + isolation);
        p.put("enable.auto.commit", false);
        p.put("auto.offset.reset", "none");
        p.put("allow.auto.create.topics", false);
        p.put("isolation.level", isolation);
        p.put("fetch.min.bytes", 64 * 1024);
        p.put("fetch.max.wait.ms", FETCH_WAIT_MILLIS);
        p.put("fetch.max.bytes", 4 << 20);
        p.put("max.partition.fetch.bytes", 1 << 20);
        p.put("key.deserializer", ByteArrayDeserializer.class);
        p.put("value.deserializer", ByteArrayDeserializer.class);
        return new KafkaConsumer<>(p);
    }

    void close() throws InterruptedException {
        closing = true;
        Consumer<byte[], byte[]> opened = consumer;
        if (opened != null) {
            opened.wakeup();
        }
        LockSupport.unpark(thread);
        thread.join(Duration.ofSeconds(5).toMillis());
    }
}
