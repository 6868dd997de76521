package dev.centrifuge.simulation.check;

import java.util.ArrayList;
import java.util.List;

/** What is known of one leg from outside: the truth that progress is held against. */
public final class LegLife {
    private final EventLife event;
    private final String destination;
    private final List<Place> copies = new ArrayList<>(0);
    private int taken;
    private int excuses;
    private boolean dead;
    private int letters;
    private boolean optional;
    private boolean refused;

    LegLife(EventLife event, String destination) {
        this.event = event;
        this.destination = destination;
    }

    /** A record of a delay topic. */
    public record Place(String topic, long offset) {}

    public EventLife event() {
        return event;
    }

    public String destination() {
        return destination;
    }

    /** Where it was copied to, oldest first. */
    public List<Place> copies() {
        return copies;
    }

    public int taken() {
        return taken;
    }

    public boolean dead() {
        return dead;
    }

    public boolean settled() {
        return taken > 0 || dead;
    }

    /** Whether it may also never have been: its destination was not configured for a while. */
    public boolean optional() {
        return optional;
    }

    void makeOptional() {
        optional = true;
    }

    void take() {
        taken++;
        if (taken > 1 + excuses) {
            throw new BrokenPromise(
                    Promise.FEW_DUPLICATES, "%s was taken %d times, with %d excuses", this, taken, excuses);
        }
    }

    void excuse() {
        excuses++;
    }

    public int excuses() {
        return excuses;
    }

    /** @param own whether the letter is this leg's alone, and not one of a stretch */
    void die(boolean own) {
        dead = true;
        letters += own ? 1 : 0;
        if (letters > 1 + excuses) {
            throw new BrokenPromise(
                    Promise.FEW_DUPLICATES, "%s is %d dead letters, with %d excuses", this, letters, excuses);
        }
    }

    /** Its destination refused it for good. */
    public void refuse() {
        refused = true;
    }

    public boolean refused() {
        return refused;
    }

    @Override
    public String toString() {
        return "event " + event.index() + " (" + event.partition() + ":" + event.offset() + ", " + event.source()
                + ") to " + destination;
    }
}
