package dev.centrifuge.delivery;

import dev.centrifuge.event.Event;

/**
 * One try to deliver an event to a destination.
 *
 * @param event what to deliver
 * @param number 1 for the first try
 * @param leaving run each time that a request for it is about to be written: once, or not at all, or again where a
 *     kept connection turned out dead, or a fetched token was refused
 */
public record Attempt(Event event, int number, Runnable leaving) {
    public Attempt(Event event, int number) {
        this(event, number, Attempt::nobodyAsks);
    }

    private static void nobodyAsks() {}
}
