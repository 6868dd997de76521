package dev.centrifuge.tools.load.session;

import dev.centrifuge.tools.load.LoadPlan;
import dev.centrifuge.tools.load.LoadResult;
import dev.centrifuge.tools.load.LoadView;
import dev.centrifuge.tools.load.ledger.Requests;
import dev.centrifuge.tools.load.report.Outcome;
import dev.centrifuge.tools.load.report.Percentiles;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Counts answers. Belongs to the load's event loop until the run is over, but for {@link #startNanos}. */
final class Meter implements LoadPlan.Listener {
    private static final long LONGEST_NANOS = TimeUnit.HOURS.toNanos(1);

    /**
     * What has changed since it was asked before.
     *
     * @param sent requests, since the start of the run
     * @param acceptedInAll requests, since the start of the run
     * @param accepted requests, since it was asked; so are the others
     */
    record Interval(
            LoadView view,
            long sent,
            long acceptedInAll,
            long accepted,
            long refused,
            long failed,
            long unknown,
            Percentiles latency) {}

    private final Requests requests;
    private final int batch;
    private final long warmupNanos;
    private final Histogram interval = new Histogram(LONGEST_NANOS, 3);
    private final Histogram measured = new Histogram(LONGEST_NANOS, 3);
    private long accepted;
    private long refused;
    private long failed;
    private long unknown;
    private volatile long start;

    Meter(Requests requests, int batch, long warmupNanos) {
        this.requests = requests;
        this.batch = batch;
        this.warmupNanos = warmupNanos;
    }

    @Override
    public void started(long nanos) {
        start = nanos;
    }

    /** When the first request was due; 0 before. From any thread. */
    long startNanos() {
        return start;
    }

    @Override
    public void ended(long number, int status, long due, long now) {
        requests.ended(number, status);
        if (status >= 200 && status < 300) {
            accepted++;
            long took = Math.min(Math.max(0, now - due), LONGEST_NANOS);
            interval.recordValue(took);
            if (due - start >= warmupNanos) {
                measured.recordValue(took);
            }
        } else if (status == 429 || status == 503) {
            refused++;
        } else if (status == 0) {
            unknown++;
        } else {
            failed++;
        }
    }

    Interval interval(LoadView view) {
        Interval taken = new Interval(
                view,
                view.sent(),
                requests.accepted(),
                accepted,
                refused,
                failed,
                unknown,
                Percentiles.ofNanos(interval));
        interval.reset();
        accepted = 0;
        refused = 0;
        failed = 0;
        unknown = 0;
        return taken;
    }

    /**
     * Once the run is over.
     *
     * @param planned how long it should have been: the last event of a slow rate is due well before the end
     */
    Outcome outcome(LoadResult result, long planned) {
        Map<Integer, Long> status = new TreeMap<>(result.status());
        double seconds = Math.max(0, Math.max(planned, result.nanos()) - warmupNanos) / 1e9;
        return new Outcome(
                batch,
                status,
                result.unsent(),
                result.connectFailures(),
                batch * measured.getTotalCount(),
                seconds,
                measured);
    }
}
