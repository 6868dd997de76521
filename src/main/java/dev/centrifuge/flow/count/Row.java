package dev.centrifuge.flow.count;

import org.jspecify.annotations.Nullable;

/**
 * What one row of a lane's {@link Tallies} says now.
 *
 * @param counts null where the row is no more: what it said is in that of {@link Pair#REMOVED}
 */
public record Row(Pair pair, @Nullable Counts counts) {}
