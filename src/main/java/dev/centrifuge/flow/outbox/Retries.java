package dev.centrifuge.flow.outbox;

import dev.centrifuge.flow.Delay;
import dev.centrifuge.flow.Leg;
import dev.centrifuge.flow.limit.RetryBudget;
import dev.centrifuge.flow.queue.Batch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Legs that wait in memory for their next attempt, and what becomes of a leg that failed. A batch that failed waits as it is.
 *
 * <p>A leg spends its first attempts here, as long as they are close together; then it goes to a delay topic, and comes back
 * from there as one that is due. The {@link RetryBudget} says how many may be sent: when it is used up, what is due waits
 * longer, and when {@value #MOST} wait or they hold {@value #MOST_BYTES} bytes, further ones go to a delay topic at once.
 *
 * <p>Belongs to one event loop; {@code now} is monotonic nanoseconds, {@code millis} milliseconds since the epoch.
 */
public final class Retries {
    /** Attempts in memory before a leg goes to a delay topic, and the longest wait it may spend there. */
    private static final int MEMORY_ATTEMPTS = 10;

    private static final long MEMORY_WAIT_MILLIS = 10_000;
    private static final int MOST = 2_000;
    private static final long MOST_BYTES = 4 * 1024 * 1024;

    /** As often as that a leg may be a probe that fails: what if it is the leg that always fails? */
    private static final int PROBES_PER_LEG = 3;

    private final RandomGenerator random;
    private final RetryBudget budget;
    private final PriorityQueue<Entry> waiting = new PriorityQueue<>(1, Comparator.comparingLong(Entry::due));
    private long bytes;
    private @Nullable Leg probe;
    private int probed;

    private int legs;

    /** @param leg the first of a batch */
    private record Entry(Leg leg, long due) {}

    Retries(RandomGenerator random, long now) {
        this.random = random;
        this.budget = new RetryBudget(now);
    }

    int size() {
        return legs;
    }

    boolean full() {
        return legs >= MOST || bytes >= MOST_BYTES;
    }

    /** How many legs {@link #poll} would give. */
    int next() {
        Entry first = waiting.peek();
        return first == null ? 0 : Batch.size(first.leg);
    }

    /** What becomes of a leg that failed while its destination is fine. The leg's trail already tells of it. */
    Verdict verdict(Leg leg, long gateMillis, Limits limits, long millis) {
        int attempts = leg.trail().attempts();
        long ceiling = Math.max(gateMillis, limits.backoff().ceilingMillis(attempts));
        boolean brief = attempts < MEMORY_ATTEMPTS && ceiling <= MEMORY_WAIT_MILLIS && !full();
        long left = limits.left(leg, millis);
        if (!brief && !limits.ordered() && left >= Delay.SHORT.millis()) {
            return new Verdict.Put(Delay.near(Math.min(ceiling, left)));
        }
        long wait = Math.max(gateMillis, limits.backoff().delayMillis(attempts, random));
        return wait >= left ? new Verdict.Dead("ttl") : new Verdict.Waits(wait);
    }

    /**
     * What becomes of a leg that failed while its destination is in trouble and that is to be the next probe: it waits, but
     * not for ever the same.
     */
    Verdict probed(Leg leg, Limits limits, long millis) {
        probed = leg == probe ? probed + 1 : 1;
        probe = leg;
        long left = limits.left(leg, millis);
        if (left <= 0) {
            return new Verdict.Dead("ttl");
        }
        if (probed < PROBES_PER_LEG || left < Delay.SHORT.millis()) {
            return new Verdict.Waits(0);
        }
        long ceiling = limits.backoff().ceilingMillis(leg.trail().attempts());
        return new Verdict.Put(Delay.near(Math.min(ceiling, left)));
    }

    /**
     * Where a leg goes that is due and finds no room: where its next failure would take it. If that is where it comes from, one
     * step farther: with many more than fit, each would be copied every 30 seconds for as long as it has to live.
     */
    Delay putOff(Leg leg, Limits limits) {
        Delay from = Delay.of(leg.origin().topic());
        Delay fits = Delay.near(limits.backoff().ceilingMillis(leg.trail().attempts()));
        if (from == null) {
            return fits;
        }
        Delay next = fits.compareTo(from) > 0 ? fits : from.longer();
        long left = limits.left(leg, leg.trail().lastAt() + from.millis());
        return left < next.millis() ? Delay.near(left) : next;
    }

    void keep(Leg batch, long due) {
        waiting.add(new Entry(batch, due));
        count(batch, 1);
    }

    private void count(Leg batch, int sign) {
        bytes += sign * Batch.weight(batch);
        legs += sign * Batch.size(batch);
    }

    /** Takes a batch that is due. {@code free}: the budget is not asked, since probes are rare enough. */
    @Nullable
    Leg poll(long now, boolean free) {
        if (nextAt(now, free) > now) {
            return null;
        }
        Leg batch = waiting.remove().leg;
        count(batch, -1);
        return batch;
    }

    /** Whether one is due, whatever the budget says. */
    boolean due(long now) {
        Entry first = waiting.peek();
        return first != null && first.due - now <= 0;
    }

    /** When {@link #poll} returns one; {@link Long#MAX_VALUE} where none waits. */
    long nextAt(long now, boolean free) {
        Entry first = waiting.peek();
        if (first == null) {
            return Long.MAX_VALUE;
        }
        return first.due - now > 0 || free ? first.due : budget.permitsAt(now);
    }

    /** An attempt starts. */
    void started(Leg leg, boolean free, long now) {
        if (leg.trail().attempts() == 0) {
            budget.first(now);
        } else if (!free) {
            budget.again();
        }
    }

    /** An attempt was answered with something else than a failure. */
    void answered(Leg leg) {
        if (leg.trail().attempts() > 0) {
            budget.paidBack();
        }
    }

    /** An attempt that was started came to nothing before anything was sent. */
    void unsent(Leg leg) {
        if (leg.trail().attempts() == 0) {
            budget.unmade();
        } else {
            budget.paidBack();
        }
    }

    /** What is left of a batch goes on waiting. */
    void removeIf(Predicate<Leg> condition, Consumer<Leg> removed) {
        List<Entry> left = new ArrayList<>();
        waiting.removeIf(entry -> {
            if (!Batch.any(entry.leg, condition)) {
                return false;
            }
            count(entry.leg, -1);
            Leg rest = Batch.without(entry.leg, condition, removed);
            if (rest != null) {
                left.add(new Entry(rest, entry.due));
            }
            return true;
        });
        left.forEach(entry -> keep(entry.leg, entry.due));
    }
}
