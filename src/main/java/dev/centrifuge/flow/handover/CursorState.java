package dev.centrifuge.flow.handover;

/**
 * A cursor as it is committed.
 *
 * @param mark below it the scope's legs are resolved unless they are listed as open
 * @param uncounted how many legs it had been left, by a version that had no funnel to count them; else 0
 */
public record CursorState(long mark, long uncounted) {

    /** What it has been left the funnel says. */
    public CursorState(long mark) {
        this(mark, 0);
    }
}
