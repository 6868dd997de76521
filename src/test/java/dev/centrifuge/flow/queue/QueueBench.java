package dev.centrifuge.flow.queue;

import dev.centrifuge.event.Envelope;
import dev.centrifuge.event.Event;
import dev.centrifuge.flow.Charge;
import dev.centrifuge.flow.Leg;
import dev.centrifuge.flow.Origin;
import dev.centrifuge.flow.Trail;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What the virtual queues of 100,000 pairs cost: nanoseconds for one leg in and one out on one thread, and bytes. A command,
 * not a test: {@code java -Xmx1g -XX:+UseParallelGC -cp target/test-classes:target/classes
 * dev.centrifuge.flow.queue.QueueBench}. Compare lines of one run.
 *
 * <p>Legs and their events exist before: what is measured is the queue. A pair that is <em>active</em> holds legs; one that is
 * <em>idle</em> held some and holds none.
 */
final class QueueBench {
    private static final int PAIRS = 100_000;
    private static final int ROUNDS = 5;
    private static final int PER_ROUND = 4_000_000;

    private QueueBench() {}

    /** One kind of queue. */
    private interface Queue {
        void add(Leg leg);

        Leg poll();

        void trim();
    }

    public static void main(String[] arguments) {
        for (int sources : new int[] {10, 100, 100_000}) {
            System.out.printf("%,d destinations × %,d sources%n", PAIRS / sources, sources);
            compare(sources);
        }
    }

    private static void compare(int sources) {
        List<Leg> legs = legs(sources);
        // A B A B …, so that neighbours share the machine's mood.
        double[] best = {Double.MAX_VALUE, Double.MAX_VALUE, Double.MAX_VALUE, Double.MAX_VALUE};
        for (int round = 0; round < ROUNDS; round++) {
            best[0] = Math.min(best[0], nanos(QueueBench::deques, legs, sources, true));
            best[1] = Math.min(best[1], nanos(QueueBench::fair, legs, sources, true));
            best[2] = Math.min(best[2], nanos(QueueBench::deques, legs, sources, false));
            best[3] = Math.min(best[3], nanos(QueueBench::fair, legs, sources, false));
        }
        System.out.printf("  reading a leg's source and weight, which any queue must: %.1f ns%n", reading(legs));
        System.out.printf("  all pairs hold legs:  map of deques %5.1f ns, FairQueue %5.1f ns%n", best[0], best[1]);
        System.out.printf("  a pair wakes and rests: map of deques %5.1f ns, FairQueue %5.1f ns%n", best[2], best[3]);
        bytes("map of deques", QueueBench::deques, legs, sources);
        bytes("FairQueue", QueueBench::fair, legs, sources);
    }

    /** In and out, in random order of pairs; where {@code full}, each pair has two legs all the while. */
    private static double nanos(Supplier<Queue> kind, List<Leg> legs, int sources, boolean full) {
        List<Queue> queues = queues(kind, sources);
        if (full) {
            fill(queues, legs, sources);
            fill(queues, legs, sources);
        }
        int[] order = new Random(7).ints(1 << 16, 0, PAIRS).toArray();
        long started = System.nanoTime();
        for (int i = 0; i < PER_ROUND; i++) {
            int pair = order[i & 0xffff];
            Queue queue = queues.get(pair / sources);
            queue.add(legs.get(pair));
            if (queue.poll() == null) {
                throw new IllegalStateException("empty");
            }
        }
        return (System.nanoTime() - started) / (double) PER_ROUND;
    }

    /** What both kinds pay for legs that are not in the cache, as they are not after 100,000 others. */
    private static double reading(List<Leg> legs) {
        int[] order = new Random(7).ints(1 << 16, 0, PAIRS).toArray();
        double best = Double.MAX_VALUE;
        long sum = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long started = System.nanoTime();
            for (int i = 0; i < PER_ROUND; i++) {
                Leg leg = legs.get(order[i & 0xffff]);
                sum += leg.event().envelope().source().hashCode() + leg.event().weight();
            }
            best = Math.min(best, (System.nanoTime() - started) / (double) PER_ROUND);
        }
        if (sum == 0) {
            throw new IllegalStateException("nothing was read");
        }
        return best;
    }

    private static void bytes(String name, Supplier<Queue> kind, List<Leg> legs, int sources) {
        long before = used();
        List<Queue> queues = queues(kind, sources);
        long empty = used();
        fill(queues, legs, sources);
        long active = used();
        queues.forEach(queue -> {
            while (queue.poll() != null) {}
            queue.trim();
        });
        long idle = used();
        System.out.printf(
                "  %-13s bytes a pair: active, with a leg %.0f; idle %.1f; bytes a destination: %.0f%n",
                name,
                (active - empty) / (double) PAIRS,
                (idle - empty) / (double) PAIRS,
                (empty - before) / ((double) PAIRS / sources));
        queues.forEach(Queue::trim);
    }

    private static void fill(List<Queue> queues, List<Leg> legs, int sources) {
        for (int pair = 0; pair < PAIRS; pair++) {
            queues.get(pair / sources).add(legs.get(pair));
        }
    }

    private static List<Queue> queues(Supplier<Queue> kind, int sources) {
        List<Queue> queues = new ArrayList<>();
        for (int i = 0; i < PAIRS / sources; i++) {
            queues.add(kind.get());
        }
        return queues;
    }

    private static List<Leg> legs(int sources) {
        List<Leg> legs = new ArrayList<>();
        byte[] body = new byte[700];
        for (int pair = 0; pair < PAIRS; pair++) {
            Envelope envelope = new Envelope("source-" + pair % sources, "m", "track", 0, null, null);
            Event event = new Event(envelope, new byte[0], body);
            legs.add(new Leg(new Origin("events", 0, pair, 1), event, "d", new Charge(900), Trail.NONE, 0));
        }
        return legs;
    }

    private static long used() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private static Queue fair() {
        FairQueue queue = new FairQueue();
        return queue(leg -> queue.add(leg, 0), queue::poll, queue::trim);
    }

    private static Queue deques() {
        MapOfDeques queue = new MapOfDeques();
        return queue(queue::add, queue::poll, () -> {});
    }

    private static Queue queue(Consumer<Leg> add, Supplier<Leg> poll, Runnable trim) {
        return new Queue() {
            @Override
            public void add(Leg leg) {
                add.accept(leg);
            }

            @Override
            public Leg poll() {
                return poll.get();
            }

            @Override
            public void trim() {
                trim.run();
            }
        };
    }
}
