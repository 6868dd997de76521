package dev.centrifuge.ingest.access;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes that may be in flight, from the first byte of a body until its request is answered. One budget bounds the
 * requests too: each costs {@link #REQUEST} on top of its bytes, so there are never more than {@code max / REQUEST}.
 *
 * <p>Shared by all event loops. Rejected: a stripe per loop, because one loop would shed while another has room; the
 * contended counter costs some 20 ns, three times a request.
 */
public final class Permits {

    /** What a request costs before its first byte: the objects around it, and the record it becomes. */
    public static final int REQUEST = 1024;

    private final long max;
    private final AtomicLong used = new AtomicLong();
    private final Promise<Void> drained = Promise.promise();
    private volatile boolean draining;

    public Permits(long max) {
        this.max = max;
    }

    /**
     * Takes bytes, or nothing and returns false. A request that is alone is always let through: what it may grow to is
     * bounded elsewhere, and refusing it would refuse it for ever.
     *
     * @param held what the request has already
     */
    public boolean tryAcquire(long held, long bytes) {
        while (true) {
            long now = used.get();
            if (now + bytes > max && now > held) {
                return false;
            }
            if (used.compareAndSet(now, now + bytes)) {
                return true;
            }
        }
    }

    public void release(long bytes) {
        if (used.addAndGet(-bytes) == 0 && draining) {
            drained.tryComplete();
        }
    }

    /** The bytes in flight. */
    public long used() {
        return used.get();
    }

    public boolean draining() {
        return draining;
    }

    /** From now on {@link #draining} is true; the future completes when nothing is in flight. */
    public Future<Void> drain() {
        draining = true;
        if (used.get() == 0) {
            drained.tryComplete();
        }
        return drained.future();
    }
}
