package dev.centrifuge.dispatch;

import dev.centrifuge.delivery.Answer;

/** Told what becomes of legs. Called on event loops and on the log thread: implementations must be quick and thread-safe. */
public interface DispatchListener {

    /** A leg was delivered, {@code ageMillis} after its event was received. */
    void delivered(String source, String destination, Answer answer, long ageMillis);

    /** An attempt failed; the leg will be tried again. */
    void retried(String source, String destination, Answer answer);

    /** A leg was copied to a delay topic. */
    void deferred(String source, String destination, String delay);

    /** A leg ended in the dead-letter topic. {@code reason} is from a small fixed set. */
    void dead(String source, String destination, String reason);

    /** An event is a duplicate of one that was read before, and nobody gets it. */
    void deduplicated(String source);

    /** An event was read whose source feeds {@code legs} destinations: each leg is delivered, filtered, dead or pending. */
    void routed(String source, int legs);

    /** A destination does not get an event: by the event's own wish, its filter, or its transform. */
    void filtered(String source, String destination);
}
