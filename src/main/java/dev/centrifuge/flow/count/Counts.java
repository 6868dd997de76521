package dev.centrifuge.flow.count;

/**
 * What became of the legs of a pair in one lane, since ever. In the row of a source's events: {@code received} events, of which
 * {@code filtered} were duplicates and {@code delivered} were routed.
 *
 * @param received legs that the main reader has met, before filters; in a delay topic's lane, legs that were taken in
 * @param delivered taken by the destination
 * @param filtered not for the destination: by the event's wish, its filter, its transform, or its configuration when they were
 *     read again
 * @param dead among the dead letters
 * @param delayed left for a delay topic
 * @param lost gone with the log, which must not be
 * @param skipped left to cursors and not read since: pending, like those that are open
 */
public record Counts(long received, long delivered, long filtered, long dead, long delayed, long lost, long skipped) {
    public static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0);

    /** Legs that are open: neither ended nor left to a cursor, if all is well. */
    public long open() {
        return received - delivered - filtered - dead - delayed - lost - skipped;
    }

    public Counts plus(Counts other) {
        return new Counts(
                received + other.received,
                delivered + other.delivered,
                filtered + other.filtered,
                dead + other.dead,
                delayed + other.delayed,
                lost + other.lost,
                skipped + other.skipped);
    }

    public Counts minus(Counts other) {
        return plus(new Counts(
                -other.received,
                -other.delivered,
                -other.filtered,
                -other.dead,
                -other.delayed,
                -other.lost,
                -other.skipped));
    }
}
