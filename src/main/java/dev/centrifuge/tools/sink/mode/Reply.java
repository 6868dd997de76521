package dev.centrifuge.tools.sink.mode;

/** What the sink does with one request. */
public sealed interface Reply {

    /**
     * Answers.
     *
     * @param retryAfter seconds for the {@code Retry-After} header; 0 for none
     * @param delayMillis how long to wait before
     */
    record Answer(int status, long retryAfter, long delayMillis) implements Reply {
        public static Answer of(int status) {
            return new Answer(status, 0, 0);
        }
    }

    /** Cuts the connection with a TCP reset. */
    record Reset() implements Reply {}

    /** Never answers. */
    record Hang() implements Reply {}

    /** Answers 200, then its body a byte at a time, for ever. */
    record Drip(long everyMillis) implements Reply {}

    /** Answers 200, then a body without end as fast as it is read. */
    record Flood() implements Reply {}

    /** Answers 302. */
    record Redirect(String location) implements Reply {}
}
