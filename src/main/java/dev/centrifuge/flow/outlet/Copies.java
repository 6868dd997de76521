package dev.centrifuge.flow.outlet;

import dev.centrifuge.flow.Leg;
import dev.centrifuge.flow.handover.Copy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Copies that wait for their checkpoint, in order; and {@link Refused those} that cannot be written and wait for that. Bounded by
 * the node's budget, which their legs still hold. Belongs to the log thread.
 */
public final class Copies {
    private final ArrayDeque<Copy> waiting = new ArrayDeque<>();
    private final ArrayDeque<Copy> stretches = new ArrayDeque<>();
    private final Refused refused;
    private int awaited;

    /** @param mostRefused bytes of those that cannot be written; see {@link Refused} */
    public Copies(long mostRefused) {
        this.refused = new Refused(mostRefused);
    }

    public void add(Copy copy) {
        (copy.ofStretch() ? stretches : waiting).add(copy);
        awaited += copy.leg().awaited() ? 1 : 0;
    }

    /** Whether somebody waits for one of them to be on record. */
    public boolean awaited() {
        return awaited > 0;
    }

    /**
     * Takes the oldest, up to {@code bytes} of them, at least one if there is any; and with them whatever stands for a
     * stretch: the checkpoint says that its cursor is no more, and nothing else knows of what that had not read. There are no
     * more of these than there were cursors. What cannot be written now is kept.
     *
     * @param now in monotonic nanoseconds
     * @param back takes legs that have waited here for their delay, and letters of stretches that cannot be written
     */
    public List<Copy> take(long bytes, long now, Consumer<Copy> back) {
        refused.due(now, back).forEach(this::add);
        List<Copy> taken = new ArrayList<>(refused.trials(now));
        long left = bytes;
        while (!waiting.isEmpty() && left > 0) {
            Copy copy = waiting.remove();
            awaited -= copy.leg().awaited() ? 1 : 0;
            for (Copy fit : refused.admit(copy, now)) {
                left -= fit.weight();
                taken.add(fit);
            }
        }
        for (Copy stretch = stretches.poll(); stretch != null; stretch = stretches.poll()) {
            if (refused.outlets().refuses(Outlet.of(stretch))) {
                back.accept(stretch);
            } else {
                taken.add(refused.shape(stretch, now));
            }
        }
        return taken;
    }

    /** They are committed. */
    public void written(List<Copy> copies) {
        copies.forEach(copy -> refused.written(copy).forEach(this::add));
    }

    /** Their transaction failed, and not by them: they wait again, before the others. {@code explained} where others were to blame. */
    public void giveBack(List<Copy> copies, long now, boolean explained) {
        for (int i = copies.size() - 1; i >= 0; i--) {
            Copy copy = copies.get(i);
            if (refused.again(copy, now, explained)) {
                addFirst(copy);
            }
        }
    }

    private void addFirst(Copy copy) {
        (copy.ofStretch() ? stretches : waiting).addFirst(copy);
        awaited += copy.leg().awaited() ? 1 : 0;
    }

    /**
     * The transaction failed because of this one: it goes with the next in a smaller form, or is kept.
     *
     * @return whether it is a letter of a stretch, which nothing keeps
     */
    public boolean refuse(Copy copy, Refusal refusal, long now) {
        List<Copy> again = refused.refuse(copy, refusal, now);
        again.forEach(this::addFirst);
        return copy.ofStretch() && again.isEmpty();
    }

    public void removeIf(Predicate<Copy> condition, Consumer<Leg> removed) {
        Predicate<Copy> removing = copy -> {
            boolean matches = condition.test(copy);
            if (matches) {
                awaited -= copy.leg().awaited() ? 1 : 0;
                removed.accept(copy.leg());
            }
            return matches;
        };
        waiting.removeIf(removing);
        stretches.removeIf(removing);
        refused.removeIf(condition, copy -> removed.accept(copy.leg()));
    }

    /** A partition has gone elsewhere, and nothing is kept of it any more. */
    public void forget(int partition) {
        refused.outlets().forget(partition);
    }

    /** Whether a letter can be written nowhere but to an outlet that refuses it. */
    public boolean refusesLetter(int partition) {
        return refused.outlets().refuses(new Outlet(null, partition));
    }

    public Refused refused() {
        return refused;
    }

    /** Whether nothing waits for a checkpoint; what cannot be written does not. */
    public boolean isEmpty() {
        return waiting.isEmpty() && stretches.isEmpty();
    }
}
