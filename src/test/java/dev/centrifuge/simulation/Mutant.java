package dev.centrifuge.simulation;

import dev.centrifuge.simulation.check.Promise;
import java.util.Set;

/** Rules of the gateway that the harness can break on purpose, to see that its checkers notice. */
enum Mutant {
    /** Progress is committed before the copies that it speaks of are. */
    STATE_BEFORE_COPIES(Promise.NOTHING_LOST, Promise.MARK),
    /** Commits are accepted from whoever sends them. */
    UNFENCED_COMMITS(Promise.NOTHING_LOST, Promise.MARK, Promise.FEW_DUPLICATES, Promise.ORDER, Promise.FUNNEL),
    /** The end of a leg counts though its assignment is over. */
    IGNORED_EPOCH(294, Promise.ONE_LEG, Promise.NOTHING_LOST, Promise.MARK, Promise.FEW_DUPLICATES, Promise.MEMORY),
    /** A leg that was under way while its key got blocked is delivered all the same. */
    IGNORED_ROUND(70, Promise.ORDER),
    /** The mark is committed without some of the open legs below it. */
    UNLISTED_LEGS(Promise.NOTHING_LOST, Promise.MARK),
    /** A cursor is not committed. */
    FORGOTTEN_CURSORS(Promise.NOTHING_LOST, Promise.MARK),
    /** What became of legs is not committed with the mark. */
    FORGOTTEN_COUNTS(Promise.FUNNEL),
    /** A leg that dispatch gives back counts as resolved. */
    DROPPED_RETURNS(Promise.NOTHING_LOST, Promise.MARK),
    /** Attempts do not ask the token bucket. */
    NO_TOKENS(Promise.RATE),
    /** What is refused counts as copied. */
    DROPPED_REFUSALS(Promise.NOTHING_LOST, Promise.MARK, Promise.FUNNEL),
    /** A checkpoint with something that is refused is written again as it was. */
    WHOLE_OR_NOTHING(Promise.HELD_APART),
    /** Progress is committed once in a while. */
    LAZY_CHECKPOINTS(Promise.FEW_DUPLICATES);

    private final Set<Promise> broken;
    private final int noticedAfter;

    Mutant(Promise... broken) {
        this(0, broken);
    }

    Mutant(int noticedAfter, Promise... broken) {
        this.broken = Set.of(broken);
        this.noticedAfter = noticedAfter;
    }

    /** How many histories it hid from, where one in many notices it: a search that begins behind them is short. */
    int noticedAfter() {
        return noticedAfter;
    }

    /** The promises of which one must be seen broken. */
    Set<Promise> broken() {
        return broken;
    }
}
