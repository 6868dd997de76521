package dev.centrifuge.kafka.read;

import dev.centrifuge.fault.Failpoint;
import dev.centrifuge.time.LogGate;
import dev.centrifuge.time.Ticker;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits checkpoints, one at a time, on a thread of its own: a transaction takes about 10 ms (p50, embedded broker), and
 * the log thread would not read meanwhile.
 *
 * <p>A commit whose end is unknown is asked for again until it is known: repeating it is safe, while writing the copies
 * again could double them. A producer that failed for good is replaced by one with the same transactional id, whose
 * initialisation ends what the former left undecided.
 */
final class Checkpointer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Checkpointer.class);
    private static final Duration CLOSE = Duration.ofSeconds(5);
    private static final int COMMIT_TRIES = 10;

    private final Supplier<Producer<byte[], byte[]>> producers;
    private final LogGate failures;
    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(task -> new Thread(task, "centrifuge-checkpoint"));
    private @Nullable Producer<byte[], byte[]> producer;

    /** @param producers makes a transactional producer; called again after a fatal failure */
    Checkpointer(Supplier<Producer<byte[], byte[]>> producers, Ticker ticker) {
        this.producers = producers;
        this.failures = new LogGate(LOG, Duration.ofSeconds(10), ticker);
    }

    /** Ends what a former process left undecided, and fences it. Blocks; throws {@link KafkaException} if it cannot. */
    void open() {
        producer();
    }

    /** Whether {@code checkpoint} is known to be committed. Completes on the checkpoint thread. */
    CompletableFuture<Boolean> commit(Checkpoint checkpoint) {
        return CompletableFuture.supplyAsync(() -> tryCommit(checkpoint), thread);
    }

    private boolean tryCommit(Checkpoint checkpoint) {
        try {
            write(producer(), checkpoint);
            return true;
        } catch (KafkaException e) {
            failures.warn("a checkpoint failed and will be written again", e);
            abort();
            return false;
        }
    }

    private static void write(Producer<byte[], byte[]> producer, Checkpoint checkpoint) {
        producer.beginTransaction();
        for (ProducerRecord<byte[], byte[]> record : checkpoint.state()) {
            producer.send(record);
        }
        for (Copy copy : checkpoint.copies()) {
            producer.send(copy.record());
        }
        producer.sendOffsetsToTransaction(checkpoint.offsets(), checkpoint.group());
        Failpoint.CHECKPOINT_UNCOMMITTED.pass();
        commitUntilKnown(producer);
        Failpoint.CHECKPOINT_COMMITTED.pass();
    }

    private static void commitUntilKnown(Producer<byte[], byte[]> producer) {
        for (int left = COMMIT_TRIES; ; left--) {
            try {
                producer.commitTransaction();
                return;
            } catch (TimeoutException e) {
                if (left == 0) {
                    throw e;
                }
            }
        }
    }

    private void abort() {
        if (producer == null) {
            return;
        }
        try {
            producer.abortTransaction();
        } catch (KafkaException | IllegalStateException e) {
            LOG.debug("cannot abort: the producer is replaced", e);
            discard(producer, Duration.ZERO);
            producer = null;
        }
    }

    private Producer<byte[], byte[]> producer() {
        Producer<byte[], byte[]> current = producer;
        if (current == null) {
            current = producers.get();
            try {
                current.initTransactions();
            } catch (KafkaException e) {
                discard(current, Duration.ZERO);
                throw e;
            }
            producer = current;
        }
        return current;
    }

    private static void discard(Producer<byte[], byte[]> producer, Duration patience) {
        try {
            producer.close(patience);
        } catch (KafkaException e) {
            LOG.debug("closing a producer", e);
        }
    }

    /** Waits for the checkpoint under way. */
    @Override
    public void close() {
        thread.execute(() -> {
            if (producer != null) {
                discard(producer, CLOSE);
            }
        });
        thread.shutdown();
    }
}
