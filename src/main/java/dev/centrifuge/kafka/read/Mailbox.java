package dev.centrifuge.kafka.read;

import dev.centrifuge.flow.Delay;
import dev.centrifuge.flow.Leg;
import dev.centrifuge.flow.lane.LegEnds;
import dev.centrifuge.flow.lane.Readiness;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * What other threads tell the log thread. Bounded by what is in memory: each leg ends once.
 *
 * <p>Why not wake the poll up: an end only feeds the next checkpoint and the budget, and a poll lasts a few milliseconds.
 */
final class Mailbox implements LegEnds {
    private final Queue<Runnable> letters = new ConcurrentLinkedQueue<>();
    private final LegEnds inside;

    /** @param inside called on the log thread, by {@link #drain} */
    Mailbox(LegEnds inside) {
        this.inside = inside;
    }

    @Override
    public void resolved(Leg leg) {
        letters.add(() -> inside.resolved(leg));
    }

    @Override
    public void put(Leg leg, Delay delay) {
        letters.add(() -> inside.put(leg, delay));
    }

    @Override
    public void dead(Leg leg, String reason) {
        letters.add(() -> inside.dead(leg, reason));
    }

    @Override
    public void returned(Leg leg) {
        letters.add(() -> inside.returned(leg));
    }

    @Override
    public void readiness(String destination, Readiness readiness, int round) {
        letters.add(() -> inside.readiness(destination, readiness, round));
    }

    @Override
    public void behind(String destination, String source) {
        letters.add(() -> inside.behind(destination, source));
    }

    @Override
    public void blocked(Leg leg, int round) {
        letters.add(() -> inside.blocked(leg, round));
    }

    @Override
    public void unblocked(Leg leg) {
        letters.add(() -> inside.unblocked(leg));
    }

    void post(Runnable letter) {
        letters.add(letter);
    }

    /** Reads what has arrived; on the log thread. */
    void drain() {
        for (Runnable letter = letters.poll(); letter != null; letter = letters.poll()) {
            letter.run();
        }
    }
}
