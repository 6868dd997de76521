package dev.centrifuge.kafka.write;

import dev.centrifuge.ingest.LogUnavailable;
import dev.centrifuge.time.Ticker;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The appends of one event loop: those without an answer, oldest first, and the way back for those that have one.
 *
 * <p>Deadlines are kept by a coarse sweep over the oldest, not by a timer per request: all appends wait equally long, so
 * the list is in order of deadlines. The sweep runs only while something waits.
 *
 * <p>All but {@link #finished} belongs to the event loop.
 */
final class Lane implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);
    private static final long SWEEP_MILLIS = 50;
    private static final long BETWEEN_WORDS = TimeUnit.SECONDS.toNanos(30);

    /**
     * So many events of a turn are handed over before its end: the writer, the producer and Kafka work on them while the loop takes in
     * the rest. Where a turn has a hundred, all of them would wait for one another otherwise, first here and then there, and two
     * processors stand still for a sixth of the time (docs/benchmarks.md).
     */
    private static final int MOST_GATHERED = 32;

    private final EventLoop loop;
    private final Ticker ticker;
    private final LogHealth health;
    private final Sender sender;
    private final Settler settler;
    private final long timeout;
    private final Runnable handOver = this::handOver;
    private final Stack finished = new Stack();
    private final Admission admission;

    // Accessed only by the event loop.
    private @Nullable Append oldest;
    private @Nullable Append newest;
    private boolean sweeping;
    /** Bytes that the producer is not through with. */
    private long waiting;

    private long saidAt;
    /** Entered in this turn of the loop and not handed over yet, linked by {@code next}. */
    private @Nullable Append fresh;

    private @Nullable Append firstFresh;

    /** Events of these. */
    private int gathered;

    /** What becomes of an append, called on the event loop. */
    interface Settler {
        void succeeded(Append append, long nanos);

        void failed(Append append, String reason, LogUnavailable why);

        /** The producer holds nothing of it any more. */
        void released(Append append);
    }

    Lane(EventLoop loop, Ticker ticker, LogHealth health, Sender sender, Settler settler, long timeout) {
        this.loop = loop;
        this.ticker = ticker;
        this.health = health;
        this.sender = sender;
        this.settler = settler;
        this.timeout = timeout;
        this.admission = new Admission(timeout, ticker.nanos());
        this.saidAt = ticker.nanos() - BETWEEN_WORDS;
    }

    /** Whether Kafka keeps up with what waits. */
    boolean hasRoom() {
        return admission.admits(waiting);
    }

    /**
     * An append begins to wait. It is handed to the sender at the end of this turn of the loop, together with the others
     * of the turn, so that they wake the writer thread once; or before that, where there are many.
     */
    void enter(Append append) {
        assert loop.inEventLoop();
        append.next = fresh;
        if (fresh == null) {
            firstFresh = append;
            loop.execute(handOver);
        }
        fresh = append;
        waiting += append.bytes;
        await(append);
        gathered += append.records;
        if (gathered >= MOST_GATHERED) {
            handOver();
        }
    }

    private void handOver() {
        Append newest = fresh;
        Append oldest = firstFresh;
        fresh = null;
        firstFresh = null;
        gathered = 0;
        if (newest != null && oldest != null) {
            sender.hand(newest, oldest);
        }
    }

    /** Waits until what was entered so far is handed over, at most {@code patience}. Blocks; not on the event loop. */
    void awaitHandOver(Duration patience) throws InterruptedException {
        try {
            loop.submit(handOver).await(patience.toMillis());
        } catch (RejectedExecutionException ended) {
            LOG.debug("the event loop has ended before its writer", ended);
        }
    }

    private void await(Append append) {
        append.previous = newest;
        if (newest == null) {
            oldest = append;
        } else {
            newest.following = append;
        }
        newest = append;
        if (!sweeping) {
            sweeping = true;
            loop.schedule(this::sweep, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** The producer is through with it. Any thread. */
    void finished(Append append) {
        if (finished.push(append)) {
            loop.execute(this);
        }
    }

    /** Settles what the producer is through with. */
    @Override
    public void run() {
        long now = ticker.nanos();
        long before = waiting;
        long bytes = 0;
        double waits = 0;
        int acknowledged = 0;
        for (Append append = finished.takeAll(); append != null; ) {
            Append next = append.next;
            append.next = null;
            if (append.failure == null) {
                acknowledged++;
                waits += now - append.start;
                bytes += append.bytes;
            }
            settle(append, now);
            append = next;
        }
        if (acknowledged > 0) {
            health.acknowledged(now);
            admission.acknowledged(acknowledged, waits, bytes, before, now);
            tell(now);
        }
    }

    private void tell(long now) {
        if (admission.limited() && now - saidAt >= BETWEEN_WORDS) {
            saidAt = now;
            LOG.warn("Kafka takes less than is sent: the surplus is refused with 503");
        }
    }

    private void settle(Append append, long now) {
        waiting -= append.bytes;
        settler.released(append);
        if (append.settled) {
            return;
        }
        leave(append);
        Exception failure = append.failure;
        if (failure == null) {
            settler.succeeded(append, now - append.start);
        } else {
            settler.failed(append, "producer", new LogUnavailable("Kafka did not take it: " + failure.getMessage()));
        }
    }

    private void sweep() {
        long now = ticker.nanos();
        while (oldest != null && now - oldest.start >= timeout) {
            Append late = oldest;
            late.expired = true;
            leave(late);
            settler.failed(late, "timeout", new LogUnavailable("Kafka did not acknowledge in time"));
        }
        sweeping = oldest != null;
        if (oldest != null) {
            health.waiting(oldest.start, now);
            loop.schedule(this::sweep, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void leave(Append append) {
        append.settled = true;
        Append previous = append.previous;
        Append following = append.following;
        if (previous == null) {
            oldest = following;
        } else {
            previous.following = following;
        }
        if (following == null) {
            newest = previous;
        } else {
            following.previous = previous;
        }
        append.previous = null;
        append.following = null;
    }
}
