package dev.centrifuge.flow;

import dev.centrifuge.flow.limit.AdaptiveLimit;
import dev.centrifuge.flow.limit.Breaker;
import dev.centrifuge.flow.limit.TokenBucket;
import dev.centrifuge.flow.queue.FairQueue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is decided about one destination: what waits, what may be sent now, what becomes of a leg that failed.
 *
 * <pre>
 *   offer ──▶ queue ──▶ next ──▶ (attempt) ──▶ succeeded / failed / refused ──▶ Verdict
 *                        ▲                         │ first attempts
 *                        └──────── waiting ◀───────┘
 * </pre>
 *
 * <p>A destination in trouble (breaker not closed, gated for longer than {@link #LONG_GATE_NANOS}, disabled) keeps one
 * leg as its probe; the others are put off ({@link #putOff}), to delay topics for now. That rule is the seam at which
 * detaching replaces copying.
 *
 * <p>Belongs to one event loop; {@code now} is monotonic nanoseconds, {@code millis} milliseconds since the epoch.
 */
public final class Outbox {
    /** Attempts in memory before a leg goes to a delay topic, and the longest wait it may spend there. */
    private static final int MEMORY_ATTEMPTS = 10;

    private static final long MEMORY_WAIT_MILLIS = 10_000;

    /** The most legs that wait in memory for their next attempt: beyond, the events are in trouble in numbers. */
    private static final int MOST_WAITING = 2_000;

    private static final long LONG_GATE_NANOS = 5_000_000_000L;

    private final RandomGenerator random;
    private final FairQueue queue = new FairQueue();
    private final PriorityQueue<Waiting> waiting = new PriorityQueue<>(Comparator.comparingLong(Waiting::due));
    private final Breaker breaker;
    private Limits limits;
    private AdaptiveLimit concurrency;
    private @Nullable TokenBucket bucket;
    private int inFlight;
    private long gateUntil;
    private boolean gone;

    public Outbox(Limits limits, RandomGenerator random, long now) {
        this.random = random;
        this.limits = limits;
        this.breaker = new Breaker(random);
        this.concurrency = new AdaptiveLimit(limits.maxInFlight(), limits.adaptive());
        this.bucket = bucketOf(limits, now);
        this.gateUntil = now;
    }

    private static @Nullable TokenBucket bucketOf(Limits limits, long now) {
        Limits.Rate rate = limits.rate();
        return rate == null ? null : new TokenBucket(rate.limit(), rate.perNanos(), rate.burst(), now);
    }

    /** New limits; an unchanged rate keeps its bucket, so that a reload is no second burst. */
    public void reconfigure(Limits changed, long now) {
        Limits before = limits;
        limits = changed;
        gone = false;
        if (before.maxInFlight() != changed.maxInFlight() || before.adaptive() != changed.adaptive()) {
            concurrency = new AdaptiveLimit(changed.maxInFlight(), changed.adaptive());
        }
        if (!java.util.Objects.equals(before.rate(), changed.rate())) {
            bucket = bucketOf(changed, now);
        }
    }

    /** A leg arrives. False if it must be put off instead, because the destination is in trouble. */
    public boolean offer(Leg leg, long now) {
        if (troubled(now) && (!mayProbe() || held() > 0)) {
            return false;
        }
        queue.add(leg);
        return true;
    }

    /** Whether legs beyond a probe should not wait here. */
    public boolean troubled(long now) {
        return !mayProbe() || breaker.troubled() || gateUntil - now > LONG_GATE_NANOS;
    }

    private boolean mayProbe() {
        return limits.enabled() && !gone;
    }

    private int held() {
        return queue.size() + waiting.size() + inFlight;
    }

    /** The next leg to attempt now, or null. The caller attempts it and reports its end. */
    public @Nullable Leg next(long now) {
        if (blockedUntil(now) != now) {
            return null;
        }
        Waiting due = waiting.peek();
        Leg leg = due != null && due.due() - now <= 0 ? waiting.remove().leg() : queue.poll();
        if (leg != null) {
            started(now);
        }
        return leg;
    }

    private void started(long now) {
        inFlight++;
        breaker.started();
        if (bucket != null) {
            bucket.take(now);
        }
    }

    /** {@code now} where an attempt may start, the earliest later time, or {@link Long#MAX_VALUE} where an end must come first. */
    private long blockedUntil(long now) {
        if (!mayProbe() || inFlight >= concurrency.limit()) {
            return Long.MAX_VALUE;
        }
        if (gateUntil - now > 0) {
            return gateUntil;
        }
        if (!breaker.permits(now)) {
            return inFlight > 0 ? Long.MAX_VALUE : Math.max(breaker.opensAt(), now + 1);
        }
        return bucket == null ? now : now + bucket.nanosUntilToken(now);
    }

    /** When to ask {@link #next} again though nothing ended and nothing was offered; {@link Long#MAX_VALUE} for never. */
    public long wakeAt(long now) {
        if (queue.size() + waiting.size() == 0) {
            return Long.MAX_VALUE;
        }
        long free = blockedUntil(now);
        Waiting first = waiting.peek();
        return queue.size() > 0 || first == null || free == Long.MAX_VALUE ? free : Math.max(free, first.due());
    }

    /** An attempt was taken. */
    public Verdict succeeded() {
        concurrency.succeeded(inFlight);
        inFlight--;
        if (breaker.succeeded()) {
            concurrency.restart();
        }
        return new Verdict.Done();
    }

    /** An attempt was refused for good: that says something of the event, and that the destination is well. */
    public Verdict refused(String reason) {
        succeeded();
        return new Verdict.Dead(reason);
    }

    /** 410: nothing more is sent until an operator says so. */
    public Verdict gone() {
        inFlight--;
        gone = true;
        return new Verdict.Put(Delay.SHORT);
    }

    /** The attempt was cut off by ourselves: it says nothing about the destination. */
    public void abandoned() {
        inFlight--;
        breaker.abandoned();
    }

    /**
     * An attempt failed and may succeed later. The leg's trail already tells of it.
     *
     * @param gateMillis how long the destination asked to be left alone, 0 if it did not
     */
    public Verdict failed(Leg leg, long gateMillis, long now, long millis) {
        concurrency.failed(inFlight);
        inFlight--;
        breaker.failed(now);
        if (gateMillis > 0) {
            gateUntil = Math.max(gateUntil, now + gateMillis * 1_000_000);
        }
        return again(leg, gateMillis, now, millis);
    }

    private Verdict again(Leg leg, long gateMillis, long now, long millis) {
        int attempts = leg.trail().attempts();
        long ceiling = Math.max(gateMillis, limits.backoff().ceilingMillis(attempts));
        boolean keep = attempts < MEMORY_ATTEMPTS && ceiling <= MEMORY_WAIT_MILLIS && waiting.size() < MOST_WAITING;
        if (held() > 0 && troubled(now)) {
            keep = false;
        }
        long left = deadline(leg) - millis;
        if (!keep && left >= Delay.SHORT.millis()) {
            return new Verdict.Put(Delay.near(Math.min(ceiling, left)));
        }
        long wait = Math.max(gateMillis, limits.backoff().delayMillis(attempts, random));
        if (wait >= left) {
            return new Verdict.Dead("ttl");
        }
        waiting.add(new Waiting(leg, now + wait * 1_000_000));
        return new Verdict.Waits();
    }

    private long deadline(Leg leg) {
        return leg.event().envelope().receivedAt() + limits.ttlMillis();
    }

    /** Whether a leg is past its time to live. */
    public boolean expired(Leg leg, long millis) {
        return millis >= deadline(leg);
    }

    /** A leg that {@link #next} gave is past its time: it was never attempted. */
    public Verdict expired() {
        abandoned();
        return new Verdict.Dead("ttl");
    }

    /** Where a leg of a destination in trouble goes: sooner at first, later when it was put off often. */
    public Verdict putOff(Leg leg, long millis) {
        long left = deadline(leg) - millis;
        if (left <= 0) {
            return new Verdict.Dead("ttl");
        }
        Delay delay = leg.trail().diversions() < 4 ? Delay.SHORT : Delay.MEDIUM;
        return new Verdict.Put(Delay.near(Math.min(delay.millis(), left)));
    }

    /** In trouble: takes out everything but one leg, the probe. Elsewhere nothing. */
    public List<Leg> surplus(long now) {
        List<Leg> surplus = new ArrayList<>();
        if (!troubled(now)) {
            return surplus;
        }
        int keep = mayProbe() && inFlight == 0 ? 1 : 0;
        while (queue.size() + waiting.size() > keep) {
            Leg leg = queue.poll();
            surplus.add(leg != null ? leg : waiting.remove().leg());
        }
        return surplus;
    }

    /** Takes out what matches and is not in flight: its partition has gone elsewhere. */
    public List<Leg> remove(Predicate<Leg> condition) {
        List<Leg> removed = new ArrayList<>();
        Predicate<Leg> taken = leg -> condition.test(leg) && removed.add(leg);
        queue.removeIf(taken);
        waiting.removeIf(entry -> taken.test(entry.leg()));
        return removed;
    }

    public int queued() {
        return queue.size() + waiting.size();
    }

    /** The bytes of what waits for a first attempt. */
    public long queuedBytes() {
        return queue.bytes();
    }

    /** When the oldest event in the queue was received, in milliseconds since the epoch; {@code unknown} if none waits. */
    public long oldestReceivedAt(long unknown) {
        return queue.oldestReceivedAt(unknown);
    }

    public int inFlight() {
        return inFlight;
    }

    private record Waiting(Leg leg, long due) {}
}
