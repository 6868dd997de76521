package dev.centrifuge.flow.outbox;

import dev.centrifuge.flow.Leg;
import dev.centrifuge.flow.queue.Batch;
import java.util.function.Function;

/**
 * What becomes of legs whose attempt failed: they are kept for another, in halves where one of several events may be why, or
 * leave for a delay topic or the dead letters. Belongs to one event loop; times are monotonic nanoseconds unless their name says
 * otherwise.
 */
final class Aftermath {
    private final Waiting waiting;
    private final Exits exits;
    private final Standing standing;
    private Limits limits;
    private long keptUntil;

    Aftermath(Waiting waiting, Exits exits, Standing standing, Limits limits) {
        this.waiting = waiting;
        this.exits = exits;
        this.standing = standing;
        this.limits = limits;
    }

    void configure(Limits changed) {
        limits = changed;
    }

    /** When the legs that were kept last are due. */
    long keptUntil() {
        return keptUntil;
    }

    /**
     * An attempt failed.
     *
     * @param trouble whether the destination is in trouble, and order is not asked
     */
    void failed(Leg batch, boolean trouble, Failure failure, long now, long millis) {
        if (trouble) {
            settle(batch, leg -> waiting.retries().probed(leg, limits, millis), failure, now);
        } else {
            settle(batch, leg -> waiting.retries().verdict(leg, failure.gateMillis(), limits, millis), failure, now);
        }
    }

    private void settle(Leg batch, Function<Leg, Verdict> verdicts, Failure failure, long now) {
        Verdict verdict = verdicts.apply(batch);
        if (verdict instanceof Verdict.Waits waits) {
            long due = now + waits.millis() * 1_000_000;
            if (batch.next() != null
                    && failure.kind() == Failure.Kind.ERROR
                    && batch.trail().attempts() > 1) {
                keepHalves(batch, due);
            } else {
                keep(batch, due);
            }
        } else {
            Batch.each(batch, leg -> leaves(leg, leg == batch ? verdict : verdicts.apply(leg), now));
        }
    }

    /** An event that the destination cannot take holds up nobody for long, where one answer is for all. */
    void keepHalves(Leg batch, long due) {
        Leg second = Batch.halve(batch);
        keep(batch, due);
        keep(second, due);
    }

    private void keep(Leg batch, long due) {
        keptUntil = due;
        waiting.retries().keep(batch, due);
        for (Leg leg = limits.ordered() ? batch : null; leg != null; leg = leg.next()) {
            if (!waiting.keys().blocks(leg)) {
                exits.blocks(leg, standing.nextRound());
            }
        }
    }

    private void leaves(Leg leg, Verdict verdict, long now) {
        if (verdict instanceof Verdict.Put put) {
            exits.put(leg, put.delay());
        } else if (verdict instanceof Verdict.Dead dead) {
            exits.givenUp(leg, limits.ordered(), dead.reason(), now);
        } else if (verdict instanceof Verdict.Waits waits) {
            keep(leg, now + waits.millis() * 1_000_000);
        }
    }
}
