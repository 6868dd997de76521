package dev.centrifuge.simulation;

import dev.centrifuge.event.Envelope;
import dev.centrifuge.event.Event;
import dev.centrifuge.flow.Leg;
import dev.centrifuge.flow.handover.LegRouter;
import dev.centrifuge.flow.handover.Screened;
import dev.centrifuge.simulation.check.HeldCheck;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** The way from the log to dispatch, watched. */
final class SimRouter implements LegRouter {
    private final LegRouter inside;
    private final HeldCheck held;
    private final Consumer<Leg> watch;
    private final boolean ignoresRounds;

    SimRouter(LegRouter inside, HeldCheck held, Consumer<Leg> watch, boolean ignoresRounds) {
        this.inside = inside;
        this.held = held;
        this.watch = watch;
        this.ignoresRounds = ignoresRounds;
    }

    @Override
    public List<String> destinations(Envelope envelope) {
        return inside.destinations(envelope);
    }

    @Override
    public List<String> routed(Envelope envelope, int legs) {
        return inside.routed(envelope, legs);
    }

    @Override
    public void deduplicated(Envelope envelope) {
        inside.deduplicated(envelope);
    }

    @Override
    public Screened screen(Event event, String destination) {
        return inside.screen(event, destination);
    }

    @Override
    public boolean meet(String destination) {
        return inside.meet(destination);
    }

    @Override
    public long ttlMillis(String destination) {
        return inside.ttlMillis(destination);
    }

    @Override
    public void deliver(Leg leg) {
        if (leg.isFence() || leg.awaited()) {
            inside.deliver(leg);
            return;
        }
        Leg handed = ignoresRounds ? Mutants.latest(leg) : leg;
        held.handed(handed);
        watch.accept(handed);
        inside.deliver(handed);
    }

    @Override
    public void flush() {
        inside.flush();
    }

    @Override
    public void recall(Set<Integer> partitions, int epoch) {
        inside.recall(partitions, epoch);
    }
}
