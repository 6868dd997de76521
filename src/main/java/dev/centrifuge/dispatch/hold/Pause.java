package dev.centrifuge.dispatch.hold;

import org.jspecify.annotations.Nullable;

/**
 * An operator wants nothing sent.
 *
 * @param by who
 * @param at when, in milliseconds since the epoch
 * @param note why, if they said so
 */
public record Pause(String by, long at, @Nullable String note) {}
