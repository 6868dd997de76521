package dev.centrifuge.kafka.operator;

import org.jspecify.annotations.Nullable;

/**
 * Told of all records of {@code state}, whoever wrote them. Called on the follower's thread: must be quick, and may not block; it may
 * not throw.
 */
public interface StateListener {

    /**
     * A record was read. Those of a partition come in the order in which they were written, and only what is committed.
     *
     * @param value null where the record was deleted
     * @param millis when the broker took it, in milliseconds since the epoch
     */
    void record(int partition, byte[] key, byte @Nullable [] value, long millis);

    /** A partition is read anew from its beginning: what was told of it may be no more. */
    void anew(int partition);

    /**
     * All that was there a moment ago is told; called a few times a second, also where there was nothing.
     *
     * @param current whether all that was there when this node started is told
     */
    void told(boolean current);
}
