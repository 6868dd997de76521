package dev.centrifuge.flow.outbox;

import dev.centrifuge.flow.Leg;
import dev.centrifuge.flow.handover.LegEnds;
import dev.centrifuge.flow.handover.Readiness;
import dev.centrifuge.flow.limit.Breaker;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * How a destination stands: whether it is configured, open for business, in trouble, and what the log was told of that.
 *
 * <pre>
 *             breaker open, gate over 5 s, too many keys blocked, shut
 *   READY ───────────────────────────────────────────────────────────▶ CLOSED ──▶ REMOVED
 *     ▲ ▲                        all of these over                     │  ▲  │    ten minutes absent
 *     │ └──────────────────────────────────────────────────────────────┘  │  │
 *     └────────────────────────────── PROBE ◀─────────────────────────────┼──┘ probe due, no leg here
 *           probe succeeded             └── probe failed, hung, expired ──┘
 * </pre>
 *
 * <p>Each way into CLOSED raises the round. A leg of a lower round than the last closing's was under way when that happened,
 * and earlier ones have gone back to the log: so it goes back, too.
 *
 * <p>Belongs to one event loop; times are monotonic nanoseconds.
 */
public final class Standing {
    private static final long LONG_GATE_NANOS = 5_000_000_000L;
    private static final long PATIENCE_NANOS = 600_000_000_000L;
    private static final int MOST_BLOCKED = 1_000;

    private final String destination;
    private final LegEnds ends;
    private final Breaker breaker;
    private final List<Leg> probes = new ArrayList<>();
    private Readiness told = Readiness.READY;
    private int round;
    private int closedRound;
    private boolean probeCame;

    private boolean absent;
    private long absentSince;
    private boolean enabled = true;
    private boolean gone;
    private boolean paused;
    private boolean draining;
    private boolean crowded;
    private boolean gated;
    private long gateUntil;

    Standing(String destination, LegEnds ends, RandomGenerator random, long now) {
        this.destination = destination;
        this.ends = ends;
        this.breaker = new Breaker(random, now);
        this.gateUntil = now;
    }

    /**
     * A new configuration: a reason to forget a 410, and to probe at once. Or none: then the log hears that this is closed even
     * if it knows, since a sweep may carry what is closed, to end what is past its time, but nothing that nobody configures.
     */
    void configure(Limits limits, long now) {
        boolean wasAbsent = absent;
        absent = limits.equals(Limits.ABSENT);
        absentSince = absent && !wasAbsent ? now : absentSince;
        if (absent && !wasAbsent && told == Readiness.CLOSED) {
            tellAgain();
        }
        enabled = limits.enabled();
        gone = false;
        breaker.hurry(now);
    }

    void gone() {
        gone = true;
    }

    /** What others know: whether an operator wants nothing sent, and whether it is gone. A reason to probe where that is over. */
    void hold(boolean nowPaused, boolean nowGone, long now) {
        boolean over = (paused || gone) && !nowPaused && !nowGone;
        paused = nowPaused;
        gone = nowGone;
        if (over) {
            breaker.hurry(now);
        }
    }

    /** Closed until what is in flight has ended: the rules of order have changed. */
    void drain(boolean until) {
        draining = until;
    }

    boolean draining() {
        return draining;
    }

    /** Whether nothing is sent at all, for as long as somebody or something else wishes. */
    boolean shut() {
        return !enabled || gone || paused || draining;
    }

    Readiness told() {
        return told;
    }

    /** Whether there is nothing to say of it. */
    boolean quiet(long now) {
        return told == Readiness.READY && !absent && gateUntil - now <= 0;
    }

    Outlook outlook(long now, Pace pace, boolean waiting, int blockedKeys) {
        Outlook.Breaking troubled = breaker.probing(now) ? Outlook.Breaking.PROBING : Outlook.Breaking.OPEN;
        return new Outlook(
                absent,
                enabled,
                paused,
                gone,
                breaker.troubled() ? troubled : Outlook.Breaking.CLOSED,
                Math.max(0, gateUntil - now),
                pace.limit(now),
                pace.ramping(),
                waiting && pace.limited(now),
                blockedKeys,
                crowded);
    }

    /** How it should stand now. {@code available}: a leg is here that could be the probe. */
    Readiness due(long now, boolean available, int blockedKeys) {
        crowded = blockedKeys > (crowded ? MOST_BLOCKED / 2 : MOST_BLOCKED);
        gated = gated && now - gateUntil < 0;
        if (absent) {
            return now - absentSince >= PATIENCE_NANOS ? Readiness.REMOVED : Readiness.CLOSED;
        }
        if (shut() || crowded || gated) {
            return Readiness.CLOSED;
        }
        return breaker.troubled() ? dueInTrouble(now, available) : Readiness.READY;
    }

    private Readiness dueInTrouble(long now, boolean available) {
        boolean asked = told == Readiness.PROBE;
        if (breaker.probing(now)) {
            return asked ? Readiness.PROBE : Readiness.CLOSED;
        }
        if (told == Readiness.READY || !breaker.permits(now)) {
            return Readiness.CLOSED;
        }
        if (asked) {
            boolean lost = probeCame && !available;
            return lost ? Readiness.CLOSED : Readiness.PROBE;
        }
        return available ? Readiness.CLOSED : Readiness.PROBE;
    }

    /** Takes no more, from now on. */
    void close() {
        if (told == Readiness.READY || told == Readiness.PROBE) {
            tell(Readiness.CLOSED);
        }
    }

    /** Tells the log. */
    void tell(Readiness now) {
        if (now == Readiness.CLOSED) {
            closedRound = ++round;
        }
        told = now;
        probeCame = false;
        ends.readiness(destination, now, round);
    }

    /** The log asks: nothing has changed. */
    void tellAgain() {
        ends.readiness(destination, told, round);
    }

    /** Whether a leg from the log may come in. */
    boolean accepts(Leg leg) {
        boolean open = told == Readiness.READY || (told == Readiness.PROBE && !probeCame);
        boolean accepted = open && leg.round() >= closedRound;
        probeCame |= accepted;
        return accepted;
    }

    /** The round of a key that is blocked now. */
    int nextRound() {
        return ++round;
    }

    /** Whether attempts are probes. */
    boolean troubled() {
        return breaker.troubled();
    }

    void started(Leg leg, long now) {
        if (breaker.started(now)) {
            probes.add(leg);
        }
    }

    void succeeded(Leg leg, long now) {
        breaker.succeeded(probes.remove(leg), now);
    }

    void failed(Leg leg, Failure failure, long now) {
        boolean probe = probes.remove(leg);
        switch (failure.kind()) {
            case ERROR, TURNED_AWAY -> breaker.failed(probe, now);
            case SILENT -> breaker.silent(probe, now - failure.latencyNanos(), now);
            case UNHEARD -> {
                return;
            }
        }
        long gate = failure.gateMillis() * 1_000_000;
        if (gate > 0 && now + gate - gateUntil > 0) {
            gateUntil = now + gate;
            gated = gated || gate > LONG_GATE_NANOS;
        }
    }

    /** An attempt ended before anything was sent. */
    void unsent(Leg leg, long now) {
        breaker.unsent(probes.remove(leg), now);
    }

    /** An attempt ended for a reason of its own. */
    void ended(Leg leg) {
        probes.remove(leg);
    }

    /** {@code now} where an attempt may start, the earliest later time, or {@link Long#MAX_VALUE} where something must happen first. */
    long permitsAt(long now) {
        if (shut()) {
            return Long.MAX_VALUE;
        }
        if (gateUntil - now > 0) {
            return gateUntil;
        }
        return breaker.permits(now) ? now : breaker.opensAt();
    }

    /** When {@link #due} changes though nothing happens; {@link Long#MAX_VALUE} for never. */
    long changesAt(long now) {
        if (absent) {
            return told == Readiness.REMOVED ? Long.MAX_VALUE : absentSince + PATIENCE_NANOS;
        }
        if (shut()) {
            return Long.MAX_VALUE;
        }
        if (gated) {
            return gateUntil;
        }
        return breaker.permits(now) ? Long.MAX_VALUE : breaker.opensAt();
    }
}
