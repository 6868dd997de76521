package dev.centrifuge.flow.handover;

/**
 * Where a leg is at this moment, for somebody who asks.
 *
 * @param why of what is detached, a word: {@code closed}, {@code probing}, {@code removed}, {@code catching_up}, {@code pair} (the
 *     source is over its share, or behind the destination's rate), {@code key} (an earlier event of the same user holds it up);
 *     else {@code ""}
 */
public record Whereabouts(State state, String why) {
    /** Where there is no more to say. */
    public static Whereabouts at(State state) {
        return new Whereabouts(state, "");
    }

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
}
