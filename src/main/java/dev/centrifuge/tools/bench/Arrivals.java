package dev.centrifuge.tools.bench;

import dev.centrifuge.tools.bench.child.Events;
import dev.centrifuge.tools.sink.Arrival;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * When the events of a round came to the sink. Filled by the sink's loop and read, after the last has come, by the thread
 * of the command.
 */
final class Arrivals implements Consumer<Arrival> {
    private static final long GRACE_SECONDS = 30;

    @SuppressWarnings("ArrayRecordComponent") // A box for three fields that change together; never compared.
    private record Round(long first, long[] nanos, Semaphore arrived) {}

    private volatile Round round = new Round(0, new long[0], new Semaphore(0));

    /** Events from {@code first} on are of interest from now on. */
    void expect(long first, int events) {
        round = new Round(first, new long[events], new Semaphore(0));
    }

    @Override
    public void accept(Arrival arrival) {
        Round now = round;
        for (String id : arrival.ids()) {
            long index = Long.parseLong(id.substring(Events.ID_PREFIX.length())) - now.first();
            if (index >= 0 && index < now.nanos().length && now.nanos()[(int) index] == 0) {
                now.nanos()[(int) index] = arrival.nanos();
                now.arrived().release();
            }
        }
    }

    /**
     * Latencies from when each event was due.
     *
     * @param start when the first one was
     * @param events how many were sent
     */
    Sample sample(long start, int perSecond, int events) throws IOException {
        Round now = round;
        try {
            if (!now.arrived().tryAcquire(events, GRACE_SECONDS, TimeUnit.SECONDS)) {
                int missing = events - now.arrived().availablePermits();
                throw new IOException(missing + " events did not arrive within " + GRACE_SECONDS + " s");
            }
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", told);
        }
        double[] millis = new double[events];
        for (int i = 0; i < events; i++) {
            millis[i] = (now.nanos()[i] - start - i * (1e9 / perSecond)) / 1e6;
        }
        Arrays.sort(millis);
        return Sample.ofLatency(at(millis, 0.5), at(millis, 0.99));
    }

    private static double at(double[] sorted, double quantile) {
        return sorted[(int) Math.min(sorted.length - 1L, Math.round(quantile * (sorted.length - 1)))];
    }
}
