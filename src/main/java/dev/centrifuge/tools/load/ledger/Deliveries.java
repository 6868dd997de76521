package dev.centrifuge.tools.load.ledger;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.LongToIntFunction;
import java.util.function.LongUnaryOperator;
import org.HdrHistogram.Histogram;

/** What one destination took. Belongs to the sinks' event loop until the run is over. */
public final class Deliveries {
    private static final long LONGEST_MICROS = TimeUnit.HOURS.toMicros(1);

    private final LongToIntFunction userOf;
    private final LongUnaryOperator dueFromStart;
    private final LongSupplier startNanos;
    private final long warmupNanos;
    private final Bits seen = new Bits();
    private final Bits inverted = new Bits();
    /** By user: all events of theirs below this had ended before the last of those that have arrived were sent. */
    private final long[] floor;

    private final Histogram latency = new Histogram(LONGEST_MICROS, 3);
    private long events;
    private long refused;

    /**
     * @param userOf an event
     * @param dueFromStart when an event is due, in nanoseconds from {@code startNanos}
     * @param warmupNanos what is due before this is booked, but not in {@link #latency}
     */
    public Deliveries(
            int users,
            LongToIntFunction userOf,
            LongUnaryOperator dueFromStart,
            LongSupplier startNanos,
            long warmupNanos) {
        this.floor = new long[users];
        this.userOf = userOf;
        this.dueFromStart = dueFromStart;
        this.startNanos = startNanos;
        this.warmupNanos = warmupNanos;
    }

    /**
     * Books an event that was taken with a 2xx.
     *
     * @param after what its id says: see {@link dev.centrifuge.tools.load.body.MessageIds}
     * @return how long it took since it was due, in nanoseconds; -1 where it had come before
     */
    public long taken(long seq, long after, long now) {
        events++;
        if (!seen.add(seq)) {
            return -1;
        }
        int user = userOf.applyAsInt(seq);
        if (seq < floor[user]) {
            inverted.add(seq);
        }
        floor[user] = Math.max(floor[user], after);
        long due = dueFromStart.applyAsLong(seq);
        long took = Math.max(0, now - startNanos.getAsLong() - due);
        if (due >= warmupNanos) {
            latency.recordValue(Math.min(TimeUnit.NANOSECONDS.toMicros(took), LONGEST_MICROS));
        }
        return took;
    }

    /** Books a request that was not taken. */
    public void refused() {
        refused++;
    }

    /** How many different events came. */
    public long unique() {
        return seen.size();
    }

    long events() {
        return events;
    }

    long refusals() {
        return refused;
    }

    /** Whether an event came. */
    public boolean has(long seq) {
        return seen.contains(seq);
    }

    boolean isInverted(long seq) {
        return inverted.contains(seq);
    }

    /** In microseconds, of first deliveries. */
    Histogram latency() {
        return latency;
    }
}
