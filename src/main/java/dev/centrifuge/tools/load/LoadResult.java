package dev.centrifuge.tools.load;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * What a run came to.
 *
 * @param events how many were in the requests that were answered with a 2xx
 * @param status how many requests were answered what; 0 for those whose connection broke
 * @param unsent how many requests were due (open loop) and had found no free connection ten seconds after the end
 * @param connectFailures how often no connection was to be had
 * @param startNanos when the first request was due, in the ticker's nanoseconds
 * @param nanos from then to the last answer
 * @param latency nanoseconds from when a request was sent (closed loop) or due (open loop) to the end of its 2xx
 */
public record LoadResult(
        long events,
        Map<Integer, Long> status,
        long unsent,
        long connectFailures,
        long startNanos,
        long nanos,
        Histogram latency) {

    public long requests() {
        return status.values().stream().mapToLong(Long::longValue).sum();
    }

    public long ok() {
        return status.entrySet().stream()
                .filter(each -> each.getKey() >= 200 && each.getKey() < 300)
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    public double requestsPerSecond() {
        return ok() * (double) TimeUnit.SECONDS.toNanos(1) / nanos;
    }

    public double eventsPerSecond() {
        return events * (double) TimeUnit.SECONDS.toNanos(1) / nanos;
    }

    /** @param percentile 0 to 100 */
    public double millisAt(double percentile) {
        return latency.getValueAtPercentile(percentile) / 1e6;
    }
}
