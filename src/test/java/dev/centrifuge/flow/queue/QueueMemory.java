package dev.centrifuge.flow.queue;

import dev.centrifuge.flow.Leg;
import dev.centrifuge.flow.queue.Queues.Kind;
import dev.centrifuge.flow.queue.Queues.Queue;
import java.util.List;

/**
 * How many bytes of heap a virtual queue takes, with 100,000 of them. A pair that is <em>active</em> holds a leg; one that is
 * <em>idle</em> held one and holds none. A command, not a test; docs/benchmarks.md has it.
 */
final class QueueMemory {

    private QueueMemory() {}

    public static void main(String[] arguments) {
        for (int sources : new int[] {10, 100, 100_000}) {
            System.out.printf("%,d destinations × %,d sources%n", Queues.PAIRS / sources, sources);
            for (Kind kind : Kind.values()) {
                print(kind, sources);
            }
        }
    }

    private static void print(Kind kind, int sources) {
        List<Leg> legs = Queues.legs(sources);
        long before = used();
        List<Queue> queues = Queues.of(kind, sources);
        long empty = used();
        Queues.fill(queues, legs, sources);
        long active = used();
        queues.forEach(queue -> {
            while (queue.poll() != null) {}
            queue.trim();
        });
        long idle = used();
        System.out.printf(
                "  %-13s bytes a pair: active, with a leg %.0f; idle %.1f; bytes a destination: %.0f%n",
                kind,
                (active - empty) / (double) Queues.PAIRS,
                (idle - empty) / (double) Queues.PAIRS,
                (empty - before) / ((double) Queues.PAIRS / sources));
        // Both are still in use, so that neither was collected above.
        queues.forEach(Queue::trim);
        legs.forEach(leg -> leg.next(null));
    }

    private static long used() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
