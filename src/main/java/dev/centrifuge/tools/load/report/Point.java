package dev.centrifuge.tools.load.report;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/**
 * About a second of a run.
 *
 * @param at seconds from the start to the end of it
 * @param span seconds
 * @param aimed events a second that the shape asked for
 * @param answers events a second by what their requests came to
 * @param latency of answers with a 2xx, from when they were due
 * @param waiting requests that were due and had no connection, at the end of it
 * @param delivered first arrivals a second, over all destinations
 * @param endToEnd of those, from when the event was due
 * @param backlog legs that are acknowledged and have not arrived, of destinations that take events
 * @param cpu what this process used
 */
public record Point(
        double at,
        double span,
        double aimed,
        Answers answers,
        Percentiles latency,
        long waiting,
        double delivered,
        Percentiles endToEnd,
        long backlog,
        CpuShare cpu) {

    /** Events a second. {@code refused}: 429 and 503; {@code unknown}: the connection broke before the answer. */
    public record Answers(double sent, double accepted, double refused, double failed, double unknown) {
        Answers plus(Answers other, double weight) {
            return new Answers(
                    sent + other.sent * weight,
                    accepted + other.accepted * weight,
                    refused + other.refused * weight,
                    failed + other.failed * weight,
                    unknown + other.unknown * weight);
        }

        JsonObject json() {
            return new JsonObject()
                    .put("sent", sent)
                    .put("accepted", accepted)
                    .put("refused", refused)
                    .put("failed", failed)
                    .put("unknown", unknown);
        }
    }

    /** Shares of one core; 0 where the system does not tell. */
    public record CpuShare(double generator, double sinks, double process) {
        CpuShare plus(CpuShare other, double weight) {
            return new CpuShare(
                    generator + other.generator * weight,
                    sinks + other.sinks * weight,
                    process + other.process * weight);
        }
    }

    JsonObject json() {
        return new JsonObject()
                .put("at", at)
                .put("span", span)
                .put("aimed", aimed)
                .put("answers", answers.json())
                .put("latencyMillis", latency.json())
                .put("waiting", waiting)
                .put("delivered", delivered)
                .put("endToEndMillis", endToEnd.json())
                .put("backlog", backlog)
                .put("cpuGenerator", cpu.generator)
                .put("cpuSinks", cpu.sinks)
                .put("cpuProcess", cpu.process);
    }

    /**
     * At most so many, each for several neighbours: the mean of rates, the worst of times and of what waits. A peak is
     * drawn wider, never left out.
     */
    static List<Point> thinned(List<Point> points, int most) {
        int each = (points.size() + most - 1) / Math.max(1, most);
        if (each <= 1) {
            return points;
        }
        List<Point> fewer = new ArrayList<>();
        for (int from = 0; from < points.size(); from += each) {
            fewer.add(merged(points.subList(from, Math.min(points.size(), from + each))));
        }
        return fewer;
    }

    private static Point merged(List<Point> points) {
        double span = points.stream().mapToDouble(Point::span).sum();
        double aimed = 0;
        double delivered = 0;
        long waiting = 0;
        long backlog = 0;
        Answers answers = new Answers(0, 0, 0, 0, 0);
        CpuShare cpu = new CpuShare(0, 0, 0);
        Percentiles latency = points.get(0).latency;
        Percentiles endToEnd = points.get(0).endToEnd;
        for (int i = 0; i < points.size(); i++) {
            Point point = points.get(i);
            double weight = point.span / span;
            aimed += point.aimed * weight;
            delivered += point.delivered * weight;
            waiting = Math.max(waiting, point.waiting);
            backlog = Math.max(backlog, point.backlog);
            answers = answers.plus(point.answers, weight);
            cpu = cpu.plus(point.cpu, weight);
            latency = i == 0 ? latency : latency.or(point.latency);
            endToEnd = i == 0 ? endToEnd : endToEnd.or(point.endToEnd);
        }
        double at = points.get(points.size() - 1).at;
        return new Point(at, span, aimed, answers, latency, waiting, delivered, endToEnd, backlog, cpu);
    }
}
