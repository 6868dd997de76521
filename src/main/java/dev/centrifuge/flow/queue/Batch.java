package dev.centrifuge.flow.queue;

import dev.centrifuge.flow.Leg;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Legs that go in one request, linked to each other as in a queue: the first of them stands for all. A leg that goes alone is
 * a batch of one, and costs no object. Belongs to the event loop of the legs.
 */
public final class Batch {
    private Batch() {}

    public static int size(Leg first) {
        int size = 1;
        for (Leg leg = first.next(); leg != null; leg = leg.next()) {
            size++;
        }
        return size;
    }

    public static long weight(Leg first) {
        long weight = 0;
        for (Leg leg = first; leg != null; leg = leg.next()) {
            weight += leg.weight();
        }
        return weight;
    }

    /** Whether any of them matches. */
    public static boolean any(Leg first, Predicate<Leg> condition) {
        for (Leg leg = first; leg != null; leg = leg.next()) {
            if (condition.test(leg)) {
                return true;
            }
        }
        return false;
    }

    /** Does it for each, which is not linked any more then. */
    public static void each(Leg first, Consumer<Leg> action) {
        for (Leg leg = first; leg != null; ) {
            Leg next = leg.next();
            leg.next(null);
            action.accept(leg);
            leg = next;
        }
    }

    /** Takes out those that match; the others as a batch, or null where none is left. */
    public static @Nullable Leg without(Leg first, Predicate<Leg> condition, Consumer<Leg> removed) {
        Leg head = null;
        Leg tail = null;
        for (Leg leg = first; leg != null; ) {
            Leg next = leg.next();
            leg.next(null);
            if (condition.test(leg)) {
                removed.accept(leg);
            } else {
                head = head == null ? leg : head;
                tail = append(tail, leg);
            }
            leg = next;
        }
        return head;
    }

    private static Leg append(@Nullable Leg tail, Leg leg) {
        if (tail != null) {
            tail.next(leg);
        }
        return leg;
    }

    /** Cuts it in two; the second half is returned. Of two legs at least. */
    public static Leg halve(Leg first) {
        Leg last = first;
        for (int left = size(first) / 2; left > 1; left--) {
            last = next(last);
        }
        Leg second = next(last);
        last.next(null);
        return second;
    }

    private static Leg next(Leg leg) {
        Leg next = leg.next();
        if (next == null) {
            throw new IllegalArgumentException("a batch of one has no halves");
        }
        return next;
    }
}
