package dev.centrifuge.flow.outbox;

import dev.centrifuge.flow.Leg;
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
public final class Waiting {
    private final FairQueue queue = new FairQueue();
    private final KeyOrder keys = new KeyOrder();
    private final Behind behind = new Behind();
    private final Retries retries;
    private Limits limits;
    private boolean retried;

    /** Since when a batch is being gathered, where something is in the queue. */
    private long openedAt;

    Waiting(Limits limits, RandomGenerator random, long now) {
        this.limits = limits;
        this.retries = new Retries(random, now);
        this.openedAt = now;
    }

    void configure(Limits changed) {
        limits = changed;
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
                enqueue(leg, now);
            }
        } else if (leg.trail().attempts() == 0) {
            enqueue(leg, now);
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
            enqueue(next, now);
        }
    }

    private void enqueue(Leg leg, long now) {
        openedAt = queue.size() == 0 ? now : openedAt;
        queue.add(leg, now);
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
     * The next batch to attempt: a due retry, but after one of these a first attempt. Many may be due at once that succeed now,
     * so that the retry budget does not hold them back.
     */
    @Nullable
    Leg poll(long now, boolean probe) {
        boolean ripe = ripeAt(now, probe) <= now;
        boolean first = retried && !probe && ripe;
        Leg batch = first ? null : retries.poll(now, probe);
        retried = batch != null;
        return batch == null && ripe ? gather(probe, now) : batch;
    }

    private @Nullable Leg gather(boolean probe, long now) {
        Leg first = queue.poll();
        Limits.Batching batching = limits.batch();
        if (first == null || batching == null || probe) {
            return first;
        }
        long room = batching.maxBytes() - first.weight();
        Leg last = first;
        for (int left = limits.mostInBatch() - 1; left > 0; left--) {
            Leg more = queue.poll(room);
            if (more == null) {
                break;
            }
            last.next(more);
            last = more;
            room -= more.weight();
        }
        openedAt = now;
        return first;
    }

    /** When there is something in the queue to go: a whole batch, or one that was gathered for long enough. */
    private long ripeAt(long now, boolean probe) {
        Limits.Batching batching = limits.batch();
        if (queue.size() == 0) {
            return Long.MAX_VALUE;
        }
        if (batching == null || probe) {
            return now;
        }
        boolean whole = queue.size() >= limits.mostInBatch() || queue.bytes() >= batching.maxBytes();
        return whole ? now : Math.max(now, openedAt + batching.lingerNanos());
    }

    /** How many legs {@link #poll} would give at most. */
    int next(boolean probe) {
        int most = probe ? 1 : limits.mostInBatch();
        return most == 1 ? 1 : Math.max(1, Math.max(Math.min(most, queue.size()), Math.min(most, retries.next())));
    }

    /** Whether a leg is here that could be attempted as a probe. */
    boolean available(long now) {
        return queue.size() > 0 || retries.due(now);
    }

    /** When {@link #poll} returns a batch; {@link Long#MAX_VALUE} where none waits. */
    long nextAt(long now, boolean probe) {
        long ripeAt = ripeAt(now, probe);
        return ripeAt <= now ? now : Math.min(ripeAt, retries.nextAt(now, probe));
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
