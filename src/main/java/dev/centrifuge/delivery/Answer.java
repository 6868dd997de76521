package dev.centrifuge.delivery;

/**
 * What came back from a destination, or why nothing did.
 *
 * @param status the HTTP status, or 0 where there was no answer
 * @param cause a word from a small fixed set for metrics and dead letters: {@code http_503}, {@code timeout},
 *     {@code connect}, {@code reset}, {@code dns}, {@code tls}, {@code forbidden_address}, …
 * @param excerpt the first KiB of the answer's body, or the error's message; never a secret
 * @param latencyNanos from the start of the attempt to its end
 */
public record Answer(int status, String cause, String excerpt, long latencyNanos) {

    /** The cause where nothing came in time, but this process was too busy to hear it: that says nothing of the destination. */
    public static final String UNHEARD = "unheard";
}
