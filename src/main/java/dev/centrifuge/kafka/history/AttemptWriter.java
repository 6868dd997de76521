package dev.centrifuge.kafka.history;

import dev.centrifuge.event.PastAttempt;
import dev.centrifuge.event.PastAttempt.What;
import dev.centrifuge.kafka.Connection;
import dev.centrifuge.kafka.Topics;
import dev.centrifuge.time.LogGate;
import dev.centrifuge.time.Ticker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes attempts to their topic. They are diagnostics: when Kafka cannot keep up they are dropped and counted, and nobody
 * waits for them. One acknowledgement is enough, and they gather for a tenth of a second; successes at the first attempt, which
 * are a sample and tell of no trouble, for some seconds, unless something else is to be written: most of what a record of its own
 * would take is the batch and what all attempts have in common.
 *
 * <p>A producer of its own, apart from ingest's and the checkpoint's, so that a flood of failures delays neither; made with the
 * first attempt. All attempts of an event are in one partition, that of its id.
 *
 * <p>Threading: {@link #write} from any thread, never blocks; the producer belongs to one thread.
 */
public final class AttemptWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AttemptWriter.class);
    private static final long NAP_NANOS = 50_000_000;

    /** For how long first successes gather. */
    static final long GATHER_NANOS = 5_000_000_000L;

    /** They gather no more where they fill one part in so many of the memory. */
    private static final int ROOM = 4;

    private static final long BETWEEN_PRODUCERS_NANOS = 1_000_000_000;
    private static final Duration CLOSE = Duration.ofSeconds(2);

    /** What an attempt takes besides its answer, in the queue and then as a record. */
    private static final int OVERHEAD = 600;

    private final String topic;
    private final int partitions;
    private final long memory;
    private final Ticker ticker;
    private final Supplier<Producer<byte[], byte[]>> producers;
    private final LogGate warnings;
    private final Queue<PastAttempt> queue = new ConcurrentLinkedQueue<>();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicLong written = new AtomicLong();
    private final Thread thread = new Thread(this::run, "centrifuge-attempts");
    private volatile boolean closing;

    /** Something waits that does not gather for long. */
    private volatile boolean urgent;

    // Accessed only by the thread.
    private long drainedAt;
    private @Nullable Producer<byte[], byte[]> producer;
    private long tried;

    AttemptWriter(
            Topics topics, int partitions, long memory, Ticker ticker, Supplier<Producer<byte[], byte[]>> producers) {
        this.topic = topics.attempts();
        this.partitions = partitions;
        this.memory = memory;
        this.ticker = ticker;
        this.producers = producers;
        this.warnings = new LogGate(LOG, Duration.ofSeconds(30), ticker);
        this.drainedAt = ticker.nanos();
        this.tried = drainedAt - BETWEEN_PRODUCERS_NANOS;
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * @param partitions of the topic
     * @param memory the most bytes that may wait, here and as much again in the producer
     */
    public static AttemptWriter start(
            Connection connection, Topics topics, int partitions, long memory, Ticker ticker) {
        return new AttemptWriter(
                topics, partitions, memory, ticker, () -> new KafkaProducer<>(settings(connection, memory)));
    }

    private static Map<String, Object> settings(Connection connection, long memory) {
        Map<String, Object> p = connection.settings("centrifuge-attempts");
        p.put("acks", "1");
        p.put("enable.idempotence", false);
        p.put("linger.ms", 100);
        p.put("batch.size", 64 << 10);
        p.put("compression.type", "lz4");
        p.put("buffer.memory", memory);
        p.put("max.block.ms", 2_000);
        p.put("request.timeout.ms", 5_000);
        p.put("delivery.timeout.ms", 10_000);
        p.put("key.serializer", ByteArraySerializer.class);
        p.put("value.serializer", ByteArraySerializer.class);
        return p;
    }

    /** The partition that has all attempts of an event. */
    static int partition(byte[] messageId, int partitions) {
        return Utils.toPositive(Utils.murmur2(messageId)) % partitions;
    }

    /** Takes an attempt, or drops it. */
    public void write(PastAttempt attempt) {
        if (closing || bytes.get() > memory) {
            dropped.incrementAndGet();
            return;
        }
        bytes.addAndGet(size(attempt));
        queue.add(attempt);
        if (!firstSuccess(attempt)) {
            urgent = true;
        }
    }

    private static boolean firstSuccess(PastAttempt attempt) {
        return attempt.number() == 1 && attempt.next().what() == What.DELIVERED;
    }

    private static int size(PastAttempt attempt) {
        return OVERHEAD + 2 * attempt.answer().length();
    }

    /** Attempts that were not written, since the start. */
    public long dropped() {
        return dropped.get();
    }

    /** Attempts that Kafka has, since the start. */
    public long written() {
        return written.get();
    }

    private void run() {
        while (!closing) {
            if (urgent || bytes.get() > memory / ROOM || ticker.nanos() - drainedAt >= GATHER_NANOS) {
                drain();
            }
            LockSupport.parkNanos(this, NAP_NANOS);
        }
        drain();
        if (producer != null) {
            producer.close(CLOSE);
        }
    }

    private void drain() {
        urgent = false;
        drainedAt = ticker.nanos();
        for (PastAttempt next = queue.poll(); next != null; next = queue.poll()) {
            bytes.addAndGet(-size(next));
            try {
                send(next);
            } catch (KafkaException e) {
                lost(e);
            }
        }
    }

    private void send(PastAttempt attempt) {
        Producer<byte[], byte[]> to = producer();
        byte[] key = attempt.messageId().getBytes(StandardCharsets.UTF_8);
        int partition = partition(key, partitions);
        to.send(new ProducerRecord<>(topic, partition, key, AttemptCodec.encode(attempt)), (done, failure) -> {
            if (failure == null) {
                written.incrementAndGet();
            } else {
                lost(failure);
            }
        });
    }

    /** No broker's name may be known yet: it is tried again, but not for each attempt. */
    private Producer<byte[], byte[]> producer() {
        Producer<byte[], byte[]> known = producer;
        if (known != null) {
            return known;
        }
        long now = ticker.nanos();
        if (now - tried < BETWEEN_PRODUCERS_NANOS) {
            throw new KafkaException("there is no producer");
        }
        tried = now;
        Producer<byte[], byte[]> made = producers.get();
        producer = made;
        return made;
    }

    private void lost(Exception why) {
        dropped.incrementAndGet();
        warnings.warn("attempts are not written down", why);
    }

    /** Writes what waits, for some seconds at most. Blocks. */
    @Override
    public void close() {
        closing = true;
        LockSupport.unpark(thread);
        try {
            thread.join(2 * CLOSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
