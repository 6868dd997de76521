package dev.centrifuge.tools.load.report;

import dev.centrifuge.tools.load.ledger.Account;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.function.LongFunction;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/** A result for programs; {@code docs/load.md} lists the members. */
public final class JsonReport {
    private static final int TICKS_PER_HALF = 5;

    private JsonReport() {}

    /** @param idOf an event's id, without what only the event itself tells */
    public static JsonObject of(Result result, LongFunction<String> idOf) {
        JsonArray points = new JsonArray();
        result.points().forEach(each -> points.add(each.json()));
        JsonArray destinations = new JsonArray();
        result.accounts().forEach(each -> destinations.add(destination(each, idOf)));
        return new JsonObject()
                .put("setup", result.setup().json())
                .put("endedMillis", result.endedMillis())
                .put("interrupted", result.interrupted())
                .put("passed", result.passed())
                .put("failures", new JsonArray(result.failures()))
                .put("outcome", result.outcome().json())
                .put(
                        "latencyMillis",
                        Percentiles.ofNanos(result.outcome().latency()).json())
                .put("latencyCurve", curve(result.outcome().latency(), 1e6))
                .put("endToEndMillis", Percentiles.ofMicros(result.endToEnd()).json())
                .put("endToEndCurve", curve(result.endToEnd(), 1e3))
                .put("lost", result.lost())
                .put("duplicates", result.duplicates())
                .put("inversions", result.inversions())
                .put("destinations", destinations)
                .put("cpu", result.cpu().json())
                .put("points", points);
    }

    private static JsonObject destination(Account account, LongFunction<String> idOf) {
        JsonArray missing = new JsonArray();
        account.examples().forEach(seq -> missing.add(idOf.apply(seq)));
        return new JsonObject()
                .put("name", account.name())
                .put("mode", account.mode())
                .put("takes", account.takes())
                .put("arrived", account.unique())
                .put("duplicates", account.duplicates())
                .put("refused", account.refused())
                .put("lost", account.lost())
                .put("missing", account.missing())
                .put("missingIds", missing)
                .put("unpromised", account.unpromised())
                .put("inversions", account.inversions())
                .put("endToEndMillis", Percentiles.ofMicros(account.latency()).json());
    }

    /** HdrHistogram's own steps: five for each halving of what is left to 100 %. */
    private static JsonArray curve(Histogram histogram, double perMilli) {
        JsonArray curve = new JsonArray();
        for (HistogramIterationValue each : histogram.percentiles(TICKS_PER_HALF)) {
            curve.add(new JsonObject()
                    .put("percentile", each.getPercentileLevelIteratedTo())
                    .put("millis", each.getValueIteratedTo() / perMilli)
                    .put("count", each.getTotalCountToThisValue()));
        }
        return curve;
    }
}
