package dev.centrifuge.tools.load.report;

import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * What the requests of a run came to, its warm-up included; {@code measured…} leaves it out.
 *
 * @param batch events a request
 * @param status how many requests were answered what; 0 for those whose connection broke
 * @param unsent requests that were due and never found a connection
 * @param measuredAccepted events that were due after the warm-up and accepted
 * @param measuredSeconds from the end of the warm-up to the last answer, or to the end where that came before
 * @param latency nanoseconds of those, from when they were due
 */
public record Outcome(
        int batch,
        Map<Integer, Long> status,
        long unsent,
        long connectFailures,
        long measuredAccepted,
        double measuredSeconds,
        Histogram latency) {

    public long requests() {
        return status.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Events whose request was answered 2xx. */
    public long accepted() {
        return batch * count(200, 299);
    }

    /** Events whose request was answered 429 or 503: it may be sent again. */
    public long refused() {
        return batch * (count(429, 429) + count(503, 503));
    }

    /** Events whose request was answered anything else. */
    public long failed() {
        return batch * (count(100, 999) - count(200, 299)) - refused();
    }

    /** Events of which nobody knows: their connection broke, or the answer did not come in time. */
    public long unknown() {
        return batch * count(0, 0);
    }

    /** How many of all requests that were due were not answered 2xx, 0 to 1. */
    public double failedShare() {
        long all = requests() + unsent;
        return all == 0 ? 0 : (double) (all - count(200, 299)) / all;
    }

    public double acceptedPerSecond() {
        return measuredAccepted / Math.max(1e-9, measuredSeconds);
    }

    private long count(int from, int to) {
        return status.entrySet().stream()
                .filter(each -> each.getKey() >= from && each.getKey() <= to)
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    JsonObject json() {
        JsonObject codes = new JsonObject();
        status.forEach((code, count) -> codes.put(code == 0 ? "none" : Integer.toString(code), count));
        return new JsonObject()
                .put("requests", requests())
                .put("status", codes)
                .put("accepted", accepted())
                .put("refused", refused())
                .put("failed", failed())
                .put("unknown", unknown())
                .put("unsent", batch * unsent)
                .put("connectFailures", connectFailures)
                .put("measuredSeconds", measuredSeconds)
                .put("acceptedPerSecond", acceptedPerSecond());
    }
}
