package dev.centrifuge.simulation;

import dev.centrifuge.flow.Leg;
import dev.centrifuge.flow.Origin;
import dev.centrifuge.flow.lane.Lane;
import dev.centrifuge.flow.lane.Lanes;
import org.jspecify.annotations.Nullable;

/** Breaks one rule, or none. */
record Mutants(@Nullable Mutant mutant, Lanes lanes) {

    boolean breaks(Mutant which) {
        return mutant == which;
    }

    /** The same leg, as if its partition's present assignment had read it. */
    Leg current(Leg leg) {
        Origin origin = leg.origin();
        Lane lane = lanes.get(origin.topic(), origin.partition());
        if (lane == null || lane.epoch() == origin.epoch()) {
            return leg;
        }
        Origin forged = new Origin(origin.topic(), origin.partition(), origin.offset(), lane.epoch());
        return new Leg(forged, leg.event(), leg.destination(), leg.charge(), leg.trail(), leg.round());
    }

    /** The same leg, as if it had been read after all that was heard. */
    static Leg latest(Leg leg) {
        return new Leg(leg.origin(), leg.event(), leg.destination(), leg.charge(), leg.trail(), Integer.MAX_VALUE);
    }
}
