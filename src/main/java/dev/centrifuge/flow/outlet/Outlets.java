package dev.centrifuge.flow.outlet;

import dev.centrifuge.flow.handover.Copy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The outlets that refuse what they are given, and the dead letters that wait for them.
 *
 * <pre>
 *   refused ──pause──▶ asked for ──there──▶ ready ──▶ one copy goes with a checkpoint ──committed──▶ open again
 *      ▲                   │ not there                          │ refused
 *      └───────────────────┴─────────── a longer pause ◀────────┘
 * </pre>
 *
 * <p>The pause is a second at first and doubles up to a minute. An outlet is asked for before it is tried, since a
 * topic that is not there costs whoever writes to it seconds, and with it a checkpoint.
 *
 * <p>Belongs to the log thread.
 */
@SuppressWarnings("ReferenceEquality") // A copy that is tried is that one, and not another one like it.
public final class Outlets {
    private static final long FIRST_NANOS = 1_000_000_000L;
    private static final long LONGEST_NANOS = 60_000_000_000L;

    private final Map<Outlet, Blocked> blocked = new HashMap<>();

    private static final class Blocked {
        final ArrayDeque<Copy> held = new ArrayDeque<>();
        long pause = FIRST_NANOS;
        long nextAt;
        boolean asked;
        boolean ready;

        @Nullable
        Copy trial;

        /** Nothing waits for it, so whatever comes next tries it. */
        boolean halfOpen() {
            return ready && trial == null && held.isEmpty();
        }

        void rest(long now) {
            nextAt = now + pause;
            pause = Math.min(LONGEST_NANOS, 2 * pause);
            asked = false;
            ready = false;
            trial = null;
        }
    }

    public boolean refuses(Outlet outlet) {
        Blocked state = blocked.isEmpty() ? null : blocked.get(outlet);
        return state != null && !state.halfOpen();
    }

    /** Whether dead letters are refused anywhere. */
    public boolean refusesLetters() {
        return !blocked.isEmpty()
                && blocked.entrySet().stream()
                        .anyMatch(each -> each.getKey().delay() == null
                                && !each.getValue().halfOpen());
    }

    /**
     * It has refused a copy, in the smallest form there is; or, where that is null, it is found not to be there. {@code now} in
     * monotonic nanoseconds.
     */
    public void refused(Outlet outlet, @Nullable Copy copy, long now) {
        Blocked known = blocked.get(outlet);
        if (known == null) {
            Blocked made = new Blocked();
            made.rest(now);
            blocked.put(outlet, made);
        } else if (known.halfOpen() || (copy != null && known.trial == copy)) {
            known.rest(now);
        }
        // Else it was under way with one that has told already.
    }

    /** A dead letter waits until its outlet, which refuses, is open again. */
    public void hold(Copy copy) {
        Blocked state = blocked.get(Outlet.of(copy));
        if (state == null) {
            throw new IllegalStateException("nothing is refused there");
        }
        state.held.add(copy);
    }

    /** Those that it is time to ask for; each once, until {@link #answered}. */
    public List<Outlet> unasked(long now) {
        List<Outlet> due = new ArrayList<>();
        blocked.forEach((outlet, state) -> {
            if (!state.asked && state.nextAt - now <= 0) {
                state.asked = true;
                due.add(outlet);
            }
        });
        return due;
    }

    /** Whether there is such an outlet now; where not, it is asked for again later. */
    public void answered(Outlet outlet, boolean there, long now) {
        Blocked state = blocked.get(outlet);
        if (state != null && state.asked && there) {
            state.ready = true;
        } else if (state != null && state.asked) {
            state.rest(now);
        }
    }

    /** Takes what is tried with the next checkpoint: one of each outlet that is ready. Its end must be told. */
    public List<Copy> trials() {
        List<Copy> trials = new ArrayList<>();
        for (Blocked state : blocked.values()) {
            Copy first = state.ready && state.trial == null ? state.held.poll() : null;
            if (first != null) {
                state.trial = first;
                trials.add(first);
            }
        }
        return trials;
    }

    /** What is tried is in this form now. */
    public void shaped(Copy trial, Copy now) {
        Blocked state = blocked.get(Outlet.of(trial));
        if (state != null && state.trial == trial) {
            state.trial = now;
        }
    }

    public boolean isTrial(Copy copy) {
        Blocked state = blocked.isEmpty() ? null : blocked.get(Outlet.of(copy));
        return state != null && state.trial == copy;
    }

    /** Whether the outlet is tried with that copy, or whatever comes. */
    boolean tries(Outlet outlet, Copy copy) {
        Blocked state = blocked.isEmpty() ? null : blocked.get(outlet);
        return state != null && (state.trial == copy || state.halfOpen());
    }

    /** What was tried says nothing of its outlet, which stays ready: the next is tried. */
    public void untried(Copy trial) {
        Blocked state = blocked.get(Outlet.of(trial));
        if (state != null && state.trial == trial) {
            state.trial = null;
        }
    }

    /** It was written. @return what has waited for that, if it was tried; the outlet is open again */
    public List<Copy> written(Copy copy) {
        Outlet outlet = Outlet.of(copy);
        Blocked state = blocked.isEmpty() ? null : blocked.get(outlet);
        if (state == null || (state.trial != copy && !state.halfOpen())) {
            return List.of();
        }
        blocked.remove(outlet);
        return List.copyOf(state.held);
    }

    /** Takes those away that match. */
    public void removeIf(Predicate<Copy> condition) {
        blocked.values().forEach(state -> state.held.removeIf(condition));
    }

    /** A partition has gone elsewhere, and nothing is held of it any more: whoever has it finds out by itself. */
    public void forget(int partition) {
        blocked.keySet().removeIf(outlet -> outlet.partition() == partition);
    }
}
