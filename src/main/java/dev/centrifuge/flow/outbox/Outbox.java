package dev.centrifuge.flow.outbox;

import dev.centrifuge.flow.Leg;
import dev.centrifuge.flow.handover.LegEnds;
import dev.centrifuge.flow.handover.Readiness;
import dev.centrifuge.flow.queue.Batch;
import java.util.Map;
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
 * #wakeAt}. Each leg ends with exactly one of the first five calls of {@link LegEnds}, from within these methods.
 *
 * <p>Its parts: {@link Standing} (in trouble or not), {@link Retries}, {@link Aftermath}, {@link KeyOrder}, and the limits of {@code flow.limit}.
 * When it closes, everything that is not in flight goes back to the log, but for legs that hold up their key: these stay,
 * unless the destination is shut. While it is closed, one leg that failed stays as the next probe.
 *
 * <p>Belongs to one event loop; {@code now} is monotonic nanoseconds, {@code millis} milliseconds since the epoch.
 */
public final class Outbox {
    /** In the place of a reason: the destination is not to get it. */
    public static final String DROPPED = "";

    private static final long HOUSEKEEPING_NANOS = 1_000_000_000L;

    private final String destination;
    private final LegEnds ends;
    private final Predicate<Leg> recalled;
    private final Waiting waiting;
    private final Exits exits;
    private final Standing standing;
    private final Pace pace;
    private final Aftermath aftermath;
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
        this.waiting = new Waiting(limits, random, now);
        this.exits = new Exits(ends, waiting);
        this.standing = new Standing(destination, ends, random, now);
        this.pace = new Pace(limits, now);
        this.aftermath = new Aftermath(waiting, exits, standing, limits);
        this.housekeepingAt = now;
        standing.configure(limits, now);
        stand(now);
    }

    /** New limits, or {@link Limits#ABSENT}; an unchanged rate keeps its bucket, so that a reload is no second burst. */
    public void reconfigure(Limits changed, long now) {
        Limits before = limits;
        limits = changed;
        waiting.configure(changed);
        aftermath.configure(changed);
        pace.reconfigure(before, changed, now);
        standing.configure(changed, now);
        standing.drain(standing.draining() || before.ordered() != changed.ordered());
        shut(now);
    }

    /** Whether an operator wants nothing sent, and whether the destination is known to be gone. */
    public void hold(boolean paused, boolean gone, long now) {
        standing.hold(paused, gone, now);
        shut(now);
    }

    /** Closes before anything is returned, so that what is under way does not come in behind it. */
    private void shut(long now) {
        if (standing.shut()) {
            standing.close();
            waiting.takeOut(leg -> true, leg -> true).forEach(leg -> exits.returned(leg, now));
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

    /**
     * The next batch to attempt now, by its first leg, or null. It is one leg where the limits do not ask for batches. The caller
     * attempts it and reports its end, by the same leg; until then its links stay as they are.
     */
    public @Nullable Leg next(long now, long millis) {
        tidy(now, millis);
        while (freeAt(now) == now) {
            Leg batch = waiting.poll(now, standing.troubled());
            if (batch == null) {
                return null;
            }
            boolean late = Batch.any(batch, leg -> limits.left(leg, millis) <= 0);
            Leg rest = late
                    ? Batch.without(batch, leg -> limits.left(leg, millis) <= 0, leg -> exits.dead(leg, "ttl", now))
                    : batch;
            if (rest != null) {
                return started(rest, now);
            }
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

    private Leg started(Leg batch, long now) {
        waiting.retries().started(batch, standing.troubled(), now);
        standing.started(batch, now);
        pace.started(batch);
        return batch;
    }

    private long freeAt(long now) {
        long permitted = standing.permitsAt(now);
        boolean probe = standing.troubled();
        return permitted == now ? pace.freeAt(now, probe, waiting.next(probe)) : permitted;
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

    /** An attempt's request has just left; needed only where there is a rate, and due before the attempt's end. */
    public void sent(Leg batch, long now) {
        pace.sent(batch, now);
    }

    /** An attempt was taken. */
    public void succeeded(Leg batch, long latencyNanos, long now) {
        answered(batch, latencyNanos, now);
        Batch.each(batch, leg -> exits.resolved(leg, now));
        stand(now);
    }

    /**
     * An attempt was taken but for some of its legs.
     *
     * @param reasons for each leg that is given up, {@link #DROPPED} for each that the destination is not to get
     */
    public void partly(Leg batch, Map<Leg, String> reasons, long latencyNanos, long now) {
        answered(batch, latencyNanos, now);
        leave(batch, reasons, null, now);
        stand(now);
    }

    /** There was nothing to attempt: the destination is not to get it. Says nothing of the destination. */
    public void dropped(Leg batch, long now) {
        unsent(batch, Map.of(), now);
    }

    /** There was nothing that could be attempted, nor will be: the same, but that the leg is given up. */
    public void unfit(Leg leg, String reason, long now) {
        unsent(leg, Map.of(leg, reason), now);
    }

    /**
     * There was nothing to attempt. Says nothing of the destination.
     *
     * @param reasons for each leg that is given up, since no request can be made of it; the others the destination is not to
     *     get
     */
    public void unsent(Leg batch, Map<Leg, String> reasons, long now) {
        pace.ended(batch);
        standing.unsent(batch, now);
        waiting.retries().unsent(batch);
        leave(batch, reasons, DROPPED, now);
        stand(now);
    }

    /** @param otherwise what became of legs without a reason; null: they were taken */
    private void leave(Leg batch, Map<Leg, String> reasons, @Nullable String otherwise, long now) {
        Batch.each(batch, leg -> {
            String reason = reasons.getOrDefault(leg, otherwise);
            if (reason == null) {
                exits.resolved(leg, now);
            } else if (reason.equals(DROPPED)) {
                exits.filtered(leg, now);
            } else {
                exits.givenUp(leg, limits.ordered(), reason, now);
            }
        });
    }

    /**
     * An attempt was refused for good: that says something of the event, and that the destination is well. If it was several
     * events, nobody knows of which: each half is tried again, at once.
     */
    public void refused(Leg batch, String reason, long latencyNanos, long now) {
        answered(batch, latencyNanos, now);
        if (batch.next() == null) {
            exits.givenUp(batch, limits.ordered(), reason, now);
        } else if (standing.shut()) {
            Batch.each(batch, leg -> exits.returned(leg, now));
        } else {
            aftermath.keepHalves(batch, now);
        }
        stand(now);
    }

    private void answered(Leg batch, long latencyNanos, long now) {
        pace.succeeded(batch, latencyNanos, now);
        standing.succeeded(batch, now);
        waiting.retries().answered(batch);
    }

    /** 410: nothing more is sent until an operator says so. */
    public void gone(Leg batch, long now) {
        pace.ended(batch);
        standing.ended(batch);
        standing.gone();
        shut(now);
        Batch.each(batch, leg -> exits.returned(leg, now));
        stand(now);
    }

    /** An attempt failed and may succeed later. The legs' trails already tell of it. */
    public void failed(Leg batch, Failure failure, long now, long millis) {
        pace.failed(batch, failure, now);
        standing.failed(batch, failure, now);
        stand(now);
        boolean trouble = standing.told() != Readiness.READY && !limits.ordered();
        boolean all = standing.shut() || (trouble && waiting.available(now));
        Leg rest = all || Batch.any(batch, recalled)
                ? Batch.without(batch, leg -> all || recalled.test(leg), leg -> exits.returned(leg, now))
                : batch;
        if (rest != null) {
            aftermath.failed(rest, trouble, failure, now, millis);
        }
        stand(now);
    }

    /** When the legs that were kept for another attempt last are due: to be asked when {@link #failed} has kept some. */
    public long keptUntil() {
        return aftermath.keptUntil();
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
            waiting.takeOut(leg -> true, leg -> !waiting.keys().blocks(leg)).forEach(leg -> exits.returned(leg, now));
        }
        stand(now);
    }

    /** Tells the log again how the destination stands. */
    public void tell() {
        standing.tellAgain();
    }

    /** Gives back what is recalled and not in flight. */
    public void recall(long now) {
        waiting.takeOut(recalled, recalled).forEach(leg -> exits.returned(leg, now));
        waiting.keys().forgetAwaited(recalled);
        stand(now);
    }

    private void keepHouse(long now, long millis) {
        if (now - housekeepingAt >= 0) {
            housekeepingAt = now + HOUSEKEEPING_NANOS;
            waiting.keepHouse(leg -> limits.left(leg, millis) <= 0, leg -> exits.dead(leg, "ttl", now));
        }
    }

    /** Whether nothing waits, nothing is in flight, and nothing holds it back. */
    public boolean quiet(long now) {
        return inFlight() + queued() == 0 && standing.quiet(now);
    }

    /** How the destination stands and what holds it back. */
    public Outlook outlook(long now) {
        return standing.outlook(now, pace, queued() > 0, waiting.keys().blocked());
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
