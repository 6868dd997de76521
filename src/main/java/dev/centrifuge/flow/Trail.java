package dev.centrifuge.flow;

/**
 * What happened to a leg so far. Goes with it into delay topics and dead letters.
 *
 * @param attempts how many attempts were made
 * @param diversions how often it was put off without an attempt, because its destination was in trouble
 * @param firstAt when the first attempt ended, in milliseconds since the epoch; 0 before it
 * @param lastAt when the last attempt ended
 * @param status the last answer's HTTP status, 0 where there was none
 * @param cause the last failure in a word, {@code ""} where there was none
 * @param excerpt the first bytes of the last answer
 * @param absentSince since when its destination is not configured, in milliseconds since the epoch; 0 where it is
 */
public record Trail(
        int attempts,
        int diversions,
        long firstAt,
        long lastAt,
        int status,
        String cause,
        String excerpt,
        long absentSince) {

    public static final Trail NONE = new Trail(0, 0, 0, 0, 0, "", "", 0);

    /** One more attempt ended, at {@code nowMillis}. */
    public Trail failed(long nowMillis, int newStatus, String newCause, String newExcerpt) {
        long first = firstAt == 0 ? nowMillis : firstAt;
        return new Trail(attempts + 1, diversions, first, nowMillis, newStatus, newCause, newExcerpt, 0);
    }

    /** Put off once more, by a destination that is configured. */
    public Trail diverted() {
        return new Trail(attempts, diversions + 1, firstAt, lastAt, status, cause, excerpt, 0);
    }

    /** Put off once more, because nobody configured its destination; remembers since when. */
    public Trail absent(long nowMillis) {
        long since = absentSince == 0 ? nowMillis : absentSince;
        return new Trail(attempts, diversions + 1, firstAt, lastAt, status, cause, excerpt, since);
    }
}
