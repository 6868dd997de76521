package dev.centrifuge.event;

/**
 * An event as it was found in the log.
 *
 * @param partition of the topic of events
 * @param appendedAt by the broker's clock, in milliseconds since the epoch
 */
public record Sighting(Event event, int partition, long offset, long appendedAt) {}
