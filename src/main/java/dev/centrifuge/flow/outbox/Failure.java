package dev.centrifuge.flow.outbox;

/**
 * An attempt that failed and may succeed later.
 *
 * @param kind what it says of the destination
 * @param gateMillis how long the destination asked to be left alone, 0 if it did not; cut to an hour
 * @param latencyNanos from the attempt's start to its end
 */
public record Failure(Kind kind, long gateMillis, long latencyNanos) {

    private static final long LONGEST_GATE_MILLIS = 3_600_000;

    public Failure {
        gateMillis = Math.max(0, Math.min(LONGEST_GATE_MILLIS, gateMillis));
    }

    /** What a failure says of the destination. */
    public enum Kind {
        /** It answered, and the answer is about the event as likely as about the destination. */
        ERROR,
        /** It turned the request away, since it has too much to do or is not up: 429, 502, 503, 504. */
        TURNED_AWAY,
        /** There was no answer. */
        SILENT,
        /** There may have been an answer, but this process was too late to hear it: nothing is said of the destination. */
        UNHEARD
    }
}
