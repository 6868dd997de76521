package dev.centrifuge.flow.count;

/**
 * Whose legs a row counts.
 *
 * @param source empty where nobody knows: what was open before legs were counted, or lost with its record
 * @param destination empty for the row of a source's events
 */
public record Pair(String source, String destination) {
    static final String UNKNOWN = "";

    /** Rows of sources and destinations that are no more, with nothing pending, in one. */
    public static final Pair REMOVED = new Pair(UNKNOWN, UNKNOWN);

    /** The row of a source's events. */
    public static Pair events(String source) {
        return new Pair(source, UNKNOWN);
    }

    /** Whether it is of a source's events, and not of legs. */
    public boolean ofEvents() {
        return destination.isEmpty() && !source.isEmpty();
    }
}
