package dev.centrifuge.kafka.read;

import dev.centrifuge.event.Envelope;
import dev.centrifuge.event.Event;
import dev.centrifuge.flow.Leg;
import dev.centrifuge.flow.handover.LegEnds;
import dev.centrifuge.flow.handover.LegRouter;
import dev.centrifuge.flow.handover.Readiness;
import dev.centrifuge.flow.handover.Screened;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;

/** Routes everything to the same destinations and ends legs as the test says, on the log thread. */
public final class FakeRouter implements LegRouter {
    public final List<String> delivered = new CopyOnWriteArrayList<>();
    final List<String> suppressed = new CopyOnWriteArrayList<>();
    private final List<String> destinations;
    private final BiConsumer<Leg, LegEnds> end;
    private final List<Leg> held = new ArrayList<>();
    public volatile LegEnds ends;

    public FakeRouter(List<String> destinations, BiConsumer<Leg, LegEnds> end) {
        this.destinations = destinations;
        this.end = end;
    }

    static String name(Leg leg) {
        return leg.event().envelope().id() + ">" + leg.destination();
    }

    @Override
    public List<String> destinations(Envelope envelope) {
        return destinations;
    }

    @Override
    public List<String> routed(Envelope envelope, int legs) {
        return List.of();
    }

    @Override
    public void deduplicated(Envelope envelope) {
        suppressed.add(envelope.id());
    }

    @Override
    public Screened screen(Event event, String destination) {
        return Screened.WANTED;
    }

    @Override
    public boolean meet(String destination) {
        return true;
    }

    @Override
    public long ttlMillis(String destination) {
        return Long.MAX_VALUE;
    }

    @Override
    public void deliver(Leg leg) {
        if (leg.isFence()) {
            ends.returned(leg);
            return;
        }
        delivered.add(name(leg));
        held.add(leg);
        end.accept(leg, new Once());
    }

    @Override
    public void flush() {}

    @Override
    public void recall(Set<Integer> partitions, int epoch) {
        List.copyOf(held).forEach(leg -> ends.returned(leg));
        held.clear();
    }

    private final class Once implements LegEnds {
        @Override
        public void resolved(Leg leg) {
            held.remove(leg);
            ends.resolved(leg);
        }

        @Override
        public void filtered(Leg leg) {
            held.remove(leg);
            ends.filtered(leg);
        }

        @Override
        public void put(Leg leg, dev.centrifuge.flow.Delay delay) {
            held.remove(leg);
            ends.put(leg, delay);
        }

        @Override
        public void dead(Leg leg, String reason) {
            held.remove(leg);
            ends.dead(leg, reason);
        }

        @Override
        public void returned(Leg leg) {
            held.remove(leg);
            ends.returned(leg);
        }

        @Override
        public void readiness(String destination, Readiness readiness, int round) {
            ends.readiness(destination, readiness, round);
        }

        @Override
        public void behind(String destination, String source) {
            ends.behind(destination, source);
        }

        @Override
        public void blocked(Leg leg, int round) {
            ends.blocked(leg, round);
        }

        @Override
        public void unblocked(Leg leg) {
            ends.unblocked(leg);
        }
    }
}
