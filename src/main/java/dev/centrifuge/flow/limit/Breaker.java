package dev.centrifuge.flow.limit;

import java.util.random.RandomGenerator;

/**
 * A circuit breaker for one destination.
 *
 * <pre>
 * *         failing share &gt; 0.9, or mute         pause over
 *   CLOSED ─────────────────────────▶ OPEN ──────────────────▶ HALF_OPEN
 *      ▲                               ▲  longer pause            │ │
 *      │                               └── probe failed or hung ──┘ │
 *      └────────────────────── probe succeeded ─────────────────────┘
 * </pre>
 *
 * The failing share is an exponentially weighted average over attempts, α = 0.05: a destination that is down opens it
 * after 45 failures; one where every second event fails (σ = 0.08) is five σ away from opening, since there the events
 * are in trouble and not the destination.
 *
 * <p>It is mute where since its last answer {@value #MUTE} attempts began that got none, the first of them 5 s ago. One that
 * hangs is known for it after a time-out or two, though it has few requests at once; that a few events get no answer while
 * others do says nothing of this kind.
 *
 * <p>Pauses double from 1 s to 4 s, each drawn from its upper half. The longest is short on purpose: a probe every 3 s costs
 * a destination that is down nothing, and one that healed has its full rate within 10 s. A probe that hangs for longer than
 * the longest pause does not hold up the next.
 *
 * <p>What was under way when it opened says nothing any more; only probes do. Belongs to one event loop.
 */
public final class Breaker {
    private static final double ALPHA = 0.05;
    private static final double OPEN_ABOVE = 0.9;
    private static final int MUTE = 4;
    private static final long MUTE_NANOS = 5_000_000_000L;
    private static final long FIRST_PAUSE_NANOS = 1_000_000_000L;
    private static final long LONGEST_PAUSE_NANOS = 4_000_000_000L;

    private enum State {
        CLOSED,
        OPEN,
        HALF_OPEN
    }

    private final RandomGenerator random;
    private State state = State.CLOSED;
    private double failing;
    private long answeredAt;
    private long muteSince;
    private int mute;
    private long pause = FIRST_PAUSE_NANOS;

    /** OPEN: when the next probe is due; HALF_OPEN: when the one under way counts as hung. */
    private long until;

    /** @param now in monotonic nanoseconds, as everywhere */
    public Breaker(RandomGenerator random, long now) {
        this.random = random;
        this.answeredAt = now;
    }

    /** Whether the destination is in trouble: open, or waiting for its probe. */
    public boolean troubled() {
        return state != State.CLOSED;
    }

    /** Whether a probe is under way that does not hang. */
    public boolean probing(long now) {
        return state == State.HALF_OPEN && now - until < 0;
    }

    /** Whether an attempt may start now. In trouble only a probe may, one at a time: then {@link #started} must follow. */
    public boolean permits(long now) {
        return state == State.CLOSED || now - until >= 0;
    }

    /** An attempt starts. True if it is a probe, so that its end is to be told as a probe's. */
    public boolean started(long now) {
        if (state == State.CLOSED) {
            return false;
        }
        state = State.HALF_OPEN;
        until = now + LONGEST_PAUSE_NANOS;
        return true;
    }

    /** When {@link #permits} turns true by itself; only while {@link #troubled}. */
    public long opensAt() {
        return until;
    }

    /** An attempt succeeded. True if that closed the breaker. */
    public boolean succeeded(boolean probe, long now) {
        answered(now);
        if (state == State.CLOSED) {
            failing *= 1 - ALPHA;
            return false;
        }
        if (!probe) {
            return false;
        }
        state = State.CLOSED;
        failing = 0;
        pause = FIRST_PAUSE_NANOS;
        return true;
    }

    private void answered(long now) {
        answeredAt = now;
        mute = 0;
    }

    /** The answer to an attempt speaks against the destination. True if that opened the breaker (again). */
    public boolean failed(boolean probe, long now) {
        answered(now);
        return failed(probe, false, now);
    }

    /** An attempt got no answer. True if that opened the breaker (again). */
    public boolean silent(boolean probe, long startedAt, long now) {
        if (startedAt - answeredAt >= 0) {
            muteSince = mute == 0 ? startedAt : muteSince;
            mute++;
        }
        return failed(probe, mute >= MUTE && now - muteSince >= MUTE_NANOS, now);
    }

    private boolean failed(boolean probe, boolean isMute, long now) {
        failing += state == State.CLOSED ? ALPHA * (1 - failing) : 0;
        boolean opens =
                (state == State.HALF_OPEN && probe) || (state == State.CLOSED && (isMute || failing > OPEN_ABOVE));
        if (opens) {
            state = State.OPEN;
            until = now + pause / 2 + random.nextLong(pause / 2 + 1);
            pause = Math.min(LONGEST_PAUSE_NANOS, pause * 2);
        }
        return opens;
    }

    /** A probe came to nothing before anything was sent: the next is due at once. */
    public void unsent(boolean probe, long now) {
        if (state == State.HALF_OPEN && probe) {
            state = State.OPEN;
            until = now;
        }
    }

    /** There is reason to hope: the next probe is due at once. */
    public void hurry(long now) {
        if (state != State.CLOSED) {
            state = State.OPEN;
            until = now;
        }
    }
}
