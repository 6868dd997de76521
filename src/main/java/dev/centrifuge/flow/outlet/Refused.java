package dev.centrifuge.flow.outlet;

import dev.centrifuge.flow.handover.Copy;
import dev.centrifuge.flow.handover.Copy.Form;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * What becomes of copies that cannot be written, and of those that could not be written either. See {@link Outlets}, {@link Fit},
 * {@link Later}. Times are monotonic nanoseconds.
 *
 * <p>Belongs to the log thread.
 */
public final class Refused {
    private final Outlets outlets = new Outlets();
    private final Fit fit = new Fit();
    private final Later later = new Later();
    private final Held held;
    private long refusals;

    /** @param mostHeld see {@link Held} */
    public Refused(long mostHeld) {
        this.held = new Held(mostHeld);
    }

    /**
     * A copy that goes with the next checkpoint, unless it is kept.
     *
     * @return none where it is kept; else the copy, in a form that may fit
     */
    public List<Copy> admit(Copy copy, long now) {
        if (copy.form() == Form.WRITTEN) {
            return List.of(copy);
        }
        Form smallest = copy.smallest();
        boolean trial = outlets.isTrial(copy);
        Copy shaped = fit.shape(copy, smallest, now);
        if (trial) {
            outlets.shaped(copy, shaped);
            return List.of(shaped);
        }
        if (outlets.refuses(Outlet.of(shaped))) {
            keep(shaped, false, now);
            return List.of();
        }
        if (smallest != Form.REFERENCE && shaped.form() == smallest && fit.tooLarge(shaped, now)) {
            keep(shaped, true, now);
            return List.of();
        }
        return List.of(shaped);
    }

    /** One that stands for a stretch is never kept here: see {@link #refuse}. */
    public Copy shape(Copy stretch, long now) {
        return stretch.form() == Form.WRITTEN ? stretch : fit.shape(stretch, stretch.smallest(), now);
    }

    /** What is kept and tried again with the next checkpoint. */
    public List<Copy> trials(long now) {
        List<Copy> trials = new ArrayList<>();
        for (Copy trial : outlets.trials()) {
            held.remove(trial);
            Copy shaped = fit.shape(trial.in(Form.WHOLE), trial.smallest(), now);
            outlets.shaped(trial, shaped);
            trials.add(shaped);
        }
        return trials;
    }

    /**
     * Takes what has waited long enough by itself: legs to be delivered again, and dead letters to be tried again.
     *
     * @param deliver takes the former
     */
    public List<Copy> due(long now, Consumer<Copy> deliver) {
        List<Copy> again = new ArrayList<>();
        for (Copy copy : later.due(now)) {
            held.remove(copy);
            if (copy.to() instanceof Copy.Delayed) {
                deliver.accept(copy);
            } else {
                again.add(copy.in(Form.WHOLE));
            }
        }
        return again;
    }

    /** @return the copy in the form to be tried next; none where it is kept, or where it stands for a stretch */
    public List<Copy> refuse(Copy copy, Refusal refusal, long now) {
        refusals++;
        Form smallest = copy.smallest();
        boolean large = refusal == Refusal.TOO_LARGE;
        if (large) {
            fit.refused(copy, now);
            if (copy.form() != smallest) {
                Copy smaller = copy.smaller(smallest);
                outlets.shaped(copy, smaller);
                return List.of(smaller);
            }
        }
        boolean alone = large && smallest != Form.REFERENCE;
        if (alone) {
            outlets.untried(copy);
        } else {
            outlets.refused(Outlet.of(copy), copy, now);
        }
        if (!copy.ofStretch()) {
            keep(copy, alone, now);
        }
        return List.of();
    }

    /** It is written, though its checkpoint failed. */
    public Copy alreadyWritten(Copy copy) {
        Copy written = copy.in(Form.WRITTEN);
        outlets.shaped(copy, written);
        return written;
    }

    /** A checkpoint failed, and the partition of one of its copies has gone elsewhere. */
    public void forget(Copy copy) {
        outlets.untried(copy);
    }

    /** @param alone whether nothing is wrong with its outlet */
    private void keep(Copy copy, boolean alone, long now) {
        held.add(copy);
        if (alone || copy.to() instanceof Copy.Delayed) {
            later.add(copy, now);
        } else {
            outlets.hold(copy);
        }
    }

    /** It is committed. @return what can be written now, too */
    public List<Copy> written(Copy copy) {
        fit.written(copy);
        List<Copy> freed = outlets.written(copy);
        freed.forEach(held::remove);
        return freed;
    }

    /**
     * Its checkpoint failed, and not by it, as far as anybody knows. One that tried its outlet is believed to have done it all the
     * same: else it could fail every checkpoint.
     *
     * @param explained whether it is known that others were to blame
     * @return whether it is to go with the next as if nothing was; else it is kept
     */
    public boolean again(Copy copy, long now, boolean explained) {
        if (explained && copy.form() != Form.WRITTEN) {
            outlets.untried(copy);
            return true;
        }
        Outlet outlet = Outlet.of(copy);
        if (copy.form() == Form.WRITTEN || copy.ofStretch() || !outlets.tries(outlet, copy)) {
            return true;
        }
        outlets.refused(outlet, copy, now);
        keep(copy, false, now);
        return false;
    }

    /** Takes away what is kept and matches. */
    public void removeIf(Predicate<Copy> condition, Consumer<Copy> removed) {
        Predicate<Copy> removing = copy -> {
            boolean matches = condition.test(copy);
            if (matches) {
                held.remove(copy);
                removed.accept(copy);
            }
            return matches;
        };
        outlets.removeIf(removing);
        later.removeIf(removing);
    }

    public Outlets outlets() {
        return outlets;
    }

    public Held held() {
        return held;
    }

    /** How often a copy was refused, since the start. */
    public long refusals() {
        return refusals;
    }
}
