package dev.centrifuge.flow.outlet;

import dev.centrifuge.flow.handover.Copy;
import dev.centrifuge.flow.handover.Copy.Form;
import java.util.HashMap;
import java.util.Map;

/**
 * What is known of the sizes that topics take, by what they refused: so that a flood of letters that are too large costs a few
 * checkpoints that are written again, and not one for each. Forgotten after a minute, since the limit may have been raised.
 *
 * <p>Belongs to the log thread.
 */
public final class Fit {
    private static final long REMEMBERED_NANOS = 60_000_000_000L;

    /** After so many refusals in a row sizes a little below the refused one count as too large, too. */
    private static final int SERIES = 3;

    private final Map<Key, Limit> limits = new HashMap<>();

    private record Key(boolean dead, Form form) {
        static Key of(Copy copy) {
            return new Key(copy.to() instanceof Copy.Dead, copy.form());
        }
    }

    private static final class Limit {
        long below;
        long until;
        int inARow;
    }

    /** The copy in the largest form that nothing of that weight was refused in; in the smallest where all were. */
    public Copy shape(Copy copy, Form smallest, long now) {
        Copy shaped = copy;
        while (shaped.form() != smallest && tooLarge(shaped, now)) {
            shaped = shaped.smaller(smallest);
        }
        return shaped;
    }

    /** Whether something as heavy was refused in that form. {@code now} in monotonic nanoseconds. */
    public boolean tooLarge(Copy copy, long now) {
        Limit limit = limits.isEmpty() ? null : limits.get(Key.of(copy));
        return limit != null && limit.until - now > 0 && copy.weight() >= limit.below;
    }

    /** It was refused in the form that it has. */
    public void refused(Copy copy, long now) {
        Limit limit = limits.computeIfAbsent(Key.of(copy), key -> new Limit());
        boolean known = limit.until - now > 0;
        limit.inARow = known ? limit.inARow + 1 : 1;
        long weight = copy.weight();
        long below = limit.inARow > SERIES ? weight - weight / 8 : weight;
        limit.below = known ? Math.min(limit.below, below) : below;
        limit.until = now + REMEMBERED_NANOS;
    }

    /** It was written in the form that it has. */
    public void written(Copy copy) {
        Limit limit = limits.isEmpty() ? null : limits.get(Key.of(copy));
        if (limit != null) {
            limit.inARow = 0;
        }
    }
}
