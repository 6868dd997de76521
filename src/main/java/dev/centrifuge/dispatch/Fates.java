package dev.centrifuge.dispatch;

import dev.centrifuge.event.PastAttempt.Next;
import dev.centrifuge.event.PastAttempt.What;
import dev.centrifuge.flow.Leg;
import java.util.IdentityHashMap;

/**
 * What an outbox decides of the legs whose attempt has just ended, overheard from what it tells the log. Only listens while
 * somebody wants to know. Belongs to one event loop.
 */
final class Fates {
    private final IdentityHashMap<Leg, Next> told = new IdentityHashMap<>();
    private boolean listening;

    /** From now on, and for these legs. */
    void listen() {
        told.clear();
        listening = true;
    }

    void told(Leg leg, What what, long at, String detail) {
        if (listening) {
            told.put(leg, new Next(what, at, detail));
        }
    }

    /** What was told of a leg, or {@code otherwise}. */
    Next of(Leg leg, Next otherwise) {
        return told.getOrDefault(leg, otherwise);
    }

    void stop() {
        listening = false;
        told.clear();
    }
}
