package dev.centrifuge.flow.limit;

import dev.centrifuge.flow.outbox.Failure;

/**
 * How many requests may be in flight to a destination, under a hard cap: by latency and by failures.
 *
 * <p>Judged once per window, which is as long as a request takes on average (Vector's adaptive concurrency), and has
 * {@value #FEWEST} answers, lest one slow answer of two speak for all; a request that was turned away or got no answer does:
 *
 * <ul>
 *   <li>a window is <em>bad</em> if a request was turned away (429, 503), if one got no answer, or if latency or the share of
 *       failures is above its {@link Baseline}: then the limit is multiplied by 0.9, and halved where no request of the
 *       window got an answer, so that a hung destination does not keep its cap's worth;
 *   <li>a window in which the limit was reached and which is as quick as usual adds 1, or a half of the limit once nothing
 *       was bad for a second and three windows: from 1 to 64 within twelve windows;
 *   <li>nothing is added while latency is above twice the best that was seen (the tolerance of Netflix' Gradient2): what
 *       comes then only waits at the destination.
 * </ul>
 *
 * <p>A steady share of failures is usual after some windows and no reason to shrink: there the events are in trouble and
 * not the destination. Latencies below 10 ms count as 10 ms: they say more of this machine than of the destination.
 *
 * <p>After a recovery the limit ramps up ({@link #restart}): from {@value #START}, doubling per round trip, and per second
 * where round trips take longer, until the first bad window; so any cap up to 1,024 is reached within 8 s. The same at the
 * start of an adaptive limit. Nothing is added before the first answer, and nothing after a window without one before the
 * next: a destination that hangs is not worth its cap's worth of connections, and hundreds of them are not affordable.
 *
 * <p>Belongs to one event loop; times are monotonic nanoseconds.
 */
public final class AdaptiveLimit {
    private static final int START = 4;
    private static final int FEWEST = 6;
    private static final double DECREASE = 0.9;
    private static final double HALF = 0.5;
    private static final double QUICK_GROWTH = 0.5;
    private static final double TOLERANCE = 2;
    private static final double BEST_DRIFT = 1.005;
    private static final long LEAST_NANOS = 10_000_000;
    private static final long SECOND = 1_000_000_000L;
    private static final long GROWTH_STEP_NANOS = 100_000_000;

    /** What is below half of the usual latency, or a tenth of all requests, is noise. */
    private static final double LATENCY_NOISE = 0.5;

    private static final double FAILING_NOISE = 0.1;

    private final int max;
    private final boolean adaptive;
    private final Baseline latency = new Baseline();
    private final Baseline failing = new Baseline();
    private double best;
    private double limit;
    private boolean ramping;

    /** Whether it answered since it was last silent for a whole window. */
    private boolean proven;

    private long rampFrom;
    private long quietSince;

    // The window.
    private long windowEnds;
    private int ends;
    private int errors;
    private int silent;
    private int answers;
    private double latencySum;
    private boolean turnedAway;
    private boolean reached;

    /**
     * @param max the hard cap
     * @param adaptive where false the limit is the cap, but after a recovery
     * @param now when the destination came up, as far as is known
     */
    public AdaptiveLimit(int max, boolean adaptive, long now) {
        this.max = max;
        this.adaptive = adaptive;
        this.limit = max;
        this.quietSince = now;
        this.windowEnds = now;
        if (adaptive) {
            restart(now);
        }
    }

    /** From 1 to the hard cap. */
    public int limit(long now) {
        return (int) Math.min(max, ramping && proven ? Math.max(limit, ramp(now)) : limit);
    }

    /** Whether it grows after a start or a recovery. */
    public boolean ramping() {
        return ramping;
    }

    /** Doubles each second, evenly in between. */
    private double ramp(long now) {
        long seconds = Math.min(20, (now - rampFrom) / SECOND);
        return (double) (START << seconds) * (1 + (double) (now - rampFrom - seconds * SECOND) / SECOND);
    }

    /** When {@link #limit} may be higher though nothing ended; {@link Long#MAX_VALUE} for never. */
    public long growsAt(long now) {
        return ramping && proven && limit(now) < max ? now + GROWTH_STEP_NANOS : Long.MAX_VALUE;
    }

    /**
     * A request got an answer that says nothing against the destination.
     *
     * @param inFlight how many were in flight, this one included
     */
    public void succeeded(int inFlight, long latencyNanos, long now) {
        answered(latencyNanos, now);
        ended(inFlight, now);
        if (ramping) {
            limit = inFlight >= (int) limit ? Math.min(max, limit + 1) : limit;
            ramping = limit(now) < max;
            limit = ramping ? limit : max;
        }
    }

    /** A request failed. */
    public void failed(Failure failure, int inFlight, long now) {
        switch (failure.kind()) {
            case TURNED_AWAY -> turnedAway = true;
            case SILENT -> silent++;
            case ERROR -> {
                errors++;
                answered(failure.latencyNanos(), now);
            }
            case UNHEARD -> {
                return;
            }
        }
        ended(inFlight, now);
    }

    private void answered(long latencyNanos, long now) {
        if (!proven) {
            proven = true;
            rampFrom = now;
        }
        answers++;
        latencySum += Math.max(LEAST_NANOS, latencyNanos);
    }

    private void ended(int inFlight, long now) {
        ends++;
        reached |= inFlight >= limit(now);
        if (now - windowEnds >= 0 && (answers >= FEWEST || silent > 0 || turnedAway)) {
            if (adaptive) {
                judge(now);
            }
            open(now);
        }
    }

    private void judge(long now) {
        boolean bad = silent > 0 || turnedAway;
        if (answers >= FEWEST) {
            double share = (double) errors / ends;
            double current = latencySum / answers;
            bad |= latency.exceededBy(current, LATENCY_NOISE * latency.mean())
                    || failing.exceededBy(share, FAILING_NOISE);
            best = best == 0 ? current : Math.min(best * BEST_DRIFT, current);
            if (!bad) {
                grow(current, now);
            }
            failing.add(share);
            latency.add(current);
        }
        if (bad) {
            shrink(now);
        }
    }

    private void grow(double current, long now) {
        if (current > TOLERANCE * best) {
            stopRamp(now);
        } else if (reached && !ramping && current <= latency.mean()) {
            boolean quiet = now - quietSince >= Math.max(SECOND, 3 * windowNanos());
            limit = Math.min(max, limit + (quiet ? Math.max(1, limit * QUICK_GROWTH) : 1));
        }
    }

    private void shrink(long now) {
        stopRamp(now);
        limit = Math.max(1, limit * (silent == ends ? HALF : DECREASE));
        proven &= silent < ends;
        quietSince = now;
    }

    private void stopRamp(long now) {
        limit = limit(now);
        ramping = false;
    }

    private void open(long now) {
        windowEnds = now + windowNanos();
        ends = 0;
        errors = 0;
        silent = 0;
        answers = 0;
        latencySum = 0;
        turnedAway = false;
        reached = false;
    }

    private long windowNanos() {
        return Math.max(LEAST_NANOS, (long) latency.mean());
    }

    /** The destination recovered from an outage: ramp up anew. */
    public void restart(long now) {
        limit = Math.min(START, max);
        ramping = true;
        rampFrom = now;
        quietSince = now;
        best = 0;
        latency.forget();
        failing.forget();
        open(now);
    }
}
