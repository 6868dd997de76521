package dev.centrifuge.simulation;

import dev.centrifuge.time.Ticker;
import java.util.PriorityQueue;

/** Time that passes when nothing is left to do at a moment. What is due at the same nanosecond runs in the order it was asked for. */
final class VirtualClock implements Ticker {
    /** The epoch of every simulation, so that times are easy to read. */
    static final long EPOCH_MILLIS = 1_000_000_000_000L;

    private final PriorityQueue<Task> tasks = new PriorityQueue<>();
    private long now;
    private long asked;

    void at(long nanos, Runnable action) {
        tasks.add(new Task(Math.max(now, nanos), asked++, action));
    }

    void after(long nanos, Runnable action) {
        at(now + nanos, action);
    }

    /** Runs what is due next. */
    void step() {
        Task task = tasks.remove();
        now = task.at;
        task.action.run();
    }

    @Override
    public long nanos() {
        return now;
    }

    @Override
    public long millis() {
        return EPOCH_MILLIS + now / 1_000_000;
    }

    private record Task(long at, long order, Runnable action) implements Comparable<Task> {
        @Override
        public int compareTo(Task other) {
            return at == other.at ? Long.compare(order, other.order) : Long.compare(at, other.at);
        }
    }
}
