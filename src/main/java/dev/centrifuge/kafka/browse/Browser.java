package dev.centrifuge.kafka.browse;

import dev.centrifuge.kafka.Connection;
import dev.centrifuge.time.Ticker;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Reads topics for whoever asks. Two at a time, so that curiosity costs deliveries little; consumers are kept for half a
 * minute, since who asks once asks again.
 *
 * <p>Threading: may be asked from any thread; futures of a caller on a Vert.x context complete there. What fails because
 * Kafka does not answer, or because too many ask, is a {@link BrowseFailure}.
 */
public final class Browser implements AutoCloseable {
    private static final int AT_ONCE = 2;
    private static final int MOST_WAITING = 32;
    private static final long IDLE_MILLIS = 30_000;

    private final Vertx vertx;
    private final Ticker ticker;
    private final Supplier<Tape> tapes;
    private final WorkerExecutor workers;
    private final AtomicInteger asked = new AtomicInteger();

    // Guarded by this.
    private final Deque<Tape> idle = new ArrayDeque<>();
    private boolean closed;

    private Browser(Vertx vertx, Ticker ticker, Supplier<Tape> tapes) {
        this.vertx = vertx;
        this.ticker = ticker;
        this.tapes = tapes;
        this.workers = vertx.createSharedWorkerExecutor("centrifuge-browse", AT_ONCE, 2, TimeUnit.MINUTES);
    }

    /** Connects when it is asked for the first time. */
    public static Browser open(Vertx vertx, Connection connection, Ticker ticker) {
        return new Browser(vertx, ticker, () -> Tape.open(connection, "browse", ticker));
    }

    /** Something that is read off a tape, on a worker. */
    @FunctionalInterface
    public interface Reading<T> {
        T of(Tape tape);
    }

    /** Searches a topic from its end backwards. */
    public <T> Future<Page<T>> search(Search search, Pick<T> pick) {
        long start = ticker.millis();
        return read(tape -> new Backwards<>(tape, ticker, search, pick, start).run());
    }

    /** One record; empty where it is gone, was never there, or is not what is picked. */
    public <T> Future<Optional<T>> at(String topic, int partition, long offset, Pick<T> pick) {
        return read(tape -> tape.at(topic, partition, offset, pick));
    }

    /** Anything else, for seconds at most: two read at a time, and others wait. */
    public <T> Future<T> read(Reading<T> reading) {
        if (asked.incrementAndGet() > MOST_WAITING) {
            asked.decrementAndGet();
            return Future.failedFuture(new BrowseFailure("too many searches are under way", null));
        }
        return workers.executeBlocking(() -> onTape(reading), false).onComplete(done -> asked.decrementAndGet());
    }

    private <T> T onTape(Reading<T> reading) {
        Tape tape = take();
        boolean sound = false;
        try {
            T read = reading.of(tape);
            sound = true;
            return read;
        } catch (TimeoutException e) {
            throw new BrowseFailure("Kafka does not answer in time", e);
        } catch (KafkaException e) {
            throw new BrowseFailure("Kafka cannot be read now", e);
        } finally {
            if (sound) {
                giveBack(tape);
            } else {
                tape.close();
            }
        }
    }

    private Tape take() {
        synchronized (this) {
            if (closed) {
                throw new BrowseFailure("the gateway is stopping", null);
            }
            Tape kept = idle.pollLast();
            if (kept != null) {
                return kept;
            }
        }
        return tapes.get();
    }

    private void giveBack(Tape tape) {
        synchronized (this) {
            if (!closed) {
                idle.add(tape);
                vertx.setTimer(IDLE_MILLIS, id -> retire(tape));
                return;
            }
        }
        tape.close();
    }

    /** Closes a tape that was idle since; one that is in use, or was, has a timer of its own when it comes back. */
    private void retire(Tape tape) {
        boolean mine;
        synchronized (this) {
            mine = idle.remove(tape);
        }
        if (mine) {
            workers.executeBlocking(
                    () -> {
                        tape.close();
                        return true;
                    },
                    false);
        }
    }

    /** What is under way ends as it ends. Blocks for as long as consumers take to close: a second at most. */
    @Override
    public void close() {
        Deque<Tape> left;
        synchronized (this) {
            closed = true;
            left = new ArrayDeque<>(idle);
            idle.clear();
        }
        left.forEach(Tape::close);
        workers.close();
    }
}
