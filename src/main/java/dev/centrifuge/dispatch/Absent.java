package dev.centrifuge.dispatch;

import dev.centrifuge.flow.Delay;
import dev.centrifuge.flow.Leg;
import dev.centrifuge.flow.lane.LegEnds;
import dev.centrifuge.time.Ticker;

/**
 * What becomes of a leg whose destination nobody configures: it is put off, since a deployment may be half-way through
 * its files; ten minutes after that was first seen it is dead.
 */
final class Absent {
    private static final long PATIENCE_MILLIS = 600_000;

    private Absent() {}

    static void end(Leg leg, LegEnds ends, DispatchListener listener, Ticker ticker) {
        String source = leg.event().envelope().source();
        long now = ticker.millis();
        leg.trail(leg.trail().absent(now));
        if (now - leg.trail().absentSince() >= PATIENCE_MILLIS) {
            listener.dead(source, leg.destination(), "destination_removed");
            ends.dead(leg, "destination_removed");
        } else {
            listener.deferred(source, leg.destination(), Delay.SHORT.label());
            ends.put(leg, Delay.SHORT);
        }
    }
}
