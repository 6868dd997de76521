package dev.centrifuge.kafka.commit;

import dev.centrifuge.kafka.outlet.CopyTopics;
import dev.centrifuge.kafka.outlet.TopicCheck;
import dev.centrifuge.kafka.outlet.TopicGone;
import dev.centrifuge.time.LogGate;
import dev.centrifuge.time.Ticker;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
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
 * <p>A producer that failed for good is replaced, or no checkpoint would ever be written again. In a group the next one has
 * the same transactional id, and its initialisation ends what the former left undecided. While one replacement after the
 * other fails there is one a second, since each costs threads and connections.
 */
public final class Committer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Committer.class);
    private static final Duration CLOSE = Duration.ofSeconds(5);
    private static final Duration STRUGGLE = Duration.ofSeconds(1);

    /** So that whoever repeats a commit at once does not spin while no producer may be made. */
    private static final Duration MOMENT = Duration.ofMillis(50);

    private final Supplier<Producer<byte[], byte[]>> producers;
    private final CommitStyle style;
    private final CopyTopics topics;
    private final Ticker ticker;
    private final LogGate failures;
    private final LogGate replacements;
    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(task -> new Thread(task, "centrifuge-commit"));
    private @Nullable Producer<byte[], byte[]> producer;
    private long nextProducerAt;

    /** Nothing was committed since a producer was replaced, or since the start. */
    private boolean struggling;

    /**
     * @param producers makes a producer that fits the style; called again after a fatal failure
     * @param check asked on the commit thread
     */
    public Committer(Supplier<Producer<byte[], byte[]>> producers, CommitStyle style, TopicCheck check, Ticker ticker) {
        this.producers = producers;
        this.style = style;
        this.topics = new CopyTopics(check, ticker);
        this.ticker = ticker;
        this.failures = new LogGate(LOG, Duration.ofSeconds(10), ticker);
        this.replacements = new LogGate(LOG, Duration.ofSeconds(10), ticker);
        this.nextProducerAt = ticker.nanos();
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
        return CompletableFuture.supplyAsync(
                () -> {
                    boolean done = topics.there(writes.copies(), writes.refusals()) && tryCommit(writes);
                    topics.ended(writes.copies(), done);
                    return done;
                },
                thread);
    }

    private boolean tryCommit(Writes writes) {
        if (producer == null && ticker.nanos() - nextProducerAt < 0) {
            LockSupport.parkNanos(MOMENT.toNanos());
            return false;
        }
        try {
            style.write(producer(), writes, topics);
            struggling = false;
            return true;
        } catch (RuntimeException e) {
            abort(e);
            if (writes.refusals().cause() == null) {
                failures.warn("a checkpoint failed and will be written again", e);
            }
            return false;
        }
    }

    private void abort(RuntimeException failure) {
        Producer<byte[], byte[]> current = producer;
        if (current == null || !aborted(current, failure)) {
            replace(failure);
        }
    }

    private boolean aborted(Producer<byte[], byte[]> current, RuntimeException failure) {
        try {
            return style.abort(current, failure);
        } catch (RuntimeException e) {
            LOG.debug("cannot abort", e);
            return false;
        }
    }

    /** The next commit makes another, not before the pause is over. */
    private void replace(RuntimeException failure) {
        if (producer != null) {
            if (!(failure instanceof TopicGone)) {
                replacements.warn("the producer of checkpoints cannot go on and is replaced", failure);
            }
            discard(producer, style.patience(failure));
            producer = null;
        }
        Duration pause = style.pause(failure);
        Duration least = struggling ? STRUGGLE : Duration.ZERO;
        struggling = true;
        nextProducerAt = ticker.nanos() + Math.max(pause.toNanos(), least.toNanos());
    }

    private Producer<byte[], byte[]> producer() {
        Producer<byte[], byte[]> current = producer;
        if (current == null) {
            current = producers.get();
            try {
                style.open(current);
            } catch (RuntimeException e) {
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
        } catch (RuntimeException e) {
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
