package dev.centrifuge.event;

/**
 * That a leg is delivered again because somebody asked for it.
 *
 * @param job the id of the redrive or replay
 * @param at when it was copied, in milliseconds since the epoch: its time to live counts from then
 */
public record Replay(String job, long at) {}
