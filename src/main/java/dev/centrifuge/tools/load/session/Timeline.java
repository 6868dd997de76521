package dev.centrifuge.tools.load.session;

import dev.centrifuge.tools.Waiting;
import dev.centrifuge.tools.load.LoadRun;
import dev.centrifuge.tools.load.LoadView;
import dev.centrifuge.tools.load.report.Percentiles;
import dev.centrifuge.tools.load.report.Point;
import dev.centrifuge.tools.load.report.Point.Answers;
import dev.centrifuge.tools.load.report.Point.CpuShare;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Asks the load and the sinks what happened since it asked before, and keeps it. On the command's thread. */
final class Timeline {
    private static final Destinations.Interval NO_SINKS = new Destinations.Interval(
            0, 0, new Percentiles(0, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN));

    private final LoadSettings settings;
    private final Meter meter;
    private final @Nullable Destinations destinations;
    private final CpuMeter generator;
    private final @Nullable CpuMeter sinks;
    private final Consumer<Point> listener;
    private final List<Point> points = new ArrayList<>();
    private long before;
    private long sentBefore;
    private long generatorBefore;
    private long sinksBefore;
    private long processBefore;
    private long backlog;

    Timeline(
            LoadSettings settings,
            Meter meter,
            @Nullable Destinations destinations,
            CpuMeter generator,
            @Nullable CpuMeter sinks,
            Consumer<Point> listener) {
        this.settings = settings;
        this.meter = meter;
        this.destinations = destinations;
        this.generator = generator;
        this.sinks = sinks;
        this.listener = listener;
        this.generatorBefore = generator.nanos();
        this.sinksBefore = sinks == null ? 0 : sinks.nanos();
        this.processBefore = CpuMeter.processNanos();
    }

    List<Point> points() {
        return points;
    }

    /** Legs that are acknowledged and have not arrived, when it was last asked. */
    long backlog() {
        return backlog;
    }

    /** Adds a point for the time since the one before, where the run has begun. */
    void add(LoadRun run) throws IOException {
        Meter.Interval load = Waiting.on(run.look(meter::interval), "the load does not answer");
        Destinations.Interval got = destinations == null ? NO_SINKS : destinations.interval();
        long start = meter.startNanos();
        LoadView view = load.view();
        if (start == 0) {
            return;
        }
        if (before == 0) {
            before = start;
        }
        double span = Math.max(1, view.nanos() - before) / 1e9;
        int taking = destinations == null ? 0 : destinations.taking();
        backlog = Math.max(0, load.acceptedInAll() * settings.body().batch() * taking - got.owed());
        Point point = new Point(
                (view.nanos() - start) / 1e9,
                span,
                (settings.curve().countBy(view.nanos() - start)
                                - settings.curve().countBy(before - start))
                        / span,
                answers(load, span),
                load.latency(),
                view.waiting(),
                got.arrived() / span,
                got.endToEnd(),
                backlog,
                cpu(span));
        before = view.nanos();
        points.add(point);
        listener.accept(point);
    }

    private Answers answers(Meter.Interval load, double span) {
        double each = settings.body().batch() / span;
        long sent = load.sent() - sentBefore;
        sentBefore = load.sent();
        return new Answers(
                sent * each,
                load.accepted() * each,
                load.refused() * each,
                load.failed() * each,
                load.unknown() * each);
    }

    private CpuShare cpu(double span) {
        long generatorNow = generator.nanos();
        long sinksNow = sinks == null ? 0 : sinks.nanos();
        long processNow = CpuMeter.processNanos();
        CpuShare share = new CpuShare(
                (generatorNow - generatorBefore) / 1e9 / span,
                (sinksNow - sinksBefore) / 1e9 / span,
                (processNow - processBefore) / 1e9 / span);
        generatorBefore = generatorNow;
        sinksBefore = sinksNow;
        processBefore = processNow;
        return share;
    }
}
