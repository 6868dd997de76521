package dev.centrifuge.flow.lane;

import dev.centrifuge.flow.Leg;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Copies that wait for their checkpoint, in order. Bounded by the node's budget, which their legs still hold. Belongs to
 * the log thread.
 */
final class Copies {
    private final ArrayDeque<Copy> waiting = new ArrayDeque<>();
    private final ArrayDeque<Copy> stretches = new ArrayDeque<>();
    private int awaited;

    void add(Copy copy) {
        (copy.ofStretch() ? stretches : waiting).add(copy);
        awaited += copy.leg().awaited() ? 1 : 0;
    }

    /** Whether somebody waits for one of them to be on record. */
    boolean awaited() {
        return awaited > 0;
    }

    /**
     * Takes the oldest, up to {@code bytes} of them, at least one if there is any; and with them whatever stands for a
     * stretch: the checkpoint says that its cursor is no more, and nothing else knows of what that had not read. There are no
     * more of these than there were cursors.
     */
    List<Copy> take(long bytes) {
        List<Copy> taken = new ArrayList<>();
        long left = bytes;
        while (!waiting.isEmpty() && left > 0) {
            Copy copy = waiting.remove();
            left -= copy.weight();
            awaited -= copy.leg().awaited() ? 1 : 0;
            taken.add(copy);
        }
        taken.addAll(stretches);
        stretches.clear();
        return taken;
    }

    /** Their transaction failed: they wait again, before the others. */
    void giveBack(List<Copy> copies) {
        for (int i = copies.size() - 1; i >= 0; i--) {
            Copy copy = copies.get(i);
            (copy.ofStretch() ? stretches : waiting).addFirst(copy);
            awaited += copy.leg().awaited() ? 1 : 0;
        }
    }

    void removeIf(Predicate<Copy> condition, Consumer<Leg> removed) {
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
    }

    boolean isEmpty() {
        return waiting.isEmpty() && stretches.isEmpty();
    }
}
