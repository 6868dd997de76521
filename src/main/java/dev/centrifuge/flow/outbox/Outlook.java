package dev.centrifuge.flow.outbox;

/**
 * How a destination stands and what holds it back, at a moment.
 *
 * @param absent nobody configures it
 * @param enabled by its configuration
 * @param paused by an operator
 * @param gone by its own answer
 * @param breaker what its failures led to
 * @param gateNanos for how long it asked to be left alone, from now; 0 where it did not
 * @param concurrency how many requests may be in flight now
 * @param ramping whether that grows after a start or an outage
 * @param rateLimited whether something waits for its rate
 * @param blockedKeys users whose events wait for an earlier one of theirs
 * @param crowded whether these are too many
 */
public record Outlook(
        boolean absent,
        boolean enabled,
        boolean paused,
        boolean gone,
        Breaking breaker,
        long gateNanos,
        int concurrency,
        boolean ramping,
        boolean rateLimited,
        int blockedKeys,
        boolean crowded) {

    /** Of a circuit breaker. */
    public enum Breaking {
        CLOSED,
        OPEN,
        PROBING
    }
}
