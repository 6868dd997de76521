package dev.centrifuge.fault;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A point at which the process can be told to die, as by SIGKILL: no hook runs, nothing is flushed.
 *
 * <p>Armed by the system property {@value #PROPERTY}, as {@code name} or {@code name:n} for the n-th time the point is
 * passed. What is armed is a constant for the JIT compiler, so an unarmed point is no code at all.
 */
public enum Failpoint {
    /** Records were handed to Kafka's producer; nothing is acknowledged. */
    SENT_UNACKNOWLEDGED,
    /** Kafka acknowledged; the client has no answer yet. */
    ACKNOWLEDGED_UNANSWERED,
    /** A destination answered 2xx; no checkpoint knows. */
    DELIVERED_UNCOMMITTED,
    /** A scope was detached; no checkpoint knows. */
    DETACHED_UNCOMMITTED,
    /** A sweep has handed a record's legs over. */
    SWEEPING,
    /** The copies of a checkpoint that has some are sent, and acknowledged where there is no transaction; nothing else is. */
    COPIES_WRITTEN,
    /** The same of what a checkpoint sets aside, if it does. */
    ASIDE_WRITTEN,
    /** The heads of one half of a checkpoint's partitions are written, where there is no transaction; the others are not. */
    SOME_HEADS_WRITTEN,
    /** A checkpoint's records are sent; its transaction is not committed. */
    CHECKPOINT_UNCOMMITTED,
    /** A checkpoint is committed; the log thread does not know. */
    CHECKPOINT_COMMITTED,
    /** A redrive or a replay has written copies, acknowledged; where it stands with them is not written. */
    JOB_COPIES_WRITTEN;

    public static final String PROPERTY = "centrifuge.failpoint";

    private static final @Nullable Failpoint ARMED = armed(System.getProperty(PROPERTY));
    private static final AtomicLong LEFT = new AtomicLong(times(System.getProperty(PROPERTY)));

    private static @Nullable Failpoint armed(@Nullable String text) {
        return text == null
                ? null
                : valueOf(text.replaceFirst(":.*", "").toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    private static long times(@Nullable String text) {
        return text == null || !text.contains(":") ? 1 : Long.parseLong(text.substring(text.indexOf(':') + 1));
    }

    /** Whether the process dies here, sooner or later. */
    public boolean armed() {
        return ARMED == this;
    }

    /** The process passes this point. */
    public void pass() {
        if (ARMED == this && LEFT.decrementAndGet() == 0) {
            Runtime.getRuntime().halt(137);
        }
    }
}
