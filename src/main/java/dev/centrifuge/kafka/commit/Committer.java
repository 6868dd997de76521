package dev.centrifuge.kafka.commit;

import dev.centrifuge.time.LogGate;
import dev.centrifuge.time.Ticker;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits checkpoints, one at a time, on a thread of its own: a commit takes about 10 ms (p50, embedded broker), and the
 * log thread would not read meanwhile.
 *
 * <p>A producer that failed for good is replaced by one with the same transactional id, whose initialisation ends what
 * the former left undecided.
 */
public final class Committer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Committer.class);
    private static final Duration CLOSE = Duration.ofSeconds(5);

    private final Supplier<Producer<byte[], byte[]>> producers;
    private final CommitStyle style;
    private final LogGate failures;
    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(task -> new Thread(task, "centrifuge-commit"));
    private @Nullable Producer<byte[], byte[]> producer;

    /** @param producers makes a producer that fits the style; called again after a fatal failure */
    public Committer(Supplier<Producer<byte[], byte[]>> producers, CommitStyle style, Ticker ticker) {
        this.producers = producers;
        this.style = style;
        this.failures = new LogGate(LOG, Duration.ofSeconds(10), ticker);
    }

    /**
     * Ends what a former process left undecided, and fences it. Blocks; before the first {@link #commit}.
     *
     * @throws KafkaException if it cannot
     */
    public void open() {
        producer();
    }

    /** Whether the writes are known to be committed. Completes on the commit thread. */
    public CompletableFuture<Boolean> commit(Writes writes) {
        return CompletableFuture.supplyAsync(() -> tryCommit(writes), thread);
    }

    private boolean tryCommit(Writes writes) {
        try {
            style.write(producer(), writes);
            return true;
        } catch (KafkaException e) {
            failures.warn("a checkpoint failed and will be written again", e);
            abort();
            return false;
        }
    }

    private void abort() {
        if (producer == null) {
            return;
        }
        try {
            style.abort(producer);
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
                style.open(current);
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

    /** Waits for the commit under way. */
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
