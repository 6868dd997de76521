package dev.centrifuge.tools.load.shape;

import dev.centrifuge.tools.load.Pace;
import java.util.List;

/**
 * Stretches one after the other, as a pace. The number that is due by a time is the integral of the rate, so
 * {@link #due} inverts it: within a stretch of rate r and slope s, m more are due after 2m / (r + √(r² + 2sm)), a form of
 * the quadratic formula that also holds for s = 0.
 */
public final class Curve implements Pace.Timed {
    private static final double NANOS = 1e9;

    private final List<Stretch> stretches;
    /** When each stretch begins, in nanoseconds, and the end. */
    private final long[] starts;
    /** How many are due before each begins, and in all. */
    private final double[] before;

    /** @param stretches at least one */
    public Curve(List<Stretch> stretches) {
        this.stretches = List.copyOf(stretches);
        this.starts = new long[stretches.size() + 1];
        this.before = new double[stretches.size() + 1];
        for (int i = 0; i < stretches.size(); i++) {
            starts[i + 1] = starts[i] + stretches.get(i).time().toNanos();
            before[i + 1] = before[i] + stretches.get(i).count();
        }
    }

    /** The same times at a fraction of the rates: requests instead of events. */
    public Curve dividedBy(int batch) {
        return new Curve(stretches.stream()
                .map(each -> new Stretch(each.time(), each.from() / batch, each.to() / batch))
                .toList());
    }

    /** Its length in nanoseconds. */
    public long nanos() {
        return starts[stretches.size()];
    }

    /** How many are due in all; the first at 0. */
    public long total() {
        return (long) Math.ceil(before[stretches.size()] - 1e-6);
    }

    /** How many are due by a time; a fraction. */
    public double countBy(long nanos) {
        int i = at(nanos);
        if (i >= stretches.size()) {
            return before[i];
        }
        double seconds = Math.max(0, nanos - starts[i]) / NANOS;
        Stretch at = stretches.get(i);
        return before[i] + seconds * (at.from() + slope(at) * seconds / 2);
    }

    /** {@inheritDoc} What would come after the last one is due at the end, which is too late. */
    @Override
    public long due(long number) {
        int i = find(number);
        if (i >= stretches.size()) {
            return nanos();
        }
        double more = number - before[i];
        if (more <= 0) {
            return starts[i];
        }
        Stretch at = stretches.get(i);
        double rate = at.from();
        double root = Math.sqrt(Math.max(0, rate * rate + 2 * slope(at) * more));
        return Math.min(starts[i + 1], starts[i] + (long) (2 * more / (rate + root) * NANOS));
    }

    private static double slope(Stretch at) {
        return (at.to() - at.from()) / (at.time().toNanos() / NANOS);
    }

    /** The stretch in which a number is due: the last that begins at or below it. */
    private int find(long number) {
        if (number >= before[stretches.size()] - 1e-6) {
            return stretches.size();
        }
        int low = 0;
        int high = stretches.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (before[middle] <= number) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    private int at(long nanos) {
        int i = 0;
        while (i < stretches.size() && nanos >= starts[i + 1]) {
            i++;
        }
        return i;
    }
}
