package dev.centrifuge.simulation;

/** How a destination behaves for a while. */
enum Mood {
    /** Takes everything within some milliseconds. */
    HEALTHY,
    /** Takes everything, in seconds; some answers come after the attempt has timed out. */
    DRIPS,
    /** Answers 500. */
    FAILS,
    /** Nobody listens. */
    REFUSES_CONNECTIONS,
    /** Never answers; takes some all the same. */
    HANGS,
    /** Takes some, and resets the connection instead of answering. */
    RESETS,
    /** Takes so many a second; answers 429 with a Retry-After beyond. */
    THROTTLES,
    /** Every attempt is a gamble. */
    FLAKY,
    /** Half of all events always fail; the others are taken. */
    HATES_HALF,
    /** Answers 400 to some events, for good. */
    PICKY
}
