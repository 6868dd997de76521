package dev.centrifuge.flow.outlet;

import dev.centrifuge.flow.handover.Copy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Predicate;

/**
 * Copies that cannot be written and wait by themselves, until a time: a leg that cannot go to its delay topic waits in memory for
 * as long, and is delivered again then; a dead letter that fits in no form is tried again after a minute. In monotonic
 * nanoseconds. Belongs to the log thread.
 */
public final class Later {
    private static final long AGAIN_NANOS = 60_000_000_000L;

    private final PriorityQueue<Timed> waiting = new PriorityQueue<>(Comparator.comparingLong(Timed::at));

    private record Timed(Copy copy, long at) {}

    public void add(Copy copy, long now) {
        long wait = copy.to() instanceof Copy.Delayed delayed ? delayed.delay().millis() * 1_000_000 : AGAIN_NANOS;
        waiting.add(new Timed(copy, now + wait));
    }

    /** Takes those whose time has come. */
    public List<Copy> due(long now) {
        List<Copy> due = new ArrayList<>();
        while (!waiting.isEmpty() && waiting.peek().at() <= now) {
            due.add(waiting.remove().copy());
        }
        return due;
    }

    /** Takes those away that match. */
    public void removeIf(Predicate<Copy> condition) {
        waiting.removeIf(timed -> condition.test(timed.copy()));
    }
}
