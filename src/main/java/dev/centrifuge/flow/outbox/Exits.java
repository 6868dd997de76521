package dev.centrifuge.flow.outbox;

import dev.centrifuge.flow.Delay;
import dev.centrifuge.flow.Leg;
import dev.centrifuge.flow.handover.LegEnds;

/**
 * How legs leave an outbox: the log is told, and whoever stood behind them in their key may go. Belongs to one event loop;
 * times are monotonic nanoseconds.
 */
public final class Exits {
    private final LegEnds ends;
    private final Waiting waiting;

    Exits(LegEnds ends, Waiting waiting) {
        this.ends = ends;
        this.waiting = waiting;
    }

    void resolved(Leg leg, long now) {
        ends.resolved(leg);
        leave(leg, now);
    }

    void filtered(Leg leg, long now) {
        ends.filtered(leg);
        leave(leg, now);
    }

    void returned(Leg leg, long now) {
        ends.returned(leg);
        leave(leg, now);
    }

    void dead(Leg leg, String reason, long now) {
        ends.dead(leg, reason);
        leave(leg, now);
    }

    void put(Leg leg, Delay delay) {
        ends.put(leg, delay);
    }

    /**
     * After an attempt: another might succeed, after a crash that forgets of this one. Where order is asked it must not come
     * after a later one of its key then. (A leg past its time is so after a crash, too.)
     */
    void givenUp(Leg leg, boolean ordered, String reason, long now) {
        boolean blocked = waiting.keys().blocks(leg);
        if (!ordered || !waiting.keys().keep(leg)) {
            dead(leg, reason, now);
            return;
        }
        leg.markAwaited();
        ends.dead(leg, reason);
        if (blocked) {
            ends.unblocked(leg);
        }
    }

    /** A leg waits for another attempt, and nobody of its key may pass it. */
    void blocks(Leg leg, int round) {
        ends.blocked(leg, round);
        waiting.keys().block(leg, round, ends::returned);
    }

    /** A leg has ended, and the log was told: the next of its key may go. */
    void leave(Leg leg, long now) {
        boolean blocked = waiting.keys().blocks(leg);
        waiting.leave(leg, now);
        if (blocked) {
            ends.unblocked(leg);
        }
    }
}
