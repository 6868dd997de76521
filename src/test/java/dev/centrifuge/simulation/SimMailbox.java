package dev.centrifuge.simulation;

import dev.centrifuge.flow.Delay;
import dev.centrifuge.flow.Leg;
import dev.centrifuge.flow.handover.LegEnds;
import dev.centrifuge.flow.handover.Readiness;
import dev.centrifuge.simulation.check.HeldCheck;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a node's loops tell its log thread: heard in order, at the thread's next step. */
final class SimMailbox implements LegEnds {
    private final ArrayDeque<Runnable> letters = new ArrayDeque<>();
    private final LegEnds inside;
    private final @Nullable HeldCheck held;
    private final Mutants mutants;
    private final Consumer<String> notes;

    /**
     * @param held told of each end; null where nobody checks
     * @param notes told what destinations say of themselves
     */
    SimMailbox(LegEnds inside, @Nullable HeldCheck held, Mutants mutants, Consumer<String> notes) {
        this.notes = notes;
        this.inside = inside;
        this.held = held;
        this.mutants = mutants;
    }

    boolean drain() {
        boolean some = !letters.isEmpty();
        for (Runnable letter = letters.poll(); letter != null; letter = letters.poll()) {
            letter.run();
        }
        return some;
    }

    void post(Runnable letter) {
        letters.add(letter);
    }

    private Leg end(Leg leg) {
        if (held != null) {
            held.ended(leg);
        }
        return mutants.breaks(Mutant.IGNORED_EPOCH) ? mutants.current(leg) : leg;
    }

    @Override
    public void resolved(Leg leg) {
        letters.add(() -> inside.resolved(end(leg)));
    }

    @Override
    public void filtered(Leg leg) {
        letters.add(() -> inside.filtered(end(leg)));
    }

    @Override
    public void put(Leg leg, Delay delay) {
        letters.add(() -> inside.put(end(leg), delay));
    }

    @Override
    public void dead(Leg leg, String reason) {
        letters.add(() -> inside.dead(end(leg), reason));
    }

    @Override
    public void returned(Leg leg) {
        letters.add(() -> {
            if (leg.isFence()) {
                inside.returned(leg);
            } else if (mutants.breaks(Mutant.DROPPED_RETURNS)) {
                inside.resolved(end(leg));
            } else {
                inside.returned(end(leg));
            }
        });
    }

    @Override
    public void readiness(String destination, Readiness readiness, int round) {
        notes.accept(destination + " is " + readiness + " from round " + round + " on");
        letters.add(() -> inside.readiness(destination, readiness, round));
    }

    @Override
    public void behind(String destination, String source) {
        notes.accept(destination + " is behind with " + source);
        letters.add(() -> inside.behind(destination, source));
    }

    @Override
    public void blocked(Leg leg, int round) {
        notes.accept(leg.destination() + " is blocked by " + leg.origin() + " from round " + round + " on");
        letters.add(() -> inside.blocked(leg, round));
    }

    @Override
    public void unblocked(Leg leg) {
        notes.accept(leg.destination() + " is blocked by " + leg.origin() + " no more");
        letters.add(() -> inside.unblocked(leg));
    }
}
