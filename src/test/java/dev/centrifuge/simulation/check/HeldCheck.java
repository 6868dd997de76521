package dev.centrifuge.simulation.check;

import dev.centrifuge.flow.Leg;
import dev.centrifuge.flow.Origin;
import java.util.HashMap;
import java.util.Map;

/** What one process has in memory: a leg at most once in an assignment, and with exactly one end. */
public final class HeldCheck {
    private record Name(Origin origin, String destination) {}

    private final Map<Name, Leg> held = new HashMap<>();

    /** The log handed a leg over. */
    public void handed(Leg leg) {
        Leg before = held.put(new Name(leg.origin(), leg.destination()), leg);
        if (before != null) {
            throw new BrokenPromise(Promise.ONE_LEG, "%s is in memory twice for %s", leg.origin(), leg.destination());
        }
    }

    /** Dispatch told how a leg ended. */
    public void ended(Leg leg) {
        if (held.remove(new Name(leg.origin(), leg.destination())) != leg) {
            throw new BrokenPromise(Promise.ONE_LEG, "%s ended twice for %s", leg.origin(), leg.destination());
        }
    }

    public int size() {
        return held.size();
    }

    public Iterable<Leg> legs() {
        return held.values();
    }
}
