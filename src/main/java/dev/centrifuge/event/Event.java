package dev.centrifuge.event;

/**
 * An event as it is stored and delivered.
 *
 * @param envelope what is known without parsing
 * @param key source and user, the unit of partitioning, of order and of de-duplication
 * @param body the JSON that destinations get: UTF-8, complete, never changed after this object was made
 */
// The arrays are owned by the event: copying them at each hand-over is what the hot path must not do.
@SuppressWarnings("ArrayRecordComponent")
public record Event(Envelope envelope, byte[] key, byte[] body) {

    /** The bytes that holding this event costs, roughly: its arrays and about 200 bytes of objects around them. */
    public int weight() {
        return key.length + body.length + 200;
    }
}
