package dev.centrifuge.flow.lane;

import dev.centrifuge.flow.progress.Progress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the sweeps of one lane go. A scope that can take events joins the sweep that comes by soonest; one that none will come
 * by gets a sweep of its own, if one is free. Where none is free, each of the two is taken for a reason of its own:
 *
 * <pre>
 *   scopes    a   b c                d         e                  f          front
 *             |---+-+--▶             .         |--▶     .         .            |
 *             the lower one gathers            the upper one goes to the least charged
 * </pre>
 *
 * <p>The lower sweep goes back to whoever is farthest behind, and takes along those that it comes by. Everybody has to pass
 * there sooner or later, and whoever is ahead loses nothing of what he will need: so those behind come together, and hundreds
 * cost hardly more than one. Where each needs a pass of his own they do not catch up at all, however fair the turns are.
 *
 * <p>The upper sweep is shared by charge: so a slow scope far behind cannot hold back one near the head, nor the other way
 * round.
 *
 * <p>Belongs to the log thread.
 */
final class Sweeper {
    /** Bytes read before the upper sweep may be taken from those on board: a few milliseconds of scanning. */
    private static final long QUANTUM = 4 * 1024 * 1024;

    /**
     * Bytes read before the lower sweep goes back: some 60 ms of scanning. Chosen by trying: in a model of one partition whose 660
     * scopes come back after ten minutes, catching up took 1.27 times the least time with 64 MiB, 1.82 with 16, 2.22 where the
     * upper quantum was 16 MiB as well.
     */
    private static final long GATHERING = 64 * 1024 * 1024;

    /** A scope farther ahead than so many offsets does not wait for the sweep to come by. */
    private static final long NEAR = 50_000;

    private static final Comparator<Cursor> FARTHEST_BEHIND = Comparator.comparingLong(Cursor::position);

    /** The least charged, by quanta; among equals the farthest behind, since its sweep comes by the others. */
    private static final Comparator<Cursor> LEAST_CHARGED = Comparator.comparingLong(
                    (Cursor cursor) -> (long) (cursor.charged / QUANTUM))
            .thenComparing(FARTHEST_BEHIND);

    private final List<Sweep> sweeps;
    private final Cursors cursors;
    private final Progress progress;
    private final Node node;
    private double floor;

    Sweeper(List<Sweep> sweeps, Cursors cursors, Progress progress, Node node) {
        this.progress = progress;
        this.sweeps = sweeps;
        this.cursors = cursors;
        this.node = node;
    }

    /** What a scope that is new here counts as charged: neither before nor behind the others. */
    double floor() {
        return floor;
    }

    void plan() {
        List<Cursor> waiting = new ArrayList<>();
        for (Cursor cursor : cursors.all()) {
            if (waits(cursor) && wants(cursor) && !joins(cursor)) {
                waiting.add(cursor);
            }
        }
        if (!waiting.isEmpty()) {
            gather(Collections.min(waiting, FARTHEST_BEHIND));
            waiting.sort(LEAST_CHARGED);
            share(waiting);
        }
    }

    /** Somebody reads at or behind whoever is farthest behind. */
    private void gather(Cursor last) {
        Sweep lower = running(true);
        if (lower == null || lower.next() > last.position()) {
            Sweep free = resting(last);
            if (free == null && lower != null && lower.scanned() >= GATHERING) {
                lower.stop();
                free = lower;
            }
            if (free != null) {
                start(free, last);
            }
        }
    }

    private void share(List<Cursor> leastChargedFirst) {
        for (Cursor leader : leastChargedFirst) {
            if (cursors.get(leader.scope) != leader || !waits(leader) || joins(leader)) {
                continue;
            }
            Sweep free = resting(leader);
            Sweep upper = running(false);
            if (free == null && upper != null && upper.scanned() >= QUANTUM && least(upper) > leader.charged) {
                upper.stop();
                free = upper;
            }
            if (free == null) {
                return;
            }
            floor = Math.max(floor, leader.charged);
            start(free, leader);
        }
    }

    private static void start(Sweep sweep, Cursor leader) {
        sweep.start(leader.position());
        sweep.expect(leader);
        sweep.begin();
    }

    private static boolean waits(Cursor cursor) {
        return cursor.sweep() == null && cursor.expectedBy == null;
    }

    /** Not while it waits for a leg: it would be read up to there again and again. */
    private boolean wants(Cursor cursor) {
        if (cursor.waitsAt >= 0 && progress.holds(cursor.waitsAt, cursor.scope.destination())) {
            return false;
        }
        cursor.waitsAt = -1;
        return node.wants(cursor);
    }

    /** Whether a sweep comes by soon; then the scope is expected there. */
    private boolean joins(Cursor cursor) {
        Sweep nearest = null;
        for (Sweep sweep : sweeps) {
            long ahead = cursor.position() - sweep.next();
            if (sweep.running() && ahead >= 0 && ahead < NEAR && (nearest == null || sweep.next() > nearest.next())) {
                nearest = sweep;
            }
        }
        if (nearest != null) {
            nearest.expect(cursor);
        }
        return nearest != null;
    }

    /** Of the sweeps that rest the one that stopped nearest: what it has read ahead is of use. */
    private @Nullable Sweep resting(Cursor leader) {
        Sweep nearest = null;
        for (Sweep sweep : sweeps) {
            boolean nearer = nearest == null || away(sweep, leader) < away(nearest, leader);
            nearest = !sweep.running() && nearer ? sweep : nearest;
        }
        return nearest;
    }

    private static long away(Sweep sweep, Cursor cursor) {
        return Math.abs(sweep.next() - cursor.position());
    }

    /** Of the sweeps that run the lower one, or the upper one: the same where only one does. */
    private @Nullable Sweep running(boolean lower) {
        Sweep found = null;
        for (Sweep sweep : sweeps) {
            boolean farther = found == null || (lower ? sweep.next() < found.next() : sweep.next() > found.next());
            found = sweep.running() && farther ? sweep : found;
        }
        return found;
    }

    private static double least(Sweep sweep) {
        double least = Double.MAX_VALUE;
        for (Cursor cursor : sweep.boarded()) {
            least = Math.min(least, cursor.chargedSoFar());
        }
        return least;
    }
}
