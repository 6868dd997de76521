package dev.centrifuge.flow.queue;

import dev.centrifuge.event.Envelope;
import dev.centrifuge.event.Event;
import dev.centrifuge.flow.Charge;
import dev.centrifuge.flow.Leg;
import dev.centrifuge.flow.Origin;
import dev.centrifuge.flow.Trail;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** 100,000 pairs of source and destination, a leg for each, and the kinds of queue that {@link QueueBenchmark} compares. */
final class Queues {
    static final int PAIRS = 100_000;

    private Queues() {}

    /** What waits for one destination. */
    interface Queue {
        void add(Leg leg);

        Leg poll();

        /** Gives back what an empty one can do without. */
        void trim();
    }

    enum Kind {
        FAIR_QUEUE(Queues::fair),
        MAP_OF_DEQUES(Queues::deques);

        private final Supplier<Queue> make;

        Kind(Supplier<Queue> make) {
            this.make = make;
        }
    }

    /** One for each destination. */
    static List<Queue> of(Kind kind, int sources) {
        List<Queue> queues = new ArrayList<>();
        for (int i = 0; i < PAIRS / sources; i++) {
            queues.add(kind.make.get());
        }
        return queues;
    }

    /** One for each pair: that of pair {@code i} belongs to destination {@code i / sources}. */
    static List<Leg> legs(int sources) {
        List<Leg> legs = new ArrayList<>();
        byte[] body = new byte[700];
        for (int pair = 0; pair < PAIRS; pair++) {
            Envelope envelope = new Envelope("source-" + pair % sources, "m", "track", 0, null, null);
            Event event = new Event(envelope, new byte[0], body);
            legs.add(new Leg(new Origin("events", 0, pair, 1), event, "d", new Charge(900), Trail.NONE, 0));
        }
        return legs;
    }

    /** Each pair gets one leg more. */
    static void fill(List<Queue> queues, List<Leg> legs, int sources) {
        for (int pair = 0; pair < PAIRS; pair++) {
            queues.get(pair / sources).add(legs.get(pair));
        }
    }

    private static Queue fair() {
        FairQueue queue = new FairQueue();
        return new Queue() {
            @Override
            public void add(Leg leg) {
                queue.add(leg, 0);
            }

            @Override
            public Leg poll() {
                return queue.poll();
            }

            @Override
            public void trim() {
                queue.trim();
            }
        };
    }

    private static Queue deques() {
        MapOfDeques queue = new MapOfDeques();
        return new Queue() {
            @Override
            public void add(Leg leg) {
                queue.add(leg);
            }

            @Override
            public Leg poll() {
                return queue.poll();
            }

            @Override
            public void trim() {}
        };
    }
}
