package dev.centrifuge.metrics;

import dev.centrifuge.ingest.EventLog;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * One thing that must be so for the gateway to be well.
 *
 * @param problem what is wrong now, in words for operators and without secrets; empty when nothing is. Called on an event
 *     loop: must be quick and thread-safe
 */
public record Check(String name, Kind kind, Supplier<Optional<String>> problem) {

    /** What follows from a problem. */
    public enum Kind {
        /** The process must be restarted. */
        LIVENESS,
        /** It must get no traffic: a post would fail. */
        READINESS,
        /** It is shown; traffic goes on, for a post would succeed. */
        ADVISORY
    }

    public static Check of(String name, Kind kind, BooleanSupplier well, String problem) {
        Optional<String> unwell = Optional.of(problem);
        return new Check(name, kind, () -> well.getAsBoolean() ? Optional.empty() : unwell);
    }

    /** The log takes appends. */
    public static Check log(EventLog log) {
        return of("log", Kind.READINESS, log::available, "the log does not acknowledge in time, or its disk is full");
    }

    /**
     * No event loop has been stuck for longer than this.
     *
     * <p>Use it twice: for readiness with a limit of a second or two, for liveness with one so long (a minute) that a
     * collection of garbage or a suspended machine never restarts a process which would recover by itself.
     */
    public static Check eventLoops(EventLoopLag lag, Kind kind, long limitNanos) {
        return new Check("event-loops", kind, () -> {
            long pending = lag.pendingNanos();
            return pending <= limitNanos
                    ? Optional.empty()
                    : Optional.of("an event loop is stuck for " + TimeUnit.NANOSECONDS.toMillis(pending) + " ms");
        });
    }
}
