package dev.centrifuge.tools.load;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Counts how the requests of a run ended, and tells its listener. On the run's event loop. */
final class Answers {
    private static final long LONGEST_NANOS = TimeUnit.HOURS.toNanos(1);

    private final LoadPlan.Listener listener;
    private final Histogram latency = new Histogram(LONGEST_NANOS, 3);
    private final Map<Integer, long[]> status = new TreeMap<>();
    private long ok;
    private boolean any;
    private long last;

    Answers(LoadPlan.Listener listener) {
        this.listener = listener;
    }

    /** @param code of the answer, or 0 where the connection broke */
    void add(long number, int code, long since, long now) {
        any = true;
        last = now;
        if (code >= 200 && code < 300) {
            ok++;
            latency.recordValue(Math.min(now - since, LONGEST_NANOS));
        }
        count(number, code, since, now);
    }

    /** One that nobody waits for any more, which does not make the run longer. */
    void abandoned(long number, long since, long now) {
        count(number, 0, since, now);
    }

    private void count(long number, int code, long since, long now) {
        status.computeIfAbsent(code, fresh -> new long[1])[0]++;
        listener.ended(number, code, since, now);
    }

    /** @param events how many a request holds */
    LoadResult result(int events, long unsent, long connectFailures, long start) {
        Map<Integer, Long> codes = new TreeMap<>();
        status.forEach((code, count) -> codes.put(code, count[0]));
        long nanos = Math.max(1, any ? last - start : 0);
        return new LoadResult(ok * events, codes, unsent, connectFailures, start, nanos, latency);
    }
}
