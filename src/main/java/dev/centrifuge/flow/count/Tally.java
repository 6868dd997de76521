package dev.centrifuge.flow.count;

import java.util.List;

/**
 * The count of one pair in one lane, to be told of each step of each leg at the moment at which the lane's progress or cursors
 * know it. See {@link Counts}. Belongs to the log thread.
 */
public final class Tally {
    private final Pair pair;
    private final Tallies.OfDestination family;
    private final List<Tally> changed;
    private boolean dirty;
    private boolean gone;
    private long received;
    private long delivered;
    private long filtered;
    private long dead;
    private long delayed;
    private long lost;
    private long skipped;

    /** How many died by the last letter that stands for what was left to cursors. */
    private long lettered;

    Tally(Pair pair, Tallies.OfDestination family, List<Tally> changed) {
        this.pair = pair;
        this.family = family;
        this.changed = changed;
    }

    Pair pair() {
        return pair;
    }

    public Counts counts() {
        return new Counts(received, delivered, filtered, dead, delayed, lost, skipped);
    }

    long skipped() {
        return skipped;
    }

    /** Since when nothing of it can change any more: never, while something is pending. */
    boolean settled() {
        return pair.ofEvents() || (skipped == 0 && counts().open() == 0);
    }

    void restore(Counts counts) {
        family.skipped += counts.skipped() - skipped;
        received = counts.received();
        delivered = counts.delivered();
        filtered = counts.filtered();
        dead = counts.dead();
        delayed = counts.delayed();
        lost = counts.lost();
        skipped = counts.skipped();
    }

    void add(Counts counts) {
        restore(counts().plus(counts));
        touch();
    }

    void touch() {
        if (!dirty) {
            dirty = true;
            changed.add(this);
        }
    }

    /** Whether the row is no more: what is to be counted counts in another one of its pair. */
    public boolean gone() {
        return gone;
    }

    void go() {
        gone = true;
    }

    void taken() {
        dirty = false;
    }

    /** The main reader meets a leg. */
    public void receive() {
        received++;
        touch();
    }

    /** The leg is left to a cursor. */
    public void skip() {
        skipped++;
        family.skipped++;
        touch();
    }

    /**
     * A leg that was left to a cursor is read. If none was, it is one that came to be since, by another configuration; or one that
     * was given up for lost.
     */
    public void read() {
        touch();
        if (skipped > 0) {
            skipped--;
            family.skipped--;
        } else if (lost > 0) {
            lost--;
        } else if (!family.claim(this)) {
            received++;
        }
    }

    /** This row gets one leg of those that are known to be skipped, but not whose. */
    void cede(Tally to) {
        received--;
        skipped--;
        family.skipped--;
        to.received++;
        touch();
    }

    public void deliver() {
        delivered++;
        touch();
    }

    public void filter() {
        filtered++;
        touch();
    }

    /** By one more, or by one less where the letter could not be written yet. */
    public void die(int by) {
        dead += by;
        touch();
    }

    /** By one more, or by one less where the copy could not be written yet. */
    public void delay(int by) {
        delayed += by;
        touch();
    }

    void lose(long legs) {
        lost += legs;
        touch();
    }

    /** What was left to cursors will not be read: a letter tells of it. */
    void letterForSkipped() {
        lettered = skipped;
        dead += skipped;
        unskip();
    }

    long lettered() {
        return lettered;
    }

    /** The last such letter could not be written. */
    void unletter() {
        dead -= lettered;
        skipped += lettered;
        family.skipped += lettered;
        lettered = 0;
        touch();
    }

    /** What was left to cursors and not routed any more when they came by. */
    void filterSkipped() {
        filtered += skipped;
        unskip();
    }

    /** What was left to cursors may not be there any more; what is there all the same takes itself back from this. */
    void loseSkipped() {
        lost += skipped;
        unskip();
    }

    private void unskip() {
        family.skipped -= skipped;
        skipped = 0;
        touch();
    }
}
