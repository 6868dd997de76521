package dev.centrifuge.kafka.write;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A queue with many writers and one reader who takes everything at once: appends are pushed with one compare-and-set and
 * no allocation, and come out in the order in which they went in. Being told that it was empty is what lets a burst wake
 * its reader once. A ring would bound it, but the bound here is in bytes, and kept by {@link EventWriter}.
 */
final class Stack {

    private final AtomicReference<@Nullable Append> top = new AtomicReference<>();

    /** Returns whether it was empty: the reader must be woken then. */
    boolean push(Append append) {
        return push(append, append);
    }

    /** Pushes a chain that is linked by {@code next} from its newest to its oldest; returns whether it was empty. */
    boolean push(Append newest, Append oldest) {
        while (true) {
            Append below = top.get();
            oldest.next = below;
            if (top.compareAndSet(below, newest)) {
                return below == null;
            }
        }
    }

    /** Everything, oldest first, linked by {@code next}. */
    @Nullable
    Append takeAll() {
        Append append = top.get() == null ? null : top.getAndSet(null);
        Append oldestFirst = null;
        while (append != null) {
            Append below = append.next;
            append.next = oldestFirst;
            oldestFirst = append;
            append = below;
        }
        return oldestFirst;
    }

    boolean isEmpty() {
        return top.get() == null;
    }
}
