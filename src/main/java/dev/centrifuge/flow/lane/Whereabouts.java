package dev.centrifuge.flow.lane;

import dev.centrifuge.event.Event;
import org.jspecify.annotations.Nullable;

/**
 * Where a leg is at this moment, for somebody who asks.
 *
 * @param why of what is detached, a word: {@code closed}, {@code probing}, {@code removed}, {@code catching_up}, {@code pair} (the
 *     source is over its share, or behind the destination's rate), {@code key} (an earlier event of the same user holds it up);
 *     else {@code ""}
 */
public record Whereabouts(State state, String why) {

    /** The places where a leg may be. */
    public enum State {
        /** The main reader has not come to it. */
        UNREAD,
        /** Dispatch has it, or it waits for a checkpoint. */
        IN_MEMORY,
        /** It is read again when its scope takes events. */
        DETACHED,
        /** It is done here: delivered, not wanted, or copied to a delay topic or the dead letters. */
        RESOLVED,
        /** The event is a duplicate: nobody gets it. */
        SUPPRESSED,
        /** Another node reads the partition. */
        ELSEWHERE
    }

    private static final Whereabouts UNREAD = new Whereabouts(State.UNREAD, "");
    private static final Whereabouts IN_MEMORY = new Whereabouts(State.IN_MEMORY, "");
    private static final Whereabouts RESOLVED = new Whereabouts(State.RESOLVED, "");
    private static final Whereabouts SUPPRESSED = new Whereabouts(State.SUPPRESSED, "");
    static final Whereabouts ELSEWHERE = new Whereabouts(State.ELSEWHERE, "");

    /** Of a leg of an event that is at {@code offset} of a lane. */
    static Whereabouts of(Lane lane, long offset, Event event, String destination, Readiness stands) {
        if (offset >= lane.progress.mark()) {
            return UNREAD;
        }
        if (lane.duplicates.suppressed(offset)) {
            return SUPPRESSED;
        }
        Cursor cursor = lane.cursors.find(destination, event.envelope().source(), event.key());
        if (lane.progress.holds(offset, destination)) {
            return IN_MEMORY;
        }
        boolean waits = lane.progress.isOpen(offset, destination) || (cursor != null && offset >= cursor.mark());
        return waits ? new Whereabouts(State.DETACHED, why(cursor, stands)) : RESOLVED;
    }

    private static String why(@Nullable Cursor cursor, Readiness stands) {
        return switch (stands) {
            case READY -> ofSize(cursor == null ? 2 : cursor.scope.size());
            case PROBE -> "probing";
            case CLOSED -> "closed";
            case REMOVED -> "removed";
        };
    }

    private static String ofSize(int size) {
        return switch (size) {
            case 0 -> "key";
            case 1 -> "pair";
            default -> "catching_up";
        };
    }
}
