package dev.centrifuge.flow.lane;

import dev.centrifuge.flow.progress.Progress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the sweeps of one lane go. A scope that can take events joins the sweep that comes by soonest; one that none will come
 * by gets a sweep of its own, if one is free. Where none is free the least charged is served next, after the quantum of the one
 * that is running: so a slow scope far behind cannot hold back one near the head, nor the other way round.
 *
 * <p>Belongs to the log thread.
 */
final class Sweeper {
    /** Bytes read before a sweep may be taken from those on board: a few milliseconds of scanning. */
    private static final long QUANTUM = 4 * 1024 * 1024;

    /** A scope farther ahead than so many offsets does not wait for the sweep to come by. */
    private static final long NEAR = 50_000;

    /** The least charged, by quanta; among equals the farthest behind, since its sweep comes by the others. */
    private static final Comparator<Cursor> NEXT = Comparator.comparingLong(
                    (Cursor cursor) -> (long) (cursor.charged / QUANTUM))
            .thenComparingLong(Cursor::position);

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
            if (cursor.sweep() == null && cursor.expectedBy == null && wants(cursor) && !joins(cursor)) {
                waiting.add(cursor);
            }
        }
        waiting.sort(NEXT);
        for (Cursor leader : waiting) {
            if (cursors.get(leader.scope) != leader
                    || leader.sweep() != null
                    || leader.expectedBy != null
                    || joins(leader)) {
                continue;
            }
            Sweep sweep = free(leader);
            if (sweep == null) {
                return;
            }
            floor = Math.max(floor, leader.charged);
            sweep.start(leader.position());
            sweep.expect(leader);
            sweep.begin();
        }
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

    /** One that rests, and of those the one that stopped nearest: what it has read ahead is of use. */
    private @Nullable Sweep free(Cursor leader) {
        Sweep resting = null;
        Sweep victim = null;
        for (Sweep sweep : sweeps) {
            if (!sweep.running()) {
                resting = resting == null || away(sweep, leader) < away(resting, leader) ? sweep : resting;
            } else if (sweep.scanned() >= QUANTUM && least(sweep) > leader.charged) {
                victim = sweep;
            }
        }
        if (resting == null && victim != null) {
            victim.stop();
        }
        return resting == null ? victim : resting;
    }

    private static long away(Sweep sweep, Cursor cursor) {
        return Math.abs(sweep.next() - cursor.position());
    }

    private static double least(Sweep sweep) {
        double least = Double.MAX_VALUE;
        for (Cursor cursor : sweep.boarded()) {
            least = Math.min(least, cursor.chargedSoFar());
        }
        return least;
    }
}
