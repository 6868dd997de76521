package dev.centrifuge.tools.bench.show;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Latencies over the time of a run: by the second in which something was due, and how much was done in each tenth of one.
 * Of one event loop until the run is over.
 */
final class Series {
    private static final long LONGEST_MICROS = TimeUnit.HOURS.toMicros(1);
    private static final long TENTH = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final List<Histogram> byDue = new ArrayList<>();
    private long[] tenths = new long[64];
    private int end;

    /** @param due and {@code done} in nanoseconds from the start of the run */
    void add(long due, long done) {
        int second = (int) (due / SECOND);
        while (byDue.size() <= second) {
            byDue.add(new Histogram(LONGEST_MICROS, 2));
        }
        byDue.get(second).recordValue(Math.min(TimeUnit.NANOSECONDS.toMicros(Math.max(0, done - due)), LONGEST_MICROS));
        int tenth = (int) (Math.max(0, done) / TENTH);
        if (tenth >= tenths.length) {
            tenths = Arrays.copyOf(tenths, Math.max(tenth + 1, tenths.length * 2));
        }
        tenths[tenth]++;
        end = Math.max(end, tenth + 1);
    }

    /** Microseconds of all that was due in the seconds from {@code from} to before {@code to}. */
    Histogram due(int from, int to) {
        Histogram all = new Histogram(LONGEST_MICROS, 2);
        byDue.subList(Math.min(from, byDue.size()), Math.min(to, byDue.size())).forEach(all::add);
        return all;
    }

    /** Milliseconds; NaN where nothing was due then. */
    double millisAt(double percentile, int from, int to) {
        return millisAt(percentile, due(from, to));
    }

    static double millisAt(double percentile, Histogram micros) {
        return micros.getTotalCount() == 0 ? Double.NaN : micros.getValueAtPercentile(percentile) / 1e3;
    }

    /** How much was done in each tenth of a second since the start. */
    long[] tenths() {
        return Arrays.copyOf(tenths, end);
    }

    /** How much was done in each of the {@code seconds} from {@code from} on. */
    long[] perSecond(int from, int seconds) {
        long[] each = new long[seconds];
        for (int i = 0; i < seconds; i++) {
            each[i] = done(from + i, from + i + 1);
        }
        return each;
    }

    /** How much was done in the seconds from {@code from} to before {@code to}. */
    long done(int from, int to) {
        long sum = 0;
        for (int i = from * 10; i < Math.min(to * 10, end); i++) {
            sum += tenths[i];
        }
        return sum;
    }
}
