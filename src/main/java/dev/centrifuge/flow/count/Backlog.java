package dev.centrifuge.flow.count;

/**
 * What a destination has behind it in the partitions that a node reads.
 *
 * @param legs that were left to cursors and not read since, before filters, and those that were given back
 * @param oldestAt about when the oldest of them was received, in milliseconds since the epoch
 */
public record Backlog(long legs, long oldestAt) {

    /** This, and more. */
    public Backlog and(long more, long at) {
        return new Backlog(legs + more, Math.min(oldestAt, at));
    }
}
