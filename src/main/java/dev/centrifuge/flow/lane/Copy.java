package dev.centrifuge.flow.lane;

import dev.centrifuge.flow.Delay;
import dev.centrifuge.flow.Leg;
import org.jspecify.annotations.Nullable;

/**
 * A leg that leaves its lane for a delay topic or the dead letters. It stays open until the checkpoint that holds its copy
 * has committed.
 */
public record Copy(Leg leg, To to) {

    /** Where a leg goes. */
    public sealed interface To {}

    /** To a delay topic. */
    public record Delayed(Delay delay) implements To {}

    /**
     * To the dead letters.
     *
     * @param reason from a small fixed set
     * @param atMillis when it was given up, since the epoch
     * @param range where the dead letter stands for all legs of its destination in a stretch of the log
     */
    public record Dead(
            String reason, long atMillis, @Nullable Range range) implements To {}

    /** The events from {@code from} on and below {@code to}, of which {@code legs} were the destination's, before filters. */
    public record Range(long from, long to, long legs) {}

    /** Whether it stands for a stretch of the log: then it holds no leg open, and goes with the end of its cursor. */
    boolean ofStretch() {
        return to instanceof Dead dead && dead.range() != null;
    }

    int weight() {
        return leg.event().weight();
    }
}
