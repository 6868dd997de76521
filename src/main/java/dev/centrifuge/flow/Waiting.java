package dev.centrifuge.flow;

import dev.centrifuge.flow.queue.FairQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The legs of a destination that are in memory and not in flight: in the fair queue for their first attempt, in line behind
 * another of their key, or waiting for a further attempt. Belongs to one event loop.
 */
final class Waiting {
    private final FairQueue queue = new FairQueue();
    private final KeyOrder keys = new KeyOrder();
    private final Behind behind = new Behind();
    private final Retries retries;
    private boolean retried;

    Waiting(RandomGenerator random, long now) {
        retries = new Retries(random, now);
    }

    Retries retries() {
        return retries;
    }

    KeyOrder keys() {
        return keys;
    }

    /** A leg comes in. False where too many wait for another attempt already. */
    boolean add(Leg leg, boolean ordered, long now) {
        if (ordered) {
            if (keys.enter(leg, now)) {
                queue.add(leg, now);
            }
        } else if (leg.trail().attempts() == 0) {
            queue.add(leg, now);
        } else if (retries.full()) {
            return false;
        } else {
            retries.keep(leg, now);
        }
        return true;
    }

    /** A leg has ended: the next of its key may go. */
    void leave(Leg leg, long now) {
        Leg next = keys.leave(leg);
        if (next != null) {
            queue.add(next, now);
        }
    }

    /** Whether to tell that this leg's source is late. */
    boolean behind(Leg leg, long now) {
        if (!Behind.possible(queue.bytes()) && keys.parked() == 0) {
            return false;
        }
        String source = leg.event().envelope().source();
        long bytes = queue.bytes(source) + keys.parkedBytes(source);
        long since = Math.min(queue.since(source, now), keys.parkedSince(leg, now));
        return behind.tell(source, bytes, since, now);
    }

    /**
     * The next leg to attempt: a due retry, but after one of these a first attempt. Many may be due at once that succeed now,
     * so that the retry budget does not hold them back.
     */
    @Nullable
    Leg poll(long now, boolean probe) {
        boolean first = retried && !probe && queue.size() > 0;
        Leg leg = first ? null : retries.poll(now, probe);
        retried = leg != null;
        return leg == null ? queue.poll() : leg;
    }

    /** Whether a leg is here that could be attempted as a probe. */
    boolean available(long now) {
        return queue.size() > 0 || retries.due(now);
    }

    /** When {@link #poll} returns a leg; {@link Long#MAX_VALUE} where none waits. */
    long nextAt(long now, boolean probe) {
        return queue.size() > 0 ? now : retries.nextAt(now, probe);
    }

    /** Takes out what matches. */
    List<Leg> takeOut(Predicate<Leg> fromQueue, Predicate<Leg> fromRetries) {
        List<Leg> out = new ArrayList<>();
        keys.removeParked(fromQueue, out::add);
        queue.removeIf(fromQueue, out::add);
        retries.removeIf(fromRetries, out::add);
        return out;
    }

    /** Takes out what is past its time, but for legs in the queue behind others that are not; frees what is not used. */
    void keepHouse(Predicate<Leg> late, Consumer<Leg> action) {
        List<Leg> out = new ArrayList<>();
        keys.removeParked(late, out::add);
        queue.removeHeads(late, out::add);
        retries.removeIf(late, out::add);
        out.forEach(action);
        queue.trim();
    }

    /** Whether {@link #keepHouse} has something to do, be it later. */
    boolean untidy() {
        return size() > 0 || queue.slack();
    }

    int size() {
        return queue.size() + retries.size() + keys.parked();
    }

    long queuedBytes() {
        return queue.bytes();
    }

    long oldestReceivedAt(long unknown) {
        return queue.oldestReceivedAt(unknown);
    }
}
