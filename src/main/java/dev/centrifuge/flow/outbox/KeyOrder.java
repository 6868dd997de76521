package dev.centrifuge.flow.outbox;

import dev.centrifuge.flow.Leg;
import dev.centrifuge.flow.handover.Scope;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Where order is asked: one leg of each key is under way, the others stand in line behind it.
 *
 * <pre>
 *   key ──▶ holder (in the queue, in flight, or waiting for its next attempt) ◀── parked ◀── parked
 * </pre>
 *
 * <p>A holder that was given up keeps its key until that is on record. Else a crash could give it another chance when a later
 * one has arrived already.
 *
 * <p>A holder that failed blocks its key: then nobody stands behind it, and nobody is let in. A leg that the log handed over
 * before it heard of that must not be let in either, however late it comes: the key's round is remembered until a leg of
 * that round or a later one has come, since rounds never come in a lower order.
 *
 * <p>Holds state for keys with a leg here, and for those remembered. Belongs to one event loop.
 */
public final class KeyOrder {
    private final Map<String, Line> lines = new HashMap<>();
    private final Map<String, Integer> rounds = new HashMap<>();
    private final ArrayDeque<Round> remembered = new ArrayDeque<>(1);
    private final Map<String, Long> parkedBytes = new HashMap<>();
    private int parked;
    private int blocked;

    private record Round(String key, int round) {}

    private record Parked(Leg leg, long since) {}

    private static final class Line {
        final ArrayDeque<Parked> parked = new ArrayDeque<>(4);
        Leg holder;
        boolean blocked;
        boolean awaited;

        Line(Leg holder) {
            this.holder = holder;
        }
    }

    private static String key(Leg leg) {
        return Scope.text(leg.event().key());
    }

    private static String source(Leg leg) {
        return leg.event().envelope().source();
    }

    /** Whether a leg that comes from the log may go in: all earlier ones of its key are here or have ended. */
    boolean accepts(Leg leg) {
        forget(leg.round());
        String key = key(leg);
        Line line = lines.get(key);
        return (line == null || !line.blocked) && leg.round() >= rounds.getOrDefault(key, leg.round());
    }

    private void forget(int round) {
        for (Round oldest = remembered.peek(); oldest != null && oldest.round <= round; oldest = remembered.peek()) {
            remembered.remove();
            rounds.remove(oldest.key, oldest.round);
        }
    }

    /** A leg comes. True if it holds its key now, false if it stands in line. */
    boolean enter(Leg leg, long now) {
        Line line = lines.get(key(leg));
        if (line == null) {
            lines.put(key(leg), new Line(leg));
            return true;
        }
        line.parked.add(new Parked(leg, now));
        parked++;
        parkedBytes.merge(source(leg), (long) leg.event().weight(), Long::sum);
        return false;
    }

    /** A leg has ended. If it held its key, the next in line does now and is returned. */
    @Nullable
    Leg leave(Leg leg) {
        if (lines.isEmpty()) {
            return null;
        }
        Line line = lines.get(key(leg));
        if (line == null || line.holder != leg) {
            return null;
        }
        blocked -= line.blocked ? 1 : 0;
        line.blocked = false;
        Parked next = line.parked.poll();
        if (next == null) {
            lines.remove(key(leg));
            return null;
        }
        line.holder = next.leg;
        line.awaited = false;
        unpark(next.leg);
        return next.leg;
    }

    /** A leg was given up. True if it holds its key: then it does until {@link #leave}, and who stands behind it waits. */
    boolean keep(Leg leg) {
        Line line = lines.get(key(leg));
        if (line == null || line.holder != leg) {
            return false;
        }
        blocked -= line.blocked ? 1 : 0;
        line.blocked = false;
        line.awaited = true;
        return true;
    }

    /** Their partition has gone elsewhere, and nobody will tell what becomes of their record. Nobody stands behind them. */
    void forgetAwaited(Predicate<Leg> gone) {
        lines.values().removeIf(line -> line.awaited && line.parked.isEmpty() && gone.test(line.holder));
    }

    private void unpark(Leg leg) {
        parked--;
        parkedBytes.computeIfPresent(
                source(leg),
                (s, bytes) -> bytes > leg.event().weight() ? bytes - leg.event().weight() : null);
    }

    boolean blocks(Leg leg) {
        if (blocked == 0) {
            return false;
        }
        Line line = lines.get(key(leg));
        return line != null && line.blocked && line.holder == leg;
    }

    /** A holder failed and stays. Who stands behind it must go back to the log. */
    void block(Leg leg, int round, Consumer<Leg> behind) {
        String key = key(leg);
        Line line = lines.computeIfAbsent(key, k -> new Line(leg));
        line.blocked = true;
        blocked++;
        rounds.put(key, round);
        remembered.add(new Round(key, round));
        clear(line, behind);
    }

    private void clear(Line line, Consumer<Leg> removed) {
        for (Parked next = line.parked.poll(); next != null; next = line.parked.poll()) {
            unpark(next.leg);
            removed.accept(next.leg);
        }
    }

    /** Removes who stands in line and matches. */
    void removeParked(Predicate<Leg> condition, Consumer<Leg> removed) {
        if (parked > 0) {
            lines.values().forEach(line -> removeParked(line, condition, removed));
        }
    }

    private void removeParked(Line line, Predicate<Leg> condition, Consumer<Leg> removed) {
        for (Iterator<Parked> all = line.parked.iterator(); all.hasNext(); ) {
            Leg leg = all.next().leg;
            if (condition.test(leg)) {
                all.remove();
                unpark(leg);
                removed.accept(leg);
            }
        }
    }

    /** How many keys are blocked. */
    int blocked() {
        return blocked;
    }

    /** How many legs stand in line. */
    int parked() {
        return parked;
    }

    /** The bytes of one source's legs that stand in line. */
    long parkedBytes(String source) {
        return parkedBytes.getOrDefault(source, 0L);
    }

    /** Since when the first in line of this leg's key waits; {@code never} if none does. */
    long parkedSince(Leg leg, long never) {
        Line line = lines.get(key(leg));
        Parked first = line == null ? null : line.parked.peek();
        return first == null ? never : first.since;
    }
}
