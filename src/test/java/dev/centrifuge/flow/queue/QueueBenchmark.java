package dev.centrifuge.flow.queue;

import dev.centrifuge.flow.Leg;
import dev.centrifuge.flow.queue.Queues.Kind;
import dev.centrifuge.flow.queue.Queues.Queue;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the virtual queues of 100,000 pairs cost: nanoseconds for one leg in and one out, in random order of pairs, on one
 * thread. A command, not a test; docs/benchmarks.md has it.
 *
 * <p>Legs and their events exist before: what is measured is the queue. {@link #readLeg} is what any queue must pay besides:
 * legs that are not in the cache, as they are not after 100,000 others.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 2,
        jvmArgsAppend = {"-Xmx1g", "-XX:+UseParallelGC"})
public class QueueBenchmark {
    private static final int ORDER = 1 << 16;

    /** Of each destination. */
    @Param({"10", "100", "100000"})
    public int sources;

    private final int[] order = new Random(7).ints(ORDER, 0, Queues.PAIRS).toArray();
    private List<Leg> legs;
    private int turn;

    @Setup
    public void legs() {
        legs = Queues.legs(sources);
    }

    private int next() {
        return order[turn++ & (ORDER - 1)];
    }

    @Benchmark
    public int readLeg() {
        Leg leg = legs.get(next());
        return leg.event().envelope().source().hashCode() + leg.event().weight();
    }

    /** The queues of all destinations. */
    @State(Scope.Thread)
    public static class Waiting {
        @Param({"FAIR_QUEUE", "MAP_OF_DEQUES"})
        public String kind;

        /** How many legs each pair holds all the while: with none, a pair wakes and rests. */
        @Param({"2", "0"})
        public int held;

        private List<Queue> queues;

        @Setup
        public void fill(QueueBenchmark bench) {
            queues = Queues.of(Kind.valueOf(kind), bench.sources);
            for (int i = 0; i < held; i++) {
                // A leg is linked to the one behind it, so it waits in one place only.
                Queues.fill(queues, Queues.legs(bench.sources), bench.sources);
            }
        }
    }

    @Benchmark
    public Leg addAndPoll(Waiting waiting) {
        int pair = next();
        Queue queue = waiting.queues.get(pair / sources);
        queue.add(legs.get(pair));
        return queue.poll();
    }
}
