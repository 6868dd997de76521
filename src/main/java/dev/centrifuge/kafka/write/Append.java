package dev.centrifuge.kafka.write;

import dev.centrifuge.event.Event;
import dev.centrifuge.event.Rejected;
import io.vertx.core.Promise;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * One append on its way: it is the callback of all of its records, and a link in the lists that it passes through, so
 * that a request costs one object here and none per record.
 *
 * <p>It is in at most one {@link Stack} at a time: first the hand-over, then its lane's. The sender holds one count of
 * its own until it has sent everything, so the records' callbacks cannot end an append that is still being sent.
 */
final class Append implements Callback {

    private static final VarHandle OPEN;

    static {
        try {
            OPEN = MethodHandles.lookup().findVarHandle(Append.class, "open", int.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    final Lane lane;
    final Promise<Void> promise;
    final int records;
    final int bytes;
    final long start;

    // Set by the event loop, emptied by the sender.
    List<Event> events;
    List<Rejected> rejected;

    // Accessed by the lane's event loop only.
    @Nullable
    Append previous;

    @Nullable
    Append following;

    boolean settled;

    /** The loop has given up on it: not worth sending any more. */
    volatile boolean expired;

    volatile @Nullable Exception failure;

    @Nullable
    Append next;

    @SuppressWarnings("unused") // through OPEN
    private volatile int open;

    Append(Lane lane, Promise<Void> promise, List<Event> events, List<Rejected> rejected, int bytes, long start) {
        this.lane = lane;
        this.promise = promise;
        this.events = events;
        this.rejected = rejected;
        this.records = events.size() + rejected.size();
        this.bytes = bytes;
        this.start = start;
        this.open = records + 1;
    }

    /** Called by the producer, on its own thread or on the sender's. */
    @Override
    public void onCompletion(@Nullable RecordMetadata metadata, @Nullable Exception exception) {
        if (exception != null) {
            failure = exception;
        }
        end(1);
    }

    /** Some of its records will get no callback, or the sender is through with it. */
    void end(int count) {
        // A producer that fails while it takes a record may answer for it twice; the second answer must not be missed
        // as the last one, nor end it again.
        int before = (int) OPEN.getAndAdd(this, -count);
        if (before > 0 && before <= count) {
            lane.finished(this);
        }
    }
}
