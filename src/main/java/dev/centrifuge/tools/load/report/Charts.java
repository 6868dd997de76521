package dev.centrifuge.tools.load.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;

/** The plots of a result. */
final class Charts {
    private static final int MOST_POINTS = 360;
    private static final double[] PERCENTILES = {0, 50, 75, 90, 95, 99, 99.5, 99.9, 99.95, 99.99, 99.999};

    private static final Set<Double> LABELLED = Set.of(0.0, 50.0, 90.0, 99.0, 99.9, 99.99);

    private final Result result;
    private final List<Point> points;
    private final double[] times;

    Charts(Result result) {
        this.result = result;
        this.points = Point.thinned(result.points(), MOST_POINTS);
        this.times = values(Point::at);
    }

    List<Plot> plots() {
        List<Plot> plots = new ArrayList<>();
        if (points.isEmpty()) {
            return plots;
        }
        boolean sinks = !result.accounts().isEmpty();
        plots.add(throughput(sinks));
        plots.add(latency("Latency of answers", "ms from when due, 2xx", Point::latency));
        plots.add(answers());
        plots.add(backlog(sinks));
        if (sinks) {
            plots.add(latency("End-to-end latency", "ms from when due to the first arrival", Point::endToEnd));
        }
        plots.add(distribution(sinks));
        plots.add(cpu(sinks));
        return plots;
    }

    private Plot throughput(boolean sinks) {
        Plot plot = over("Throughput", "events/s")
                .line("aimed at", "c0", values(Point::aimed))
                .line("sent", "c1", values(each -> each.answers().sent()))
                .line("accepted", "c2", values(each -> each.answers().accepted()));
        return sinks ? plot.line("delivered", "c3", values(Point::delivered)) : plot;
    }

    private Plot latency(String title, String unit, Function<Point, Percentiles> of) {
        return over(title, unit)
                .inDecades()
                .line("p50", "c2", values(each -> of.apply(each).p50()))
                .line("p90", "c1", values(each -> of.apply(each).p90()))
                .line("p99", "c4", values(each -> of.apply(each).p99()))
                .line("max", "c0", values(each -> of.apply(each).max()));
    }

    private Plot answers() {
        return over("Answers", "events/s")
                .line("accepted", "c2", values(each -> each.answers().accepted()))
                .line("refused (429, 503)", "c4", values(each -> each.answers().refused()))
                .line("failed", "c5", values(each -> each.answers().failed()))
                .line("unknown", "c0", values(each -> each.answers().unknown()));
    }

    private Plot backlog(boolean sinks) {
        Plot plot = over("Backlog", sinks ? "requests waiting here, legs waiting there" : "requests")
                .line("due, no free connection", "c4", values(Point::waiting));
        return sinks ? plot.line("acknowledged, not delivered", "c3", values(Point::backlog)) : plot;
    }

    private Plot cpu(boolean sinks) {
        Plot plot = over("Own CPU", "shares of one core")
                .line("generator", "c1", values(each -> each.cpu().generator()))
                .line("process", "c0", values(each -> each.cpu().process()));
        return sinks ? plot.line("sinks", "c3", values(each -> each.cpu().sinks())) : plot;
    }

    /** Percentiles as HdrHistogram draws them: the distance to 100 % in decades. */
    private Plot distribution(boolean sinks) {
        List<Plot.Mark> marks = new ArrayList<>();
        double[] x = new double[PERCENTILES.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = -Math.log10(1 - PERCENTILES[i] / 100);
            if (LABELLED.contains(PERCENTILES[i])) {
                marks.add(new Plot.Mark(x[i], Texts.trimmed(PERCENTILES[i]) + "%"));
            }
        }
        Plot plot = new Plot("Distribution", "ms by percentile, after the warm-up", x)
                .marked(marks)
                .inDecades()
                .line("answers", "c2", curve(result.outcome().latency(), 1e6));
        return sinks ? plot.line("end to end", "c3", curve(result.endToEnd(), 1e3)) : plot;
    }

    private static double[] curve(Histogram histogram, double perMilli) {
        double[] values = new double[PERCENTILES.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = histogram.getTotalCount() == 0
                    ? Double.NaN
                    : histogram.getValueAtPercentile(PERCENTILES[i]) / perMilli;
        }
        return values;
    }

    private Plot over(String title, String unit) {
        double last = times[times.length - 1];
        List<Plot.Mark> marks = Axis.linear(last).ticks().stream()
                .filter(tick -> tick <= last)
                .map(tick -> new Plot.Mark(tick, Axis.label(tick) + " s"))
                .toList();
        return new Plot(title, unit, times).marked(marks).shaded(result.setup().warmupSeconds());
    }

    private double[] values(ToDoubleFunction<Point> of) {
        return points.stream().mapToDouble(of).toArray();
    }
}
