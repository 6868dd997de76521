package dev.centrifuge.kafka.operator;

import org.jspecify.annotations.Nullable;

/** Told of the records of one kind. */
@FunctionalInterface
public interface RecordListener {

    /**
     * A record was read. Records of an id come in the order in which they were written; those of different ids in any. The
     * same may come twice, after a fault of the log. Called on the follower's thread: must be quick, and may not block.
     *
     * @param id what follows the kind in the key
     * @param value null where the record was deleted
     * @param millis when the broker took it, in milliseconds since the epoch
     */
    void record(String id, byte @Nullable [] value, long millis);
}
