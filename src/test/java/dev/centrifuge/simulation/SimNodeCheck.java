package dev.centrifuge.simulation;

import dev.centrifuge.flow.lane.Lane;
import dev.centrifuge.flow.lane.Lanes;
import dev.centrifuge.simulation.check.BrokenPromise;
import dev.centrifuge.simulation.check.HeldCheck;
import dev.centrifuge.simulation.check.Promise;

/** What a node holds, and whether it may. */
final class SimNodeCheck {
    private final String id;
    private final Lanes lanes;
    private final HeldCheck held;

    SimNodeCheck(String id, Lanes lanes, HeldCheck held) {
        this.id = id;
        this.lanes = lanes;
        this.held = held;
    }

    /** @param limit in bytes */
    void memory(long limit) {
        long used = lanes.budget().used();
        if (used > limit) {
            throw new BrokenPromise(Promise.MEMORY, "%s holds %d of %d bytes", id, used, limit);
        }
        if (used < 0) {
            throw new BrokenPromise(Promise.MEMORY, "%s holds %d bytes", id, used);
        }
    }

    /** In the end nothing is held, and everything is read and committed. */
    void quiet() {
        if (held.size() > 0 || lanes.budget().used() != 0) {
            throw new BrokenPromise(
                    Promise.ONE_LEG,
                    "%s still holds %d legs and %d bytes",
                    id,
                    held.size(),
                    lanes.budget().used());
        }
        for (Lane lane : lanes.all()) {
            if (lane.detached() > 0 || lane.openLegs() > 0) {
                throw new BrokenPromise(
                        Promise.NOTHING_LOST,
                        "%s still has %d cursors and %d open legs in %s",
                        id,
                        lane.detached(),
                        lane.openLegs(),
                        lane.topic());
            }
        }
    }

    @Override
    public String toString() {
        return "holds " + held.size() + " legs, " + lanes.budget().used() + " bytes";
    }

    /** A line for each lane. */
    String lanes() {
        StringBuilder text = new StringBuilder();
        for (Lane lane : lanes.all()) {
            text.append(String.format(
                    "%n  %s-%d: mark %d, %d open, %d held, %d detached, %d skipped",
                    lane.topic(),
                    lane.partition(),
                    lane.mark(),
                    lane.openLegs(),
                    lane.inMemory(),
                    lane.detached(),
                    lane.skipped()));
        }
        return text.toString();
    }
}
