package dev.centrifuge.kafka.read;

import dev.centrifuge.flow.Delay;
import dev.centrifuge.flow.Leg;
import dev.centrifuge.flow.handover.LegEnds;
import dev.centrifuge.flow.handover.Readiness;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * What other threads tell the log thread. Bounded by what is in memory: each leg ends once.
 *
 * <p>Why not wake the poll up: an end only feeds the next checkpoint and the budget, and a poll lasts a few milliseconds.
 */
final class Mailbox implements LegEnds {
    /** What to do, or a leg that is resolved, which is what most letters say. */
    private final Queue<Object> letters = new ConcurrentLinkedQueue<>();

    private final LegEnds inside;

    /** @param inside called on the log thread, by {@link #drain} */
    Mailbox(LegEnds inside) {
        this.inside = inside;
    }

    @Override
    public void resolved(Leg leg) {
        letters.add(leg);
    }

    @Override
    public void filtered(Leg leg) {
        post(() -> inside.filtered(leg));
    }

    @Override
    public void put(Leg leg, Delay delay) {
        post(() -> inside.put(leg, delay));
    }

    @Override
    public void dead(Leg leg, String reason) {
        post(() -> inside.dead(leg, reason));
    }

    @Override
    public void returned(Leg leg) {
        post(() -> inside.returned(leg));
    }

    @Override
    public void readiness(String destination, Readiness readiness, int round) {
        post(() -> inside.readiness(destination, readiness, round));
    }

    @Override
    public void behind(String destination, String source) {
        post(() -> inside.behind(destination, source));
    }

    @Override
    public void blocked(Leg leg, int round) {
        post(() -> inside.blocked(leg, round));
    }

    @Override
    public void unblocked(Leg leg) {
        post(() -> inside.unblocked(leg));
    }

    void post(Runnable letter) {
        letters.add(letter);
    }

    /** Reads what has arrived; on the log thread. */
    void drain() {
        for (Object letter = letters.poll(); letter != null; letter = letters.poll()) {
            if (letter instanceof Leg leg) {
                inside.resolved(leg);
            } else {
                ((Runnable) letter).run();
            }
        }
    }
}
