package dev.centrifuge.flow;

/**
 * What happened to a leg so far. Goes with it into delay topics and dead letters.
 *
 * @param attempts how many attempts were made
 * @param firstAt when the first attempt ended, in milliseconds since the epoch; 0 before it
 * @param lastAt when the last attempt ended
 * @param status the last answer's HTTP status, 0 where there was none
 * @param cause the last failure in a word, {@code ""} where there was none
 * @param excerpt the first bytes of the last answer
 * @param eventAt the offset of its event in {@code events}, for a leg that was read from another topic; -1 where that is not known
 */
public record Trail(int attempts, long firstAt, long lastAt, int status, String cause, String excerpt, long eventAt) {

    public static final Trail NONE = new Trail(0, 0, 0, 0, "", "");

    /** Of a leg that was read from {@code events}. */
    public Trail(int attempts, long firstAt, long lastAt, int status, String cause, String excerpt) {
        this(attempts, firstAt, lastAt, status, cause, excerpt, -1);
    }

    /** One more attempt ended, at {@code nowMillis}. */
    public Trail failed(long nowMillis, int newStatus, String newCause, String newExcerpt) {
        long first = firstAt == 0 ? nowMillis : firstAt;
        return new Trail(attempts + 1, first, nowMillis, newStatus, newCause, newExcerpt, eventAt);
    }

    /** At {@code nowMillis} it was found that there is nothing to attempt; {@code why} is for people. */
    public Trail unsent(long nowMillis, String newCause, String why) {
        long first = firstAt == 0 ? nowMillis : firstAt;
        return new Trail(attempts, first, nowMillis, 0, newCause, why, eventAt);
    }
}
