package dev.centrifuge.dispatch;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.LongConsumer;

/**
 * Who wants to be woken when: a heap, so that thousands who sleep cost nothing until one of them is due. Who is to be woken
 * later than was planned is woken once too early, and goes to sleep again, which is cheaper than to look for its entry.
 *
 * <p>Belongs to one event loop; times are monotonic nanoseconds, {@link Long#MAX_VALUE} is never.
 */
final class Wakeups {
    static final long NEVER = Long.MAX_VALUE;

    private final LongConsumer alarm;
    private final PriorityQueue<Wake> heap = new PriorityQueue<>(Comparator.comparingLong(Wake::at));

    /** @param alarm told when {@link #wake} is due, each time that this is known, and then rather too often than too rarely */
    Wakeups(LongConsumer alarm) {
        this.alarm = alarm;
    }

    private record Wake(Sleeper sleeper, long at) {}

    /** One who sleeps. */
    static final class Sleeper {
        private final Runnable wake;
        private long at = NEVER;

        Sleeper(Runnable wake) {
            this.wake = wake;
        }
    }

    void sleep(Sleeper sleeper, long until) {
        if (until < sleeper.at) {
            sleeper.at = until;
            heap.add(new Wake(sleeper, until));
            alarm.accept(until);
        }
    }

    /** Wakes who is due. Who asks meanwhile to be woken is not woken before the next call. */
    void wake(long now) {
        List<Sleeper> due = new ArrayList<>();
        for (Wake first = heap.peek(); first != null && first.at <= now; first = heap.peek()) {
            heap.remove();
            // An entry whose time is not its sleeper's any more was overtaken by an earlier one.
            if (first.sleeper.at == first.at) {
                first.sleeper.at = NEVER;
                due.add(first.sleeper);
            }
        }
        due.forEach(sleeper -> sleeper.wake.run());
        Wake first = heap.peek();
        if (first != null) {
            alarm.accept(first.at);
        }
    }
}
