package dev.centrifuge.flow.limit;

import java.util.random.RandomGenerator;

/**
 * A circuit breaker for one destination.
 *
 * <pre>
 *             failing share &gt; 0.9                 pause over
 *   CLOSED ─────────────────────────▶ OPEN ──────────────────▶ HALF_OPEN
 *      ▲                               ▲  longer pause            │ │
 *      │                               └──────── probe failed ────┘ │
 *      └────────────────────── probe succeeded ─────────────────────┘
 * </pre>
 *
 * The failing share is an exponentially weighted average over attempts, α = 0.05: a destination that is down opens it
 * after 45 failures; one where every second event fails (σ = 0.08) is five σ away from opening, since there the events
 * are in trouble and not the destination. Belongs to one event loop.
 */
public final class Breaker {
    private static final double ALPHA = 0.05;
    private static final double OPEN_ABOVE = 0.9;
    private static final long FIRST_PAUSE_NANOS = 1_000_000_000L;
    private static final long LONGEST_PAUSE_NANOS = 30_000_000_000L;

    private enum State {
        CLOSED,
        OPEN,
        HALF_OPEN
    }

    private final RandomGenerator random;
    private State state = State.CLOSED;
    private double failing;
    private long pause = FIRST_PAUSE_NANOS;
    private long openUntil;

    public Breaker(RandomGenerator random) {
        this.random = random;
    }

    /** Whether the destination is in trouble: open, or waiting for its probe. */
    public boolean troubled() {
        return state != State.CLOSED;
    }

    /** Whether an attempt may start now. In trouble only a probe may, one at a time: then {@link #started} must follow. */
    public boolean permits(long now) {
        return state == State.CLOSED || (state == State.OPEN && now - openUntil >= 0);
    }

    /** An attempt starts. */
    public void started() {
        if (state == State.OPEN) {
            state = State.HALF_OPEN;
        }
    }

    /** When {@link #permits} may turn true by itself; only while {@link #troubled}. */
    public long opensAt() {
        return openUntil;
    }

    /** An attempt that started came to nothing that says anything: where it was the probe, another may start. */
    public void abandoned() {
        if (state == State.HALF_OPEN) {
            state = State.OPEN;
        }
    }

    /** An attempt succeeded. True if that closed the breaker. */
    public boolean succeeded() {
        failing *= 1 - ALPHA;
        if (state == State.CLOSED) {
            return false;
        }
        state = State.CLOSED;
        failing = 0;
        pause = FIRST_PAUSE_NANOS;
        return true;
    }

    /** An attempt failed in a way that speaks of the destination. True if that opened the breaker (again). */
    public boolean failed(long now) {
        failing += ALPHA * (1 - failing);
        boolean opens = state == State.HALF_OPEN || (state == State.CLOSED && failing > OPEN_ABOVE);
        if (opens) {
            state = State.OPEN;
            openUntil = now + pause / 2 + random.nextLong(pause / 2 + 1);
            pause = Math.min(LONGEST_PAUSE_NANOS, pause * 2);
        }
        return opens;
    }
}
