package dev.centrifuge.flow.lane;

import dev.centrifuge.flow.handover.Copy;
import dev.centrifuge.flow.handover.CursorState;
import dev.centrifuge.flow.handover.Scope;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The cursors of one lane. A leg belongs to the smallest scope that has one: its user's, its pair's, its destination's; to
 * none of them where the destination is live.
 *
 * <p>Belongs to the log thread.
 */
final class Cursors {
    private final Map<Scope, Cursor> all = new HashMap<>();
    private final Map<String, Family> families = new HashMap<>();
    private final Set<Scope> removed = new HashSet<>();

    boolean isEmpty() {
        return all.isEmpty();
    }

    Collection<Cursor> all() {
        return all.values();
    }

    @Nullable
    Cursor get(Scope scope) {
        return all.get(scope);
    }

    /** Whose legs of this destination, source and user are. */
    @Nullable
    Cursor find(String destination, String source, byte[] key) {
        Family family = families.get(destination);
        if (family == null) {
            return null;
        }
        if (!family.keys.isEmpty()) {
            Cursor cursor = family.keys.get(Scope.key(destination, source, key));
            if (cursor != null) {
                return cursor;
            }
        }
        Cursor pair = family.pairs.get(source);
        return pair != null ? pair : family.whole;
    }

    /** Those of a destination. */
    List<Cursor> of(String destination) {
        Family family = families.get(destination);
        return family == null ? List.of() : family.all();
    }

    /** The cursor of the smallest scope around {@code scope} that has one; null where only the main reader is around it. */
    @Nullable
    Cursor around(Scope scope) {
        Family family = families.get(scope.destination());
        if (family == null || scope.source() == null) {
            return null;
        }
        Cursor pair = scope.key() == null ? null : family.pairs.get(scope.source());
        return pair != null ? pair : family.whole;
    }

    void add(Cursor cursor) {
        Scope scope = cursor.scope;
        all.put(scope, cursor);
        removed.remove(scope);
        Family family = families.computeIfAbsent(scope.destination(), d -> new Family());
        if (scope.source() == null) {
            family.whole = cursor;
        } else if (scope.key() == null) {
            family.pairs.put(scope.source(), cursor);
        } else {
            family.keys.put(scope, cursor);
        }
    }

    /** The scope has caught up with what is around it. */
    void remove(Cursor cursor) {
        Scope scope = cursor.scope;
        all.remove(scope);
        removed.add(scope);
        Family family = families.get(scope.destination());
        if (family == null) {
            return;
        }
        if (scope.source() == null) {
            family.whole = null;
        } else if (scope.key() == null) {
            family.pairs.remove(scope.source());
        } else {
            family.keys.remove(scope);
        }
        if (family.whole == null && family.pairs.isEmpty() && family.keys.isEmpty()) {
            families.remove(scope.destination());
        }
    }

    /**
     * A letter is to stand for what the destination's cursors have not read.
     *
     * @param front the main reader's mark
     * @param legs how many legs they were left
     * @return the stretch that no former letter has; null where nothing was skipped there for certain
     */
    Copy.@Nullable Range tell(String destination, long front, long legs) {
        Family family = families.get(destination);
        if (family == null) {
            return null;
        }
        long from = front;
        for (Cursor cursor : family.all()) {
            from = Math.min(from, cursor.mark());
        }
        boolean some = legs > 0 || family.doubtful;
        from = Math.max(from, family.told);
        family.told = front;
        family.doubtful = false;
        return from < front && some ? new Copy.Range(from, front, legs) : null;
    }

    /** The letter that stood for what is at {@code from} and behind it is not to be. */
    void untell(String destination, long from) {
        Family family = families.get(destination);
        if (family != null) {
            family.told = Math.min(family.told, from);
            family.doubtful = true;
        }
    }

    /** More may be left to the destination's cursors than the funnel says. */
    void doubt(String destination) {
        Family family = families.get(destination);
        if (family != null) {
            family.doubtful = true;
        }
    }

    /** A leg that was left to a cursor is read. One that a letter stands for was not counted as left any more. */
    void read(String destination, long offset) {
        Family family = families.get(destination);
        if (family != null && offset < family.told) {
            family.doubtful = true;
        }
    }

    /** The log ends at {@code end} now, or later. */
    void fit(long end) {
        families.values().forEach(family -> family.told = Math.min(family.told, end));
    }

    /** Those that have one. */
    Set<String> destinations() {
        return families.keySet();
    }

    boolean changed() {
        return !removed.isEmpty() || all.values().stream().anyMatch(cursor -> cursor.dirty || cursor.sweep() != null);
    }

    /**
     * What to write: the cursors that changed, null for those that are no more. Those of smaller scopes come first, since the
     * cursor of a larger one may be past legs that only theirs knows of.
     */
    Map<Scope, @Nullable CursorState> takeChanges() {
        Map<Scope, @Nullable CursorState> changes =
                new TreeMap<>(Comparator.comparing(Scope::size).thenComparing(Scope::encoded));
        removed.forEach(scope -> changes.put(scope, null));
        removed.clear();
        for (Cursor cursor : all.values()) {
            if (cursor.dirty || cursor.sweep() != null) {
                cursor.dirty = false;
                changes.put(cursor.scope, cursor.state());
            }
        }
        return changes;
    }

    /** The write failed, or its end is unknown. */
    void giveBack(Map<Scope, @Nullable CursorState> changes) {
        for (Scope scope : changes.keySet()) {
            Cursor cursor = all.get(scope);
            if (cursor == null) {
                removed.add(scope);
            } else {
                cursor.dirty = true;
            }
        }
    }

    /** The lowest mark, or {@code none}. */
    long lowestMark(long none) {
        long lowest = none;
        for (Cursor cursor : all.values()) {
            lowest = Math.min(lowest, cursor.mark());
        }
        return lowest;
    }

    private static final class Family {
        @Nullable
        Cursor whole;

        final Map<String, Cursor> pairs = new HashMap<>();
        final Map<Scope, Cursor> keys = new HashMap<>();

        /** What of it is unread below this offset is in a letter. */
        long told;

        /**
         * Where a former owner was here, which may have read by another configuration; where what was left may be lost; or where
         * somebody reads what a letter stands for.
         */
        boolean doubtful;

        List<Cursor> all() {
            List<Cursor> all = new ArrayList<>(pairs.values());
            all.addAll(keys.values());
            if (whole != null) {
                all.add(whole);
            }
            return all;
        }
    }
}
