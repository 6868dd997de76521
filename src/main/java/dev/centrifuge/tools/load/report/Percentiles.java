package dev.centrifuge.tools.load.report;

import io.vertx.core.json.JsonObject;
import org.HdrHistogram.Histogram;

/** Times in milliseconds; {@link Double#NaN} where {@code count} is 0. */
public record Percentiles(long count, double p50, double p90, double p99, double p999, double max) {
    private static final double NANOS = 1e6;
    private static final double MICROS = 1e3;

    public static Percentiles ofNanos(Histogram histogram) {
        return of(histogram, NANOS);
    }

    public static Percentiles ofMicros(Histogram histogram) {
        return of(histogram, MICROS);
    }

    private static Percentiles of(Histogram histogram, double perMilli) {
        if (histogram.getTotalCount() == 0) {
            return new Percentiles(0, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
        }
        return new Percentiles(
                histogram.getTotalCount(),
                histogram.getValueAtPercentile(50) / perMilli,
                histogram.getValueAtPercentile(90) / perMilli,
                histogram.getValueAtPercentile(99) / perMilli,
                histogram.getValueAtPercentile(99.9) / perMilli,
                histogram.getMaxValue() / perMilli);
    }

    /** The worse of both, for each percentile: what two neighbours are drawn as. */
    Percentiles or(Percentiles other) {
        return new Percentiles(
                count + other.count,
                worse(p50, other.p50),
                worse(p90, other.p90),
                worse(p99, other.p99),
                worse(p999, other.p999),
                worse(max, other.max));
    }

    private static double worse(double one, double other) {
        return Double.isNaN(one) ? other : Double.isNaN(other) ? one : Math.max(one, other);
    }

    JsonObject json() {
        JsonObject json = new JsonObject().put("count", count);
        if (count > 0) {
            json.put("p50", p50)
                    .put("p90", p90)
                    .put("p99", p99)
                    .put("p99.9", p999)
                    .put("max", max);
        }
        return json;
    }
}
