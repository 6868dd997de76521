package dev.centrifuge.kafka.operator;

import dev.centrifuge.kafka.Connection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * Writes records of operators. A producer of its own, made with the first record: the checkpoint's may be transactional, and
 * is fenced when partitions move. A thread of its own, because {@link Producer#send} blocks for metadata.
 */
final class StateWriter {
    private static final int MOST_WAITING = 1_000;
    private static final Duration CLOSE = Duration.ofSeconds(3);

    private final Connection connection;
    private final String topic;
    private final int partitions;
    private final ThreadPoolExecutor thread;

    /** Accessed only by the writer's thread. */
    private @Nullable Producer<byte[], byte[]> producer;

    /** The producer that refuses everything from now on, as far as is known. */
    private volatile @Nullable Producer<byte[], byte[]> broken;

    StateWriter(Connection connection, String topic, int partitions) {
        this.connection = connection;
        this.topic = topic;
        this.partitions = partitions;
        this.thread = new ThreadPoolExecutor(
                1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MOST_WAITING), StateWriter::thread);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "centrifuge-operator-writer");
        thread.setDaemon(true);
        return thread;
    }

    /** Which partition records of an id go to. */
    static int partition(String id, int partitions) {
        return Utils.toPositive(Utils.murmur2(id.getBytes(StandardCharsets.UTF_8))) % partitions;
    }

    CompletableFuture<RecordMetadata> put(String kind, String id, byte @Nullable [] value) {
        CompletableFuture<RecordMetadata> written = new CompletableFuture<>();
        byte[] key = (kind + "/" + id).getBytes(StandardCharsets.UTF_8);
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, partition(id, partitions), key, value);
        try {
            thread.execute(() -> send(record, written));
        } catch (RejectedExecutionException e) {
            written.completeExceptionally(new KafkaException("too many records of operators wait to be written", e));
        }
        return written;
    }

    private void send(ProducerRecord<byte[], byte[]> record, CompletableFuture<RecordMetadata> written) {
        try {
            Producer<byte[], byte[]> current = producer();
            current.send(record, (metadata, failure) -> {
                if (failure == null) {
                    written.complete(metadata);
                } else {
                    broken = failure instanceof RetriableException ? broken : current;
                    written.completeExceptionally(failure);
                }
            });
        } catch (RuntimeException e) {
            broken = producer;
            written.completeExceptionally(e);
        }
    }

    private Producer<byte[], byte[]> producer() {
        Producer<byte[], byte[]> current = producer;
        if (current != null && current == broken) {
            current.close(Duration.ZERO);
            current = null;
        }
        if (current == null) {
            current = new KafkaProducer<>(settings());
            producer = current;
        }
        return current;
    }

    private Map<String, Object> settings() {
        Map<String, Object> p = connection.settings("centrifuge-operator");
        p.put("acks", "all");
        p.put("enable.idempotence", true);
        p.put("linger.ms", 0);
        p.put("buffer.memory", 4L << 20);
        p.put("max.block.ms", 5_000);
        p.put("request.timeout.ms", 5_000);
        p.put("delivery.timeout.ms", 8_000);
        p.put("key.serializer", ByteArraySerializer.class);
        p.put("value.serializer", ByteArraySerializer.class);
        return p;
    }

    /** Waits for what was put, a few seconds at most. */
    void close() throws InterruptedException {
        thread.execute(() -> {
            if (producer != null) {
                producer.close(CLOSE);
            }
        });
        thread.shutdown();
        thread.awaitTermination(2 * CLOSE.toSeconds(), TimeUnit.SECONDS);
    }
}
