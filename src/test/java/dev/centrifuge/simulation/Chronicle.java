package dev.centrifuge.simulation;

import dev.centrifuge.simulation.check.LegLife;
import java.util.Locale;

/**
 * What happened to one event, for whoever looks for the cause of a failure: {@code -Dsimulation.trace=<event>} prints it, {@code
 * -Dsimulation.trace=-1} all events.
 */
final class Chronicle {
    private static final int ALL = -1;
    private static final int NONE = -2;
    private static final int EVENT = Integer.getInteger("simulation.trace", NONE);

    private final VirtualClock clock;

    Chronicle(VirtualClock clock) {
        this.clock = clock;
    }

    /** Whether what is told of a leg is heard: where it is not, it need not be put into words. */
    boolean follows(LegLife leg) {
        return EVENT == ALL || leg.event().index() == EVENT;
    }

    void note(LegLife leg, String who, String what) {
        if (follows(leg)) {
            System.out.printf(Locale.ROOT, "%13.6f %s %s: %s%n", clock.nanos() / 1e9, who, leg, what);
        }
    }

    void note(String who, String what) {
        if (EVENT != NONE) {
            System.out.printf(Locale.ROOT, "%13.6f %s: %s%n", clock.nanos() / 1e9, who, what);
        }
    }
}
