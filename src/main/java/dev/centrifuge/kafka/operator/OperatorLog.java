package dev.centrifuge.kafka.operator;

import dev.centrifuge.kafka.Connection;
import dev.centrifuge.kafka.Topics;
import dev.centrifuge.time.Ticker;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Small records that all nodes of a group share, kept in {@code state} until they are replaced or deleted:
 *
 * <pre>
 *   key  operator/&lt;destination&gt;   whether it is paused or gone
 *   key  audit/&lt;id&gt;               what an operator did
 *   key  job/&lt;id&gt;                 a redrive or a replay
 * </pre>
 *
 * A key is its kind, a slash and an id; its partition follows from the id, so that records of an id keep their order. What a
 * record says is up to who writes it. Whoever restores progress from {@code state} leaves these keys alone.
 *
 * <p>To use it: {@link #follow} what is of interest, {@link #start} when the topics are there, wait for {@link #current}
 * where it matters that nothing is missing. Any thread; nothing blocks but {@link #close}.
 */
public final class OperatorLog {
    private static final Duration SEEN = Duration.ofSeconds(15);

    private final StateFollower follower;
    private final StateWriter writer;

    /** @param partitions of {@code state} */
    public OperatorLog(Connection connection, Topics topics, int partitions, Ticker ticker) {
        this.follower = new StateFollower(connection, topics.state(), partitions, ticker);
        this.writer = new StateWriter(connection, topics.state(), partitions);
    }

    /**
     * Before {@link #start}.
     *
     * @param kind the key's beginning without the slash; each kind has one listener
     */
    public void follow(String kind, RecordListener listener) {
        follower.follow(kind, listener);
    }

    /** Before {@link #start}: one who wants to know of everything, what checkpoints write with it. */
    public void follow(StateListener listener) {
        follower.follow(listener);
    }

    /** Starts to read; the topics must be there. */
    public void start() {
        follower.start();
    }

    /** Completes when all was read that was there when this started, for as long as that takes. */
    public CompletableFuture<Void> current() {
        return follower.current().copy();
    }

    /**
     * Writes a record, in place of the last one of that key.
     *
     * @param value null deletes it
     * @return completes when the record is durable and this node's listeners were told; where it fails, within about 25 s,
     *     the record may have been written all the same
     */
    public CompletableFuture<Void> put(String kind, String id, byte @Nullable [] value) {
        return writer.put(kind, id, value)
                .thenCompose(written -> follower.passed(written.partition(), written.offset()))
                .orTimeout(SEEN.toSeconds() + 10, TimeUnit.SECONDS);
    }

    /** Waits for what was put, a few seconds at most; what is not written by then fails. */
    public void close() throws InterruptedException {
        writer.close();
        follower.close();
    }
}
