package dev.centrifuge.event;

import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * An event as it is stored and delivered. Two are equal if they are the same object.
 *
 * <p>It keeps the arrays that it is made from, and nobody changes them any more: copying them at each hand-over is what the
 * hot path must not do.
 */
public final class Event {
    private final Envelope envelope;
    private final byte[] key;
    private final byte[] body;
    private volatile @Nullable Reference<Object> reading;

    /**
     * @param envelope what is known without parsing
     * @param key source and user, the unit of partitioning, of order and of de-duplication
     * @param body the JSON that destinations get: UTF-8, complete
     */
    public Event(Envelope envelope, byte[] key, byte[] body) {
        this.envelope = envelope;
        this.key = key;
        this.body = body;
    }

    public Envelope envelope() {
        return envelope;
    }

    public byte[] key() {
        return key;
    }

    public byte[] body() {
        return body;
    }

    /** The bytes that holding this event costs, roughly: its arrays and about 200 bytes of objects around them. */
    public int weight() {
        return key.length + body.length + 200;
    }

    /**
     * What somebody made of the body, so that others need not parse it again; null where nobody did, or the garbage
     * collector has taken it since: a tree is some ten times its bytes, so what waits must not hold one.
     */
    public @Nullable Object reading() {
        Reference<Object> known = reading;
        return known == null ? null : known.get();
    }

    /** Something immutable that was made of the body. */
    public void reading(Object made) {
        reading = new WeakReference<>(made);
    }
}
