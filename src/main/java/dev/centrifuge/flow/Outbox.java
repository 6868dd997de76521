package dev.centrifuge.flow;

import dev.centrifuge.flow.lane.LegEnds;
import dev.centrifuge.flow.lane.Readiness;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is decided about one destination: what waits, what may be sent now, what becomes of a leg that failed,
 * and what the log is told.
 *
 * <pre>
 *   offer ──▶ queue ──▶ next ──▶ (attempt) ──▶ succeeded / refused / failed / gone ──▶ LegEnds
 *     │                  ▲                         │
 *     ▼                  └──────── retries ◀───────┘
 *   returned
 * </pre>
 *
 * <p>To use it: {@link #offer} legs as they come from the log; then call {@link #next} until it is null, attempt what it
 * gives, say when its request leaves ({@link #sent}), and report each attempt's end once, after which {@link #next} is due again; call {@link #next} also at {@link
 * #wakeAt}. Each leg ends with exactly one of the first four calls of {@link LegEnds}, from within these methods.
 *
 * <p>Its parts: {@link Standing} (in trouble or not), {@link Retries}, {@link KeyOrder}, and the limits of {@code flow.limit}.
 * When it closes, everything that is not in flight goes back to the log, but for legs that hold up their key: these stay,
 * unless the destination is shut. While it is closed, one leg that failed stays as the next probe.
 *
 * <p>Belongs to one event loop; {@code now} is monotonic nanoseconds, {@code millis} milliseconds since the epoch.
 */
public final class Outbox {
    private static final long HOUSEKEEPING_NANOS = 1_000_000_000L;

    private final String destination;
    private final LegEnds ends;
    private final Predicate<Leg> recalled;
    private final Waiting waiting;
    private final Standing standing;
    private final Pace pace;
    private Limits limits;
    private long housekeepingAt;

    /**
     * Tells the log how the destination stands unless that is ready.
     *
     * @param recalled whether a leg's partition has gone elsewhere, so that it is not to be tried again here
     */
    public Outbox(
            String destination,
            Limits limits,
            RandomGenerator random,
            LegEnds ends,
            Predicate<Leg> recalled,
            long now) {
        this.destination = destination;
        this.ends = ends;
        this.recalled = recalled;
        this.limits = limits;
        this.waiting = new Waiting(random, now);
        this.standing = new Standing(destination, ends, random, now);
        this.pace = new Pace(limits, now);
        this.housekeepingAt = now;
        standing.configure(limits, now);
        stand(now);
    }

    /** New limits, or {@link Limits#ABSENT}; an unchanged rate keeps its bucket, so that a reload is no second burst. */
    public void reconfigure(Limits changed, long now) {
        Limits before = limits;
        limits = changed;
        pace.reconfigure(before, changed, now);
        standing.configure(changed, now);
        standing.drain(standing.draining() || before.ordered() != changed.ordered());
        shut(now);
    }

    /** Closes before anything is returned, so that what is under way does not come in behind it. */
    private void shut(long now) {
        if (standing.shut()) {
            standing.close();
            waiting.takeOut(leg -> true, leg -> true).forEach(leg -> giveBack(leg, now));
        }
        stand(now);
    }

    /**
     * A leg comes from the log, or comes back since its end is on record. False if it has ended at once: it was returned, or too
     * many wait for another attempt.
     */
    public boolean offer(Leg leg, long now) {
        if (leg.awaited()) {
            waiting.leave(leg, now);
            return true;
        }
        boolean accepted = standing.accepts(leg) && !recalled.test(leg);
        if (!accepted || (limits.ordered() && !waiting.keys().accepts(leg))) {
            ends.returned(leg);
            return false;
        }
        if (!waiting.add(leg, limits.ordered(), now)) {
            ends.put(leg, waiting.retries().putOff(leg, limits));
            return false;
        }
        if (waiting.behind(leg, now)) {
            ends.behind(destination, leg.event().envelope().source());
        }
        return true;
    }

    /** The next leg to attempt now, or null. The caller attempts it and reports its end. */
    public @Nullable Leg next(long now, long millis) {
        tidy(now, millis);
        while (freeAt(now) == now) {
            Leg leg = waiting.poll(now, standing.troubled());
            if (leg == null || limits.left(leg, millis) > 0) {
                return leg == null ? null : started(leg, now);
            }
            dead(leg, "ttl", now);
            stand(now);
        }
        return null;
    }

    /**
     * All that {@link #next} does but for giving a leg, for when none may be sent: ends what is late, and tells the log how
     * the destination stands. It is due at {@link #wakeAt} as well.
     */
    public void tidy(long now, long millis) {
        keepHouse(now, millis);
        stand(now);
    }

    private Leg started(Leg leg, long now) {
        waiting.retries().started(leg, standing.troubled(), now);
        standing.started(leg, now);
        pace.started(leg);
        return leg;
    }

    private long freeAt(long now) {
        long permitted = standing.permitsAt(now);
        return permitted == now ? pace.freeAt(now, standing.troubled()) : permitted;
    }

    /** When to call {@link #next} though nothing ended and nothing was offered; {@link Long#MAX_VALUE} for never. */
    public long wakeAt(long now) {
        long at = standing.changesAt(now);
        if (!waiting.untidy()) {
            return at;
        }
        long work = Math.max(freeAt(now), waiting.nextAt(now, standing.troubled()));
        return Math.min(at, Math.min(work, housekeepingAt));
    }

    /** Whether {@link #sent} is to be told. */
    public boolean rated() {
        return limits.rate() != null;
    }

    /** An attempt's request leaves at this moment; needed only where there is a rate, and due before the attempt's end. */
    public void sent(Leg leg, long now) {
        pace.sent(leg, now);
    }

    /** An attempt was taken. */
    public void succeeded(Leg leg, long latencyNanos, long now) {
        answered(leg, latencyNanos, now);
        ends.resolved(leg);
        leave(leg, now);
        stand(now);
    }

    /** An attempt was refused for good: that says something of the event, and that the destination is well. */
    public void refused(Leg leg, String reason, long latencyNanos, long now) {
        answered(leg, latencyNanos, now);
        giveUp(leg, reason, now);
        stand(now);
    }

    /** There was nothing to attempt: the destination is not to get it. Says nothing of the destination. */
    public void dropped(Leg leg, long now) {
        unsent(leg, now);
        ends.resolved(leg);
        leave(leg, now);
        stand(now);
    }

    /** There was nothing that could be attempted, nor will be: the same, but that the leg is given up. */
    public void unfit(Leg leg, String reason, long now) {
        unsent(leg, now);
        giveUp(leg, reason, now);
        stand(now);
    }

    private void unsent(Leg leg, long now) {
        pace.ended(leg);
        standing.unsent(leg, now);
        waiting.retries().unsent(leg);
    }

    private void answered(Leg leg, long latencyNanos, long now) {
        pace.succeeded(leg, latencyNanos, now);
        standing.succeeded(leg, now);
        waiting.retries().answered(leg);
    }

    /** 410: nothing more is sent until an operator says so. */
    public void gone(Leg leg, long now) {
        pace.ended(leg);
        standing.ended(leg);
        standing.gone();
        shut(now);
        giveBack(leg, now);
        stand(now);
    }

    /** An attempt failed and may succeed later. The leg's trail already tells of it. */
    public void failed(Leg leg, Failure failure, long now, long millis) {
        pace.failed(leg, failure, now);
        standing.failed(leg, failure, now);
        stand(now);
        boolean trouble = standing.told() != Readiness.READY && !limits.ordered();
        if (recalled.test(leg) || standing.shut() || (trouble && waiting.available(now))) {
            giveBack(leg, now);
        } else if (trouble) {
            settle(leg, waiting.retries().probed(leg, limits, millis), now);
        } else {
            settle(leg, waiting.retries().verdict(leg, failure.gateMillis(), limits, millis), now);
        }
        stand(now);
    }

    private void settle(Leg leg, Verdict verdict, long now) {
        if (verdict instanceof Verdict.Put put) {
            ends.put(leg, put.delay());
        } else if (verdict instanceof Verdict.Dead dead) {
            giveUp(leg, dead.reason(), now);
        } else if (verdict instanceof Verdict.Waits waits) {
            waiting.retries().keep(leg, now + waits.millis() * 1_000_000);
            if (limits.ordered() && !waiting.keys().blocks(leg)) {
                int round = standing.nextRound();
                ends.blocked(leg, round);
                waiting.keys().block(leg, round, ends::returned);
            }
        }
    }

    /**
     * After an attempt: another might succeed, after a crash that forgets of this one. Where order is asked it must not come
     * after a later one of its key then. (A leg past its time is so after a crash, too.)
     */
    private void giveUp(Leg leg, String reason, long now) {
        boolean blocked = waiting.keys().blocks(leg);
        if (!limits.ordered() || !waiting.keys().keep(leg)) {
            dead(leg, reason, now);
            return;
        }
        leg.markAwaited();
        ends.dead(leg, reason);
        if (blocked) {
            ends.unblocked(leg);
        }
    }

    private void dead(Leg leg, String reason, long now) {
        ends.dead(leg, reason);
        leave(leg, now);
    }

    private void giveBack(Leg leg, long now) {
        ends.returned(leg);
        leave(leg, now);
    }

    /** A leg has ended, and the log was told: the next of its key may go. */
    private void leave(Leg leg, long now) {
        boolean blocked = waiting.keys().blocks(leg);
        waiting.leave(leg, now);
        if (blocked) {
            ends.unblocked(leg);
        }
    }

    /** Tells the log how the destination stands if that has changed, and does what follows from it. */
    private void stand(long now) {
        standing.drain(standing.draining() && pace.inFlight() > 0);
        Readiness due = standing.due(now, waiting.available(now), waiting.keys().blocked());
        if (due == standing.told()) {
            return;
        }
        standing.tell(due);
        if (due == Readiness.READY) {
            pace.restart(now);
        } else if (due == Readiness.CLOSED) {
            waiting.takeOut(leg -> true, leg -> !waiting.keys().blocks(leg)).forEach(leg -> giveBack(leg, now));
        }
        stand(now);
    }

    /** Tells the log again how the destination stands. */
    public void tell() {
        standing.tellAgain();
    }

    /** Gives back what is recalled and not in flight. */
    public void recall(long now) {
        waiting.takeOut(recalled, recalled).forEach(leg -> giveBack(leg, now));
        waiting.keys().forgetAwaited(recalled);
        stand(now);
    }

    private void keepHouse(long now, long millis) {
        if (now - housekeepingAt >= 0) {
            housekeepingAt = now + HOUSEKEEPING_NANOS;
            waiting.keepHouse(leg -> limits.left(leg, millis) <= 0, leg -> dead(leg, "ttl", now));
        }
    }

    /** Legs that wait, for a first attempt or a further one. */
    public int queued() {
        return waiting.size();
    }

    /** The bytes of what waits for a first attempt, but for those that wait for another of their key. */
    public long queuedBytes() {
        return waiting.queuedBytes();
    }

    /** When the oldest event in the queue was received, in milliseconds since the epoch; {@code unknown} if none waits. */
    public long oldestReceivedAt(long unknown) {
        return waiting.oldestReceivedAt(unknown);
    }

    public int inFlight() {
        return pace.inFlight();
    }
}
