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

    void add(Copy copy) {
        waiting.add(copy);
    }

    /** Takes the oldest, up to {@code bytes} of them, at least one if there is any. */
    List<Copy> take(long bytes) {
        List<Copy> taken = new ArrayList<>();
        long left = bytes;
        while (!waiting.isEmpty() && left > 0) {
            Copy copy = waiting.remove();
            left -= copy.weight();
            taken.add(copy);
        }
        return taken;
    }

    /** Their transaction failed: they wait again, before the others. */
    void giveBack(List<Copy> copies) {
        for (int i = copies.size() - 1; i >= 0; i--) {
            waiting.addFirst(copies.get(i));
        }
    }

    void removeIf(Predicate<Copy> condition, Consumer<Leg> removed) {
        waiting.removeIf(copy -> {
            boolean matches = condition.test(copy);
            if (matches) {
                removed.accept(copy.leg());
            }
            return matches;
        });
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }
}
