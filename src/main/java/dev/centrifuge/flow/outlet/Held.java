package dev.centrifuge.flow.outlet;

import dev.centrifuge.flow.handover.Copy;
import java.util.HashMap;
import java.util.Map;

/**
 * How many legs stay open because their copies cannot be written, and what they hold of memory. Belongs to the log thread; what
 * it shows to others are copies.
 */
public final class Held {
    private final long most;
    private final Map<String, Integer> byDestination = new HashMap<>();
    private long bytes;
    private int legs;

    /** @param most bytes of events; with more than that the destinations concerned are left to their cursors */
    public Held(long most) {
        this.most = most;
    }

    void add(Copy copy) {
        bytes += copy.weight();
        legs++;
        byDestination.merge(copy.leg().destination(), 1, Integer::sum);
    }

    void remove(Copy copy) {
        bytes -= copy.weight();
        legs--;
        byDestination.computeIfPresent(copy.leg().destination(), (id, count) -> count == 1 ? null : count - 1);
    }

    /** Whether no more of that destination are to be handed over. */
    public boolean closes(String destination) {
        return bytes > most && byDestination.containsKey(destination);
    }

    /** Whether they hold as much memory as they may. */
    public boolean full() {
        return bytes > most;
    }

    public int legs() {
        return legs;
    }

    /** By destination; {@code ""} for what is nobody's. */
    public Map<String, Integer> byDestination() {
        return Map.copyOf(byDestination);
    }
}
