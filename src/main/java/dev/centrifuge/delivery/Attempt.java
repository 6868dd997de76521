package dev.centrifuge.delivery;

import dev.centrifuge.event.Event;

/**
 * One try to deliver an event to a destination.
 *
 * @param event what to deliver
 * @param number 1 for the first try
 */
public record Attempt(Event event, int number) {}
