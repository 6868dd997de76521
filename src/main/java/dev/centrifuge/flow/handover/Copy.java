package dev.centrifuge.flow.handover;

import dev.centrifuge.flow.Delay;
import dev.centrifuge.flow.Leg;
import org.jspecify.annotations.Nullable;

/**
 * A leg that leaves its lane for a delay topic or the dead letters. It stays open until the checkpoint that holds its copy
 * has committed.
 *
 * @param form how much of it is written
 */
public record Copy(Leg leg, To to, Form form) {

    public Copy {
        boolean bare = to instanceof Dead dead && dead.leftOut() > 0;
        form = bare && form.compareTo(Form.REFERENCE) < 0 ? Form.REFERENCE : form;
    }

    /** All of it, as far as anybody knows that fits. */
    public Copy(Leg leg, To to) {
        this(leg, to, Form.WHOLE);
    }

    /** The same, written in that form. */
    public Copy in(Form other) {
        return other == form ? this : new Copy(leg, to, other);
    }

    /** The smallest form that can stand for it. */
    public Form smallest() {
        Leg.Home home = leg.home();
        boolean known = leg.trail().eventAt() >= 0 || ofStretch() || (home != null && home.isEvents());
        if (to instanceof Dead && known) {
            return Form.REFERENCE;
        }
        return leg.trail().excerpt().isEmpty() ? Form.WHOLE : Form.CUT;
    }

    /** The same in the next smaller form; there must be one. */
    public Copy smaller(Form smallest) {
        boolean answered = form == Form.WHOLE && !leg.trail().excerpt().isEmpty();
        return in(answered ? Form.CUT : smallest);
    }

    /** How much of a leg is written; each is smaller than the one before. */
    public enum Form {
        WHOLE,
        /** Without the last answer. */
        CUT,
        /** Without the event: where that is in {@code events} has to do. For dead letters alone. */
        REFERENCE,
        /** Not at all: it is there, but its leg's end is not. */
        WRITTEN
    }

    /** Where a leg goes. */
    public sealed interface To {}

    /** To a delay topic. */
    public record Delayed(Delay delay) implements To {}

    /**
     * To the dead letters.
     *
     * @param reason from a small fixed set
     * @param atMillis when it was given up, since the epoch
     * @param range where the dead letter stands for all legs of its destination in a stretch of the log
     * @param leftOut bytes of the record that are not kept here: then the letter can only be a reference; 0 where they are
     */
    public record Dead(
            String reason, long atMillis, @Nullable Range range, int leftOut) implements To {

        public Dead(String reason, long atMillis, @Nullable Range range) {
            this(reason, atMillis, range, 0);
        }
    }

    /** The events from {@code from} on and below {@code to}, of which {@code legs} were the destination's, before filters. */
    public record Range(long from, long to, long legs) {}

    /** Whether it stands for a stretch of the log: then it holds no leg open, and goes with the end of its cursor. */
    public boolean ofStretch() {
        return to instanceof Dead dead && dead.range() != null;
    }

    public int weight() {
        return leg.event().weight();
    }
}
