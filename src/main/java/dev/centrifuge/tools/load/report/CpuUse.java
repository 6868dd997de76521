package dev.centrifuge.tools.load.report;

import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * What the generator itself cost, after the warm-up.
 *
 * @param generatorMicros of its event loop per event sent
 * @param sinkMicros of the sinks' event loop per first arrival
 * @param generatorShare of a core, in the mean
 * @param busiest the same in the busiest second
 * @param processShare all threads of this process, the compiler's and the collector's among them
 */
public record CpuUse(
        double generatorMicros, double sinkMicros, double generatorShare, double busiest, double processShare) {
    private static final double LIMIT = 0.9;

    static CpuUse of(List<Point> points, double from) {
        double seconds = 0;
        double generator = 0;
        double sinks = 0;
        double process = 0;
        double sent = 0;
        double arrived = 0;
        double busiest = 0;
        for (Point each : points) {
            // Its beginning, so that no part of the warm-up is in it.
            if (each.at() - each.span() >= from && each.aimed() > 0) {
                seconds += each.span();
                generator += each.cpu().generator() * each.span();
                sinks += each.cpu().sinks() * each.span();
                process += each.cpu().process() * each.span();
                sent += each.answers().sent() * each.span();
                arrived += each.delivered() * each.span();
                busiest = Math.max(busiest, each.span() < 0.5 ? 0 : each.cpu().generator());
            }
        }
        double all = Math.max(1e-9, seconds);
        return new CpuUse(
                sent == 0 ? 0 : generator * 1e6 / sent,
                arrived == 0 ? 0 : sinks * 1e6 / arrived,
                generator / all,
                busiest,
                process / all);
    }

    /** Whether the generator was near its own limit: then its figures are of itself. */
    boolean saturated() {
        return busiest > LIMIT;
    }

    JsonObject json() {
        return new JsonObject()
                .put("generatorMicrosPerEvent", generatorMicros)
                .put("sinkMicrosPerArrival", sinkMicros)
                .put("generatorShareOfCore", generatorShare)
                .put("busiestGeneratorShareOfCore", busiest)
                .put("processShareOfCore", processShare)
                .put("saturated", saturated());
    }
}
