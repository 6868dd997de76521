package dev.centrifuge.dispatch.hold;

/**
 * A destination answered that it is gone.
 *
 * @param at when, in milliseconds since the epoch
 * @param status what it answered
 * @param cause the same as a word
 * @param config the fingerprint of the configuration that it was asked by: with another one it is asked again
 */
public record Gone(long at, int status, String cause, String config) {}
