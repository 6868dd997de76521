package dev.centrifuge.dispatch.traffic;

/**
 * The last attempt that did not succeed.
 *
 * @param cause a word from a small fixed set
 * @param status what was answered; 0 where nothing was
 * @param at in milliseconds since the epoch
 */
public record Trouble(String cause, int status, long at) {}
