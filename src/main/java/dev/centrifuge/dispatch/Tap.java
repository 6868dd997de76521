package dev.centrifuge.dispatch;

import dev.centrifuge.event.Event;

/** Shown each new event as it is routed, while somebody looks. Called on the log thread: must not block, and be quick. */
@FunctionalInterface
public interface Tap {

    /** @param legs to how many destinations it goes, filters aside */
    void routed(Event event, int legs);
}
